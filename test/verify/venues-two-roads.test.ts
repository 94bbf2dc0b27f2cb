import {encodeProposal} from '../../src/governance/encode.js'
import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {VENUES} from '../../src/governance/venues/registry.js'
import type {Proposal} from '../../src/proposal/model.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {proposal as through} from '../helpers/transactions.js'

// Where the two roads meet in governance: what a venue writes, the other must read as the proposal says.

const BASE = through('configurator', [{asset: 'WETH', supplyCap: {to: '1_800_000 WETH'}}])

/** What the second road says of everything that the first road writes through a venue, step by step. */
function verdicts(governance: Proposal['governance']): string[] {
  const request = {...BASE, governance}
  const {steps, artefacts} = encodeProposal(request, {file: 'p.yaml', digest: '0'.repeat(64)})
  return steps.flatMap(({safeTransaction, transaction}) => {
    const file = artefacts.find(({name}) => name === safeTransaction)?.content
    const text = file ?? transaction?.data
    if (text === undefined) return []
    const hints = file === undefined && transaction ? {hints: {to: transaction.to.toLowerCase()}} : {}
    return verifyTransaction({input: readTransaction(text), proposal: request, ...hints}).verdict
  })
}

const examples = new Map(VENUES.map(({name, example}) => [name, example as Proposal['governance']]))

test.each([
  ['safe', ['MATCH']],
  ['eoa', ['MATCH']],
  ['timelock-controller', ['MATCH', 'MATCH']],
  ['compound-timelock', ['MATCH', 'MATCH']],
  ['oz-governor', ['MATCH', 'MATCH', 'MATCH']],
  ['governor-bravo', ['MATCH']],
  ['zodiac-delay', ['MATCH', 'MATCH']],
  ['zodiac-roles', ['MATCH']],
])('what goes through %s is read as the proposal says', (name, expected) => {
  expect(verdicts(examples.get(name))).toEqual(expected)
})

test('what a Safe signs for a timelock behind a Delay, and what the Delay then executes, is read as the proposal says', () => {
  const of = (name: string) => examples.get(name)!.find(({venue}) => venue === name)!
  const nested = [of('safe'), of('zodiac-delay'), of('timelock-controller')]
  expect(verdicts(nested).slice(0, 2)).toEqual(['MATCH', 'MATCH'])
})
