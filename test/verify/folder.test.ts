import {Interface, getAddress} from 'ethers'
import {readFileSync} from 'node:fs'
import path from 'node:path'

import {checkSource} from '../../src/check/check.js'
import {encodeProposal} from '../../src/governance/encode.js'
import {VENUES} from '../../src/governance/venues/registry.js'
import {parseSource} from '../../src/proposal/parse.js'
import type {Proposal} from '../../src/proposal/model.js'
import {verifyFolder} from '../../src/verify/folder.js'
import {ROOT} from '../helpers/cli.js'

function proposalOf(name: string, governance?: unknown): Proposal {
  const {proposal} = checkSource(parseSource(readFileSync(path.join(ROOT, 'proposals', name)), name)).proposal!
  return governance === undefined ? proposal : {...proposal, governance: governance as Proposal['governance']}
}

const encoded = (proposal: Proposal) => encodeProposal(proposal, {file: 'p.yaml', digest: '0'.repeat(64)}).artefacts
const account = (byte: string) => getAddress(`0x${byte.repeat(20)}`)
const example = (name: string) => VENUES.find((venue) => venue.name === name)!.example

interface Step {
  readonly chainId: number
  readonly transaction?: {readonly to: string; readonly data: string}
}

/** The steps of a folder, each changed. */
function changed(proposal: Proposal, change: (step: Step) => object) {
  const {content} = encoded(proposal).find(({name}) => name === 'steps.json')!
  const file = JSON.parse(content) as {steps: Step[]}
  return [{name: 'steps.json', content: JSON.stringify({...file, steps: file.steps.map((step) => change(step))})}]
}

describe('a signature is hashed as it stands', () => {
  const plain = 'setDeficitOffset(address,uint256)'
  const texts: [verdict: string, signature: string][] = [
    ['MATCH', plain],
    ['MISMATCH', 'setDeficitOffset(address, uint256)'],
    ['MISMATCH', 'setDeficitOffset(address,uint)'],
    ['MISMATCH', 'setDeficitOffset(address asset,uint256 offset)'],
    ['MISMATCH', `function ${plain}`],
    ['MISMATCH', ` ${plain}`],
    ['MISMATCH', `\uFEFF${plain}`],
    ['MISMATCH', `${plain} external`],
  ]

  const payloads = new Interface([
    'function createPayload((address target, bool withDelegateCall, uint8 accessLevel, uint256 value, string signature, bytes callData)[] actions)',
  ])
  const umbrella = proposalOf('aave-umbrella-weth-deficit-offset.yaml')

  test.each(texts)('%s in an action of a payload: %j', (verdict, signature) => {
    const folder = changed(umbrella, (step) => {
      const {selector} = payloads.getFunction('createPayload')!
      if (step.transaction?.data.startsWith(selector) !== true) return step
      const [actions] = payloads.decodeFunctionData('createPayload', step.transaction.data) as unknown as [string[][]]
      const stated = actions.map((action) => [...action.slice(0, 4), signature, `0x${action[5]!.slice(10)}`])
      return {...step, transaction: {...step.transaction, data: payloads.encodeFunctionData('createPayload', [stated])}}
    })
    expect(verifyFolder(umbrella, folder)!.verdict).toBe(verdict)
  })

  const bravo = proposalOf('aave-umbrella-weth-deficit-offset.yaml', [
    {...example('governor-bravo')[0], style: 'signature'},
  ])
  const governor = new Interface([
    'function propose(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, string description)',
  ])

  test.each(texts)('%s in a proposal of GovernorBravo, as calldata and by its fields: %j', (verdict, signature) => {
    const fields: object[] = []
    const folder = changed(bravo, (step) => {
      if (!step.transaction) return step
      const given = [...governor.decodeFunctionData('propose', step.transaction.data)] as [
        string[],
        bigint[],
        ...unknown[],
      ]
      given[2] = [signature]
      const [targets, values, signatures, calldatas, description] = given
      fields.push({
        targets: [...targets],
        values: values.map(String),
        signatures,
        calldatas: [...(calldatas as string[])],
        description,
      })
      return {...step, transaction: {...step.transaction, data: governor.encodeFunctionData('propose', given)}}
    })
    expect(verifyFolder(bravo, folder)!.verdict).toBe(verdict)
    const content = JSON.stringify(fields[0])
    expect(verifyFolder(bravo, [{name: 'safe-transaction.json', content}])!.verdict).toBe(verdict)
  })
})

test("a call to Aave's core on another chain than Ethereum is a mismatch, whatever chain the proposal is for", () => {
  const umbrella = proposalOf('aave-umbrella-weth-deficit-offset.yaml')
  const core = String(umbrella.governance?.[0]?.['governance'])
  const folder = changed(umbrella, (step) => (step.transaction?.to === core ? {...step, chainId: 137} : step))
  const {reasons, verdict} = verifyFolder(umbrella, folder)!
  expect(verdict).toBe('MISMATCH')
  expect(reasons[0]).toContain('`chainId` is 137; the proposal says 1')
})

describe('a Safe that owns a Safe', () => {
  const nested = proposalOf('aave-v3-weth-supply-cap.yaml', [
    {venue: 'safe', address: account('a1'), version: '1.3.0', nonce: 3},
    {venue: 'safe', address: account('b2'), version: '1.4.1', nonce: 4},
  ])
  const folder = encoded(nested)
  const inner = JSON.parse(folder.find(({name}) => name === 'safe-transaction-2.json')!.content) as object

  test('what it approves is a MATCH', () => {
    expect(verifyFolder(nested, folder)).toMatchObject({verdict: 'MATCH', reasons: []})
  })

  test.each([
    ['another transaction', {to: account('c3'), data: '0x', operation: 0, nonce: 5}],
    ['the same at another nonce', {nonce: 5}],
  ])('%s of the inner Safe, which nobody approves, is a mismatch', (_what, other) => {
    const more = {name: 'safe-transaction-3.json', content: JSON.stringify({...inner, ...other})}
    const {reasons, verdict} = verifyFolder(nested, [...folder, more])!
    expect(verdict).toBe('MISMATCH')
    expect(reasons.join('\n')).toMatch(/safe-transaction-3\.json: .*approves 0x/)
  })
})

test("Euler's forwarder is looked through where the function is said by a signature", () => {
  const euler = proposalOf('euler-v2-weth-ltv-ramp.yaml', [{...example('governor-bravo')[0], style: 'signature'}])
  expect(verifyFolder(euler, encoded(euler))).toMatchObject({verdict: 'MATCH', warnings: []})
})
