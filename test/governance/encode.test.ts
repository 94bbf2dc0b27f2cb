import {createHash} from 'node:crypto'

import {encodeProposal} from '../../src/governance/encode.js'
import type {ProposalLock} from '../../src/governance/lock.js'
import type {Step} from '../../src/governance/model.js'
import type {Proposal} from '../../src/proposal/model.js'
import vectors from '../fixtures/safe-vectors.json' with {type: 'json'}
import {refusal} from '../helpers/refusal.js'

const CONTEXT = {file: 'weth.yaml', digest: 'ab'.repeat(32)}
const PROPOSAL: Proposal = {
  plimsoll: 1,
  title: 'WETH: <b>raise</b> caps | now',
  summary: 'Why.',
  protocol: {name: 'aave-v3', chain: 'ethereum', deployment: 'AaveV3Ethereum', through: 'configurator'},
  changes: [
    {
      asset: 'WETH',
      ltv: {from: '80%', to: '80.5%'},
      liquidationThreshold: {to: '83%'},
      liquidationBonus: {keep: '5%'},
      supplyCap: {from: '1_700_000 WETH', to: '1_800_000 WETH'},
    },
  ],
  governance: [{venue: 'safe', address: vectors.safe['1.4.1'].safe, version: '1.4.1', nonce: 42}],
}

const contents = (proposal: Proposal) =>
  Object.fromEntries(encodeProposal(proposal, CONTEXT).artefacts.map(({name, content}) => [name, content]))

test('gives the worked transaction and its hash', () => {
  const {acts, calls, chainId} = encodeProposal(PROPOSAL, CONTEXT)
  expect(chainId).toBe(1)
  expect(calls.map(({data}) => data)).toEqual(vectors.calldatas)
  expect(acts).toHaveLength(1)
  expect(acts[0]?.safe?.hashes.safeTxHash).toBe(vectors.safe['1.4.1'].safeTxHash)
})

test('writes its files, the same bytes each time', () => {
  const files = contents(PROPOSAL)
  const names = ['README.md', 'calls.json', 'steps.json', 'safe-transaction.json', 'safe-builder.json', 'proposal.lock']
  expect(Object.keys(files)).toEqual(names)
  expect(contents(structuredClone(PROPOSAL))).toEqual(files)
  for (const content of Object.values(files)) expect(content).toMatch(/[^\n]\n$/)
})

test('the calls are listed with their arguments', () => {
  const {calls} = JSON.parse(contents(PROPOSAL)['calls.json']!) as {calls: unknown[]}
  expect(calls[1]).toEqual({
    to: vectors.poolConfigurator,
    value: '0',
    data: vectors.calldatas[1],
    title: 'WETH: supply cap 1_700_000 WETH -> 1_800_000 WETH',
    function: 'setSupplyCap(address,uint256)',
    arguments: {asset: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', newSupplyCap: '1800000'},
  })
})

test('the builder file carries the calls, not the batch', () => {
  const {transactions} = JSON.parse(contents(PROPOSAL)['safe-builder.json']!) as {transactions: {data: string}[]}
  expect(transactions.map(({data}) => data)).toEqual(vectors.calldatas)
})

test('the README says what changes, by which calls, under which hashes, and how to verify it', () => {
  const {safe, safeTxHash, domainSeparator} = vectors.safe['1.4.1']
  const to = vectors.poolConfigurator
  expect(contents(PROPOSAL)['README.md']).toBe(`# WETH: \\<b>raise\\</b> caps \\| now

Aave v3 Ethereum on ethereum. Written by \`plimsoll encode\` from the proposal with sha256 \`${CONTEXT.digest}\`.

## What changes

| asset | parameter | from | to |
| --- | --- | --- | --- |
| WETH | loan-to-value | 80% | 80.5% |
| WETH | liquidation threshold | not said | 83% |
| WETH | liquidation bonus | 5% | stays |
| WETH | supply cap | 1_700_000 WETH | 1_800_000 WETH |

## Calls

1. WETH: loan-to-value 80% -> 80.5%, liquidation threshold becomes 83%, liquidation bonus stays 5%
   - to \`${to}\`
   - function \`configureReserveAsCollateral(address,uint256,uint256,uint256)\`
   - data \`${vectors.calldatas[0]!}\`
2. WETH: supply cap 1_700_000 WETH -> 1_800_000 WETH
   - to \`${to}\`
   - function \`setSupplyCap(address,uint256)\`
   - data \`${vectors.calldatas[1]!}\`

## Steps

1. WETH: \\<b>raise\\</b> caps \\| now (Safe ${safe}, nonce 42)
   - sent by: any account, once enough owners have signed
   - to sign: \`safe-transaction.json\`
   - not in this folder: execTransaction's calldata holds the owners' signatures of safeTxHash
   - domainHash: \`${domainSeparator}\`
   - messageHash: \`${vectors.structHash}\`
   - safeTxHash: \`${safeTxHash}\`
   - note: The Safe must be the account that may change Aave v3 Ethereum.

## Safe transaction

Safe \`${safe}\` (1.4.1), nonce 42, delegatecall to the batch contract \`0x9641d764fc13c8B624c04430C7356C1C7C8102e2\`.

| hash | value |
| --- | --- |
| domain hash | \`${domainSeparator}\` |
| message hash | \`${vectors.structHash}\` |
| safeTxHash | \`${safeTxHash}\` |

A Ledger shows the domain hash and the message hash. Before signing, check that the transaction is the proposal:

    plimsoll verify weth.yaml --tx safe-transaction.json

The Transaction Builder (safe-builder.json) takes the next free nonce, not this one: set it by hand before signing.
`)
})

test('without a venue there are the calls, as steps of whoever holds the authority', () => {
  const files = contents({...PROPOSAL, governance: []})
  expect(Object.keys(files)).toEqual(['README.md', 'calls.json', 'steps.json', 'proposal.lock'])
})

test('custom contracts go the same way', () => {
  const custom: Proposal = {
    ...PROPOSAL,
    protocol: {name: 'custom', chain: 1},
    contracts: {spot: {address: vectors.poolConfigurator, abi: ['function file(bytes32 ilk, uint256 data)']}},
    changes: [
      {
        asset: 'ETH-B',
        contract: 'spot',
        function: 'file',
        arguments: {ilk: {text: 'ETH-B'}, data: {from: '130%', to: '150%', unit: 'ray', role: 'collateralRatio'}},
      },
    ],
  }
  const {acts} = encodeProposal(custom, CONTEXT)
  expect(acts[0]?.safe?.transaction).toMatchObject({operation: 0, to: vectors.poolConfigurator})
  expect(contents(custom)['README.md']).toContain('| ETH-B | data | 130% | 150% |')
})

describe('venues inside venues', () => {
  const [safe] = PROPOSAL.governance!
  const delay = {
    venue: 'zodiac-delay',
    address: vectors.poolConfigurator,
    avatar: vectors.safe['1.3.0'].safe,
    cooldown: '1d',
  }
  const salt = `0x${'01'.repeat(32)}`
  const timelock = {venue: 'timelock-controller', address: vectors.safe['1.5.0'].safe, delay: '2d', salt}
  const nested: Proposal = {...PROPOSAL, governance: [safe!, delay, timelock]}

  test('steps.json says who does what, in order, and when', () => {
    const {steps, proposal, chainId} = JSON.parse(contents(nested)['steps.json']!) as {
      steps: Step[]
      proposal: string
      chainId: number
    }
    expect({proposal, chainId}).toEqual({proposal: CONTEXT.digest, chainId: 1})
    expect(
      steps.map(({step, venue, sender, transaction, opens, safeTransaction}) => [
        ...[step, venue?.name, sender.role.slice(0, 11), transaction?.to, opens.map(({text}) => text), safeTransaction],
      ]),
    ).toEqual([
      [1, 'safe', 'any account', undefined, [], 'safe-transaction.json'],
      [2, 'zodiac-delay', 'any account', delay.address, ['1d after step 1 is done'], undefined],
      [3, 'timelock-controller', 'an executor', timelock.address, ['2d after step 2 is done'], undefined],
    ])
    expect(steps[2]!.hashes['operationId']).toMatch(/^0x[0-9a-f]{64}$/)
  })

  test('an error of a venue says where the venue stands', () => {
    const broken = {...nested, governance: [safe!, {...delay, cooldown: 86_400}, timelock]}
    const locate = (path: readonly (number | string)[]) => ({file: 'p.yaml', line: path.at(-1) === 1 ? 12 : 0})
    expect(refusal(() => encodeProposal(broken, {...CONTEXT, locate}))).toMatchObject({
      code: 'VENUE_BAD_DURATION',
      place: {file: 'p.yaml', line: 12},
    })
  })

  test('the lock has the digest of the proposal, of what the backtest asks, of the functions and of every other file', () => {
    const backtest = {prices: 'ETH-USDT', horizon: '1d', confidence: '99%'}
    const files = contents({...nested, backtest})
    const lock = JSON.parse(files['proposal.lock']!) as ProposalLock
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
    const others = Object.entries(files).filter(([name]) => name !== 'proposal.lock')
    expect(lock).toEqual({
      lock: 1,
      proposal: CONTEXT.digest,
      evidence: {request: sha256('{"confidence":"99%","horizon":"1d","prices":"ETH-USDT"}')},
      abi: {functions: lock.abi.functions, sha256: sha256(lock.abi.functions.join('\n'))},
      venues: [{venue: 'safe', version: '1.4.1'}, {venue: 'zodiac-delay'}, {venue: 'timelock-controller'}],
      files: Object.fromEntries(others.map(([name, content]) => [name, sha256(content)])),
    })
    expect(lock.abi.functions.map((text) => text.split(' ')[1])).toEqual([
      'configureReserveAsCollateral(address,uint256,uint256,uint256)',
      'setSupplyCap(address,uint256)',
    ])
  })
})

test('refuses a proposal that changes nothing', () => {
  const kept = {...PROPOSAL, changes: [{asset: 'WETH', ltv: {keep: '80%'}}]}
  expect(refusal(() => encodeProposal(kept, CONTEXT)).code).toBe('ENCODE_NOTHING')
})
