import {readTransaction} from '../../src/governance/read/transaction/read-transaction.js'
import {PlimsollError} from '../../src/errors.js'
import {verifyTransaction} from '../../src/verify/verify.js'
import {mutated, randomly} from '../helpers/mutate.js'
import {VENUE_CASES} from '../helpers/venue-cases.js'

const verdictOf = (proposal: (typeof VENUE_CASES)[number]['proposal'], text: string): string => {
  try {
    return verifyTransaction({input: readTransaction(text), proposal}).verdict
  } catch (error) {
    if (error instanceof PlimsollError) return error.code
    throw error
  }
}

describe.each(VENUE_CASES)('$name', ({proposal, text}) => {
  it('matches', () => {
    const verdict = verifyTransaction({input: readTransaction(text), proposal})
    expect([verdict.verdict, verdict.reasons]).toEqual(['MATCH', []])
    expect(verdict.warnings.filter(({severity}) => severity === 'danger')).toEqual([])
  })

  it('matches after no change at all', () => {
    const draw = randomly(20_260_101)
    const missed: string[] = []
    for (let index = 0; index < 150; index++) {
      const other = mutated(text, draw)
      if (verdictOf(proposal, other) === 'MATCH') missed.push(other)
    }
    expect(missed).toEqual([])
  })
})
