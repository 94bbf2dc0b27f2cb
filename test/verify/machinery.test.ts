import {Interface} from 'ethers'

import {encodeProposal} from '../../src/governance/encode.js'
import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {VENUES} from '../../src/governance/venues/registry.js'
import type {Proposal} from '../../src/proposal/model.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {BROAD} from '../helpers/transactions.js'

type Item = NonNullable<Proposal['governance']>[number]
const exampleOf = (name: string): Item => {
  const {example} = VENUES.find((venue) => venue.name === name)!
  return (example as Item[]).find(({venue}) => venue === name)!
}
const through = (...governance: Item[]): Proposal => ({...BROAD, governance})
const stepsOf = (proposal: Proposal) => encodeProposal(proposal, {file: 'p.yaml', digest: '0'.repeat(64)}).steps
const judge = (proposal: Proposal, to: string, data: string) =>
  verifyTransaction({input: readTransaction(JSON.stringify({to, data})), proposal})

const PAUSE = new Interface([
  'function plot(address usr, bytes32 tag, bytes fax, uint256 eta)',
  'function exec(address usr, bytes32 tag, bytes fax, uint256 eta)',
])

describe('a DSPause', () => {
  const pause = exampleOf('ds-pause')
  const plan = through(pause)
  const [plot] = stepsOf(plan)
  const [usr, tag, fax, eta] = PAUSE.decodeFunctionData('plot', plot!.transaction!.data) as unknown as [
    string,
    string,
    string,
    bigint,
  ]
  const given = (...terms: [string, string, string, bigint]) =>
    judge(plan, plot!.transaction!.to, PAUSE.encodeFunctionData('plot', terms))

  it('that runs a batch contract is read to the last call', () => {
    for (const {transaction} of stepsOf(plan))
      expect(judge(plan, transaction!.to, transaction!.data).verdict).toBe('MATCH')
  })

  it.each<[string, string, string, string, bigint]>([
    ['another tag', usr, `0x${'11'.repeat(32)}`, fax, eta],
    ['another eta', usr, tag, fax, eta + 1n],
    ['another value inside', usr, tag, fax.replace('1e8480', '1e8481'), eta],
    ['trailing bytes', usr, tag, `${fax}00`, eta],
  ])('with %s is a mismatch', (_what, ...terms) => {
    expect(given(...terms).verdict).toBe('MISMATCH')
  })

  it('that runs code which the proposal does not name cannot be told', () => {
    const {reasons, verdict} = given(pause['address'] as string, tag, fax, eta)
    expect(verdict).toBe('CANNOT TELL')
    expect(reasons.join()).toMatch(/names no action.*in the code at/s)
  })

  const action = {address: pause['proxy'], codeHash: `0x${'22'.repeat(32)}`, fax: '0x61461954'}
  const spell = through({...pause, action})
  const cast = (of: object) => {
    const changed = through({...pause, action: {...action, ...of}})
    const [{transaction} = {}] = stepsOf(changed)
    return judge(spell, transaction!.to, transaction!.data)
  }

  it('that runs the spell which the proposal names cannot be told: its calls are in code', () => {
    expect(cast({})).toMatchObject({verdict: 'CANNOT TELL', reasons: [expect.stringContaining('in the code at')]})
  })

  it.each([
    ['spell', {address: pause['address']}, /it runs the code at .*; the proposal says/],
    ['code hash', {codeHash: `0x${'33'.repeat(32)}`}, /`tag` is 0x33/],
    ['argument', {fax: '0x61461955'}, /`fax` is 0x61461955/],
  ])('with another %s is a mismatch', (_what, change, reason) => {
    const {reasons, verdict} = cast(change)
    expect(verdict).toBe('MISMATCH')
    expect(reasons.join()).toMatch(reason)
  })
})

describe('a number says nothing of what it stands for', () => {
  const numbered = new Interface([
    'function queue(uint256)',
    'function execute(uint256)',
    'function executePayload(uint40)',
  ])
  const safe = exampleOf('safe')

  it.each([
    ['governor-bravo', 'queue', 'address'],
    ['governor-bravo', 'execute', 'address'],
    ['compound-governor', 'queue', 'address'],
    ['compound-governor', 'execute', 'address'],
    ['aave-governance-v3', 'executePayload', 'payloadsController'],
  ])('%s %s', (name, fn, field) => {
    const item = exampleOf(name)
    const data = numbered.encodeFunctionData(fn, [7])
    const number = name === 'aave-governance-v3' ? 'payloadId' : 'proposalId'
    for (const [said, verdict, reason] of [
      [undefined, 'CANNOT TELL', 'by its number alone'],
      [7, 'CANNOT TELL', 'only the chain says what stands behind it'],
      [8, 'MISMATCH', 'names the'],
    ] as const) {
      const saying = {...item, [number]: said}
      for (const proposal of [through(saying), through(safe, saying)]) {
        const judged = judge(proposal, item[field] as string, data)
        expect(judged.verdict).toBe(verdict)
        expect(judged.reasons.join()).toContain(reason)
      }
    }
  })
})

describe('what executes at an inner venue', () => {
  const delay = exampleOf('zodiac-delay')
  const timelock = exampleOf('timelock-controller')
  const nested = through(exampleOf('safe'), delay, timelock)

  it('is judged from there on, behind any number of outer venues', () => {
    const steps = stepsOf(nested).filter(({transaction, safeTransaction}) => transaction && !safeTransaction)
    expect(steps.length).toBeGreaterThan(1)
    for (const {transaction} of steps) expect(judge(nested, transaction!.to, transaction!.data).verdict).toBe('MATCH')
  })

  it('is a mismatch with another value', () => {
    const {transaction} = stepsOf(nested).at(-1)!
    expect(transaction!.to).toBe(timelock['address'])
    const {verdict} = judge(nested, transaction!.to, transaction!.data.replace('1e8480', '1e8481'))
    expect(verdict).toBe('MISMATCH')
  })
})
