import {Interface, TypedDataEncoder} from 'ethers'
import {readFileSync} from 'node:fs'
import path from 'node:path'

import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {safeHashes} from '../../src/governance/read/safe-hash.js'
import type {Proposal} from '../../src/proposal/model.js'
import type {Hints} from '../../src/verify/model.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {BYBIT} from '../helpers/bybit.js'
import {ROOT} from '../helpers/cli.js'
import {refusal} from '../helpers/refusal.js'
import {batched, BROAD, BROAD_ITEMS, configurator, direct, proposal, SAFE, WETH, ZERO} from '../helpers/transactions.js'

const fixture = JSON.parse(readFileSync(path.join(ROOT, 'test/fixtures/venue-calldata.json'), 'utf8')) as {
  contractChecked: {
    safe: Record<string, {safe: string; safeTxHash: string; domainSeparator: string}>
    governorProposalId: string
  }
  inputs: {targets: string[]; values: string[]; calldatas: string[]; description: string}
  multiSend: {call: string}
  calldata: Record<string, string>
}
const verify = (text: string, more: {proposal?: Proposal; expect?: string; hints?: Hints} = {}) =>
  verifyTransaction({input: readTransaction(text), ...more})
const CAP = proposal('configurator', [{asset: 'WETH', supplyCap: {to: '2m WETH'}}])
const cap = direct(configurator('setSupplyCap', WETH, 2_000_000))
const batch = batched(...BROAD_ITEMS)

it.each(Object.entries(fixture.contractChecked.safe))(
  'hashes as the contract of Safe %s does',
  (version, {safe, safeTxHash, domainSeparator}) => {
    const transaction = {
      ...batch,
      safe,
      version,
      to: '0x9641d764fc13c8B624c04430C7356C1C7C8102e2',
      data: fixture.multiSend.call,
    }
    const {hashes, verdict} = verify(JSON.stringify(transaction), {expect: safeTxHash})
    expect(hashes).toMatchObject({safeTxHash, domainHash: domainSeparator})
    expect(verdict).toBe('MATCH')
    expect(verify(JSON.stringify({...transaction, version: `${version}+L2`})).hashes?.safeTxHash).toBe(safeTxHash)
  },
)

it('hashes dataGas before 1.0.0', () => {
  const fields = [
    'address to',
    'uint256 value',
    'bytes data',
    'uint8 operation',
    'uint256 safeTxGas',
    'uint256 dataGas',
    'uint256 gasPrice',
    'address gasToken',
    'address refundReceiver',
    'uint256 nonce',
  ]
  const types = {SafeTx: fields.map((field) => ({type: field.split(' ')[0]!, name: field.split(' ')[1]!}))}
  const without = (...names: string[]) =>
    Object.fromEntries(Object.entries(cap).filter(([key]) => !names.includes(key)))
  const message = {...without('chainId', 'safe', 'version', 'baseGas'), dataGas: '7'}
  const expected = TypedDataEncoder.hash({verifyingContract: SAFE}, types, message)
  const text = JSON.stringify({...without('baseGas'), dataGas: '7', version: '0.1.0'})
  expect(verify(text, {expect: expected}).verdict).toBe('MATCH')
})

/** The same transaction in every format. */
const service = Object.fromEntries(Object.entries(batch).filter(([key]) => key !== 'version' && key !== 'chainId'))
const SERVICE = {
  ...service,
  gasToken: ZERO,
  refundReceiver: null,
  safeTxGas: 0,
  safeTxHash: safeHashes({...batch}).safeTxHash,
  confirmations: [],
  confirmationsRequired: 2,
  isExecuted: false,
  dataDecoded: {method: 'multiSend'},
  signatures: null,
}
const typed = (change: object = {}) => ({
  types: {
    EIP712Domain: [
      {name: 'chainId', type: 'uint256'},
      {name: 'verifyingContract', type: 'address'},
    ],
    SafeTx:
      'address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce'
        .split(',')
        .map((field) => ({type: field.split(' ')[0]!, name: field.split(' ')[1]!})),
  },
  primaryType: 'SafeTx',
  domain: {chainId: 1, verifyingContract: SAFE},
  message: Object.fromEntries(Object.entries(batch).filter(([key]) => !['safe', 'version', 'chainId'].includes(key))),
  ...change,
})
const exec = new Interface([
  'function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)',
])
const EXEC = exec.encodeFunctionData('execTransaction', [batch.to, 0, batch.data, 1, 0, 0, 0, ZERO, ZERO, '0x'])
const BUILDER = {
  version: '1.0',
  chainId: '1',
  createdAt: 1,
  meta: {name: 'x', createdFromSafeAddress: SAFE},
  transactions: BROAD_ITEMS.map(({to, data}) => ({
    to,
    value: '0',
    data,
    contractMethod: null,
    contractInputsValues: null,
  })),
}

it.each([
  ['our own file', JSON.stringify(batch)],
  [
    'snake case',
    JSON.stringify(
      Object.fromEntries(
        Object.entries(batch).map(([key, value]) => [
          key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          value,
        ]),
      ),
    ),
  ],
  ['the Safe Transaction Service', JSON.stringify(SERVICE)],
  ['a listing of the service with one result', JSON.stringify({count: 1, results: [SERVICE]})],
  ['an EIP-712 payload', JSON.stringify(typed())],
  [
    'the parameters of eth_signTypedData',
    JSON.stringify({method: 'eth_signTypedData_v4', params: [SAFE, JSON.stringify(typed())]}),
  ],
  ['the calldata of execTransaction', EXEC],
  ['the same as a JSON text', JSON.stringify(EXEC)],
  ['a Transaction Builder file', JSON.stringify(BUILDER)],
  ['the calldata of the batch', batch.data],
])('%s matches, with the same hashes', (_what, text) => {
  const verdict = verify(text, {proposal: BROAD})
  expect([verdict.verdict, verdict.reasons]).toEqual(['MATCH', []])
  expect(verdict.hashes).toEqual(safeHashes({...batch}))
})

it('says what it took from the proposal', () => {
  expect(verify(EXEC, {proposal: BROAD}).notes).toContain(
    'the calldata of execTransaction does not say `chainId`, `safe`, `version`, `nonce`: taken from the proposal or the command line',
  )
})

it('takes from the command line what the format does not say', () => {
  const hints = {chainId: 1n, safe: SAFE, version: '1.3.0', nonce: 42n}
  expect(verify(EXEC, {hints, expect: safeHashes({...batch}).safeTxHash}).verdict).toBe('MATCH')
  const inner = verify(cap.data, {hints: {...hints, to: cap.to.toLowerCase()}, proposal: CAP})
  expect(inner.verdict).toBe('MATCH')
  expect(verify(cap.data, {hints, proposal: CAP}).verdict).toBe('MISMATCH')
})

describe('without a proposal', () => {
  const {safeTxHash: hash} = safeHashes({...batch})
  const without = (object: object, ...names: string[]) =>
    Object.fromEntries(Object.entries(object).filter(([key]) => !names.includes(key)))
  const unhashed = without(SERVICE, 'safeTxHash')

  it('finds the chain and the layout by the hash that is expected, or that the file carries', () => {
    const note = 'found by its hash: it is for a Safe that hashes as 1.4.1 does on chain 1 (ethereum)'
    expect(verify(JSON.stringify(unhashed), {expect: hash})).toMatchObject({
      verdict: 'MATCH',
      notes: expect.arrayContaining([note]),
    })
    expect(verify(JSON.stringify(SERVICE))).toMatchObject({verdict: 'CANNOT TELL', hashes: {safeTxHash: hash}})
    expect(verify(JSON.stringify({...SERVICE, chainId: 1}), {expect: hash}).verdict).toBe('MATCH')
  })

  it('asks for what it cannot find, which is no mismatch', () => {
    const asked = (more: object, expected?: string) =>
      verify(JSON.stringify({...unhashed, ...more}), expected === undefined ? {} : {expect: expected})
    expect(asked({nonce: 43}, hash)).toMatchObject({
      verdict: 'CANNOT TELL',
      reasons: expect.arrayContaining([expect.stringMatching(/does not say `chainId` \(--chain\) and `version`/)]),
    })
    expect(asked({chainId: 1, version: '1.3.0', nonce: undefined}).verdict).toBe('CANNOT TELL')
    const early = safeHashes({...batch, version: '1.1.1'}).safeTxHash
    expect(asked({}, early).reasons[0]).toMatch(/before 1\.3\.0, which names no chain/)
    expect(verify(JSON.stringify(unhashed), {expect: early, hints: {chainId: 1n}}).verdict).toBe('MATCH')
  })

  it('null is nothing in every file, and a wrong value still a mismatch', () => {
    const text = JSON.stringify({...batch, data: null, gasToken: null, refundReceiver: null})
    expect(verify(text, {expect: safeHashes({...batch, data: '0x'}).safeTxHash}).verdict).toBe('MATCH')
    expect(verify(JSON.stringify({...batch, to: null})).verdict).toBe('MISMATCH')
    expect(verify(JSON.stringify({...batch, version: '0.0.2'})).verdict).toBe('MISMATCH')
  })

  it('shows the dangers of a call whose chain and version nobody gave', () => {
    const {verdict, warnings} = verify(JSON.stringify(without(BYBIT, 'chainId', 'version')))
    expect(verdict).toBe('CANNOT TELL')
    expect(warnings.slice(0, 2).map(({id, severity}) => [id, severity])).toEqual([
      ['delegatecall-unknown', 'danger'],
      ['delegatecall-disguised', 'danger'],
    ])
  })
})

it.each([
  ['a primary type that is no SafeTx', {primaryType: 'Permit'}],
  ['types in another order', {types: {SafeTx: typed().types.SafeTx.toReversed()}}],
  ['a domain with a name', {domain: {chainId: 1, verifyingContract: SAFE, name: 'Safe'}}],
  ['a domain without the chain', {domain: {verifyingContract: SAFE}}],
  ['another Safe', {domain: {chainId: 1, verifyingContract: WETH}}],
])('an EIP-712 payload with %s is a MISMATCH', (_what, change) => {
  expect(verify(JSON.stringify(typed(change)), {proposal: BROAD}).verdict).toBe('MISMATCH')
})

it('a file whose own hash is not that of its transaction is a MISMATCH, and a danger', () => {
  const verdict = verify(JSON.stringify({...SERVICE, nonce: 43, chainId: 1, version: '1.3.0'}))
  expect(verdict).toMatchObject({
    verdict: 'MISMATCH',
    warnings: expect.arrayContaining([expect.objectContaining({id: 'claimed-hash', severity: 'danger'})]),
    diagnosis: [{kind: 'nonce', message: expect.stringContaining('nonce 42')}],
  })
})

it('a file that names another function than its data calls is warned of', () => {
  const verdict = verify(JSON.stringify({...SERVICE, dataDecoded: {method: 'approve'}}), {proposal: BROAD})
  expect(verdict.warnings).toMatchObject([{id: 'said-function', severity: 'danger'}])
})

it('a Transaction Builder file without data is not guessed at', () => {
  const [first] = BUILDER.transactions
  const text = JSON.stringify({
    ...BUILDER,
    transactions: [{...first, data: null, contractMethod: {name: 'setSupplyCap'}}],
  })
  expect(verify(text, {proposal: BROAD})).toMatchObject({
    verdict: 'MISMATCH',
    reasons: expect.arrayContaining([expect.stringMatching(/has no `data`/)]),
  })
})

describe('a governor’s proposal by its fields', () => {
  const {targets, values, calldatas, description} = fixture.inputs
  const fields = {targets, values, calldatas, description}
  const {governorProposalId: id} = fixture.contractChecked

  it('has the id that the contract computes', () => {
    expect(verify(JSON.stringify(fields), {expect: id}).verdict).toBe('MATCH')
    expect(verify(JSON.stringify({...fields, proposalId: id, signatures: ['', '']})).reasons).toEqual([
      expect.stringContaining('nothing to compare with'),
    ])
  })

  it.each([
    ['a newline at the end', `${description}\n`, /newlines at the end taken away/],
    ['CRLF', `${description}\r\n`, /newlines at the end taken away/],
    ['a heading written out', description.replace(' ', '  '), /one blank for several/],
  ])('%s in the description is a MISMATCH, and explained', (_what, text, said) => {
    const verdict = verify(JSON.stringify({...fields, description: text}), {expect: id})
    expect(verdict).toMatchObject({
      verdict: 'MISMATCH',
      diagnosis: [{kind: 'description', message: expect.stringMatching(said)}],
    })
  })

  it("is read as Tally's API answers it", () => {
    const executableCalls = targets.map((target, index) => ({target, value: values[index], calldata: calldatas[index]}))
    const tally = {id: '2', onchainId: BigInt(id).toString(), executableCalls, metadata: {title: 'x', description}}
    for (const answer of [tally, {proposal: tally}, {data: {proposal: tally}}])
      expect(verify(JSON.stringify(answer), {expect: id})).toMatchObject({
        verdict: 'MATCH',
        hashes: {proposalId: `0x${BigInt(id).toString(16)}`},
      })
    const shown = executableCalls.map((call) => ({...call, signature: 'setSupplyCap(address,uint256)'}))
    const apart = shown.map((call, index) =>
      index === 0 ? executableCalls[0] : {...call, calldata: `0x${call.calldata!.slice(10)}`},
    )
    expect(
      verify(JSON.stringify({...tally, executableCalls: [executableCalls[0], shown[1]]}), {expect: id}).verdict,
    ).toBe('MATCH')
    expect(verify(JSON.stringify({...tally, executableCalls: apart}), {expect: id}).verdict).toBe('MATCH')
    const other = verify(JSON.stringify({...tally, executableCalls: executableCalls.toReversed()}))
    expect([other.verdict, other.reasons[0]]).toEqual(['MISMATCH', expect.stringContaining('its proposalId is')])
    expect(verify(JSON.stringify({...tally, targets}), {expect: id})).toMatchObject({
      verdict: 'MISMATCH',
      reasons: [expect.stringContaining('the calls stand twice')],
    })
  })

  it('calls that are swapped, or one too many, are explained', () => {
    const turned = {...fields, calldatas: calldatas.toReversed()}
    expect(verify(JSON.stringify(turned), {expect: id}).diagnosis).toMatchObject([{kind: 'order'}])
    const more = {...fields, targets: [...targets, WETH], values: [...values, '0'], calldatas: [...calldatas, '0x']}
    expect(verify(JSON.stringify(more), {expect: id}).diagnosis).toMatchObject([{kind: 'calls'}])
  })

  it('an id that is counted, not hashed, is no claim', () => {
    expect(verify(JSON.stringify({...fields, id: 231})).verdict).toBe('CANNOT TELL')
  })
})

it('computes the operation id of a timelock', () => {
  const {timelockSingleId, timelockBatchIdGovernorV5} = fixture.contractChecked as unknown as Record<string, string>
  const hints = {to: SAFE.toLowerCase()}
  expect(verify(fixture.calldata['tl.schedule']!, {hints, expect: timelockSingleId!}).verdict).toBe('MATCH')
  expect(verify(fixture.calldata['tl.scheduleBatch']!, {hints, expect: timelockBatchIdGovernorV5!}).verdict).toBe(
    'MATCH',
  )
  expect(verify(fixture.calldata['tl.executeBatch']!, {hints, expect: timelockBatchIdGovernorV5!}).verdict).toBe(
    'MATCH',
  )
})

it.each(['nonsense', '[]', '{"results":[]}', '0xzz', '[{"to":"0x"},{"to":"0x"}]'])('refuses %s', (text) => {
  expect(refusal(() => readTransaction(text)).code).toMatch(/^TRANSACTION_/)
})
