import {encodeProposal} from '../../src/governance/encode.js'
import {VENUES} from '../../src/governance/venues/registry.js'
import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import type {Proposal} from '../../src/proposal/model.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {BROAD} from '../helpers/transactions.js'

// The two roads meet: what the venues of the setting side write, read back by this side.

/** By venue the verdicts on its steps that have bytes, in order. Steps that carry out one call of several are no match. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  safe: ['MATCH'],
  'timelock-controller': ['MATCH', 'MATCH'],
  'compound-timelock': ['MATCH', 'MATCH'],
  'oz-governor': ['MATCH', 'MATCH', 'MATCH'],
  'governor-bravo': ['MATCH'],
  'compound-governor': ['MATCH', 'CANNOT TELL', 'CANNOT TELL'],
  'aave-governance-v3': ['MATCH', 'CANNOT TELL', 'CANNOT TELL'],
  'ds-pause': ['MATCH', 'MATCH'],
  'zodiac-roles': ['MATCH'],
}

it.each(VENUES.filter(({name}) => name in EXPECTED))('$name', ({name, example}) => {
  const proposal = {...BROAD, governance: example} as Proposal
  const {artefacts, steps} = encodeProposal(proposal, {file: 'p.yaml', digest: '0'.repeat(64)})
  const verdicts = steps.flatMap(({safeTransaction, transaction}) => {
    if (safeTransaction !== undefined) {
      const text = artefacts.find((artefact) => artefact.name === safeTransaction)!.content
      return [verifyTransaction({input: readTransaction(text), proposal}).verdict]
    }
    if (!transaction) return []
    const hints = {to: transaction.to.toLowerCase(), value: BigInt(transaction.value)}
    return [verifyTransaction({input: readTransaction(transaction.data), proposal, hints}).verdict]
  })
  expect(verdicts).toEqual(EXPECTED[name])
})
