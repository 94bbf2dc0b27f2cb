import {encodeProposal} from '../../src/governance/encode.js'
import {readTransaction, readTransactionFile} from '../../src/governance/read/transaction/read-transaction.js'
import type {Proposal} from '../../src/proposal/model.js'
import {combined} from '../../src/verify/combine.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {proposal, SAFE} from '../helpers/transactions.js'

const EOA: Proposal = {
  ...proposal('configurator', [{asset: 'WETH', supplyCap: {to: '5 WETH'}, borrowCap: {to: '4 WETH'}}]),
  governance: [{venue: 'eoa', address: SAFE}],
}
const {artefacts, steps} = encodeProposal(EOA, {file: 'p.yaml', digest: '0'.repeat(64)})
const file = artefacts.find(({name}) => name === 'steps.json')!.content
const judge = (text: string, request = EOA) => verifyTransaction({input: readTransaction(text), proposal: request})

test('the steps that are the calls of one turn are judged together', () => {
  const given = readTransactionFile('steps.json', file)
  expect(given.map(({name}) => name)).toEqual(['steps.json steps 1 to 2'])
  const verdicts = given.map(({name, input}) => ({name, verdict: verifyTransaction({input, proposal: EOA})}))
  expect(combined(verdicts, EOA).verdict).toBe('MATCH')
})

test('a step by itself says which call of how many it is', () => {
  const {reasons, statements, verdict} = judge(JSON.stringify(steps[1]))
  expect(verdict).toBe('CANNOT TELL')
  expect(reasons.join()).toContain('call 2 of 2')
  expect(statements.map(({status}) => status).sort()).toEqual(['match', 'missing'])
})

test('a step that says something else is a mismatch all the same', () => {
  const data = steps[0]!.transaction!.data
  const other = {...steps[0], transaction: {...steps[0]!.transaction, data: `${data.slice(0, -1)}9`}}
  expect(judge(JSON.stringify(other)).verdict).toBe('MISMATCH')
})

test('one of two calls without the word of a step is a mismatch: the other is missing', () => {
  const {verdict} = judge(JSON.stringify({...steps[1]!.transaction, chainId: 1}))
  expect(verdict).toBe('MISMATCH')
})

describe('steps that together are not one honest turn', () => {
  const given = JSON.parse(file) as {steps: {step: number; chainId: number; part: object; transaction: object}[]}
  const [first, second] = given.steps
  const together = (...changed: object[]) => {
    const inputs = readTransactionFile('steps.json', JSON.stringify({...given, steps: changed}))
    const verdicts = inputs.map(({name, input}) => ({name, verdict: verifyTransaction({input, proposal: EOA})}))
    return combined(verdicts, EOA)
  }

  test('the whole twice', () => {
    const {reasons, verdict} = together(first!, second!, {...first, step: 3}, {...second, step: 4})
    expect([verdict, reasons]).toEqual([
      'MISMATCH',
      [expect.stringMatching(/the same is done by steps 1 to 2 already/)],
    ])
  })

  test('a second call on another chain', () => {
    const {reasons, verdict} = together(first!, {...second, chainId: 10})
    expect(verdict).toBe('MISMATCH')
    expect(reasons.join()).toContain('`chainId` is 10; the proposal says 1')
  })

  test('a chain that its transaction denies', () => {
    const {reasons, verdict} = together(first!, {...second, transaction: {...second!.transaction, chainId: 10}})
    expect([verdict, reasons]).toEqual(['MISMATCH', ['`chainId` of the step is 1, and 10 in its transaction']])
  })
})

describe('a bare call', () => {
  const one: Proposal = {...EOA, changes: [{asset: 'WETH', supplyCap: {to: '5 WETH'}}]}
  const {transaction} = encodeProposal(one, {file: 'p.yaml', digest: '0'.repeat(64)}).steps[0]!

  test.each([
    ['MATCH', {...transaction, chainId: 1}],
    ['MATCH', {to: transaction!.to, data: transaction!.data}],
    ['MISMATCH', {...transaction, chainId: 10}],
    ['MISMATCH', {...transaction, value: '1'}],
    ['MISMATCH', {...transaction, value: 'much'}],
  ])('%s: %j', (verdict, given) => {
    expect(judge(JSON.stringify(given), one).verdict).toBe(verdict)
  })
})
