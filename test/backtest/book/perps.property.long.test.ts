import fc from 'fast-check'

import {ledgerImbalance} from '../../../src/backtest/book/ledger.js'
import {perpBook} from '../../../src/backtest/book/perps/book.js'
import {runCross} from '../../../src/backtest/book/perps/cross.js'
import {runPerps} from '../../../src/backtest/book/perps/run.js'
import type {BookResult} from '../../../src/backtest/book/result.js'
import {cases} from './random-books.js'
import {referencePerps, type ReferenceResult} from './reference-perps.js'

const CENT = 0.005
const RUNS = 1000

function figures(result: BookResult) {
  return {
    atExecution: [...result.atExecution.ids].sort(),
    count: result.liquidations.count,
    delayMax: result.closeDelay.max,
    positions: result.liquidations.positions,
    unfinished: result.unfinished.count,
  }
}

function referenceFigures(reference: ReferenceResult) {
  const {atExecution, count, delayMax, positions, unfinished} = reference
  return {atExecution: [...atExecution].sort(), count, delayMax, positions, unfinished}
}

function expectSame(result: BookResult, reference: ReferenceResult) {
  expect(figures(result)).toEqual(referenceFigures(reference))
  const money = {
    badDebt: [result.badDebt, reference.badDebt],
    left: [result.ledger!.end, reference.left],
    notional: [result.liquidations.notional, reference.notional],
    penalties: [result.penalties, reference.penalties],
    shortfall: [result.unfinished.shortfall, reference.unfinishedShortfall],
    slippage: [result.slippage, reference.slippage],
    userCost: [result.userCost, reference.userCost],
  }
  for (const [name, [ours, theirs]] of Object.entries(money)) {
    if (!(Math.abs(ours! - theirs!) < CENT)) throw new Error(`${name}: engine ${ours}, reference ${theirs}`)
  }
  for (const [bar, loss] of reference.loss.entries()) {
    expect(Math.abs(result.perBar.loss[bar]! - loss)).toBeLessThan(CENT)
    expect(Math.abs(result.perBar.notional[bar]! - reference.notionalAt[bar]!)).toBeLessThan(CENT)
  }
}

describe('the engines against plain arithmetic, to the last cent', () => {
  it('isolated margin: the fast road', () => {
    fc.assert(
      fc.property(cases('isolated'), ({markets, positions, rules}) => {
        const result = runPerps(perpBook(positions), markets, rules)
        const reference = referencePerps(positions, markets, rules)
        expectSame(result, reference)
        expect(ledgerImbalance(result.ledger!)).toBeLessThan(1e-9)
        if (result.cascade !== undefined) expect(result.cascade.induced).toBe(reference.induced)
      }),
      {numRuns: RUNS, seed: 1},
    )
  })

  it('cross margin over several markets: the general road', () => {
    fc.assert(
      fc.property(cases('cross'), ({markets, positions, rules}) => {
        const result = runPerps(perpBook(positions), markets, rules)
        expectSame(result, referencePerps(positions, markets, rules))
        expect(ledgerImbalance(result.ledger!)).toBeLessThan(1e-9)
      }),
      {numRuns: RUNS, seed: 2},
    )
  })

  it('isolated margin: the two roads agree', () => {
    fc.assert(
      fc.property(cases('isolated'), ({markets, positions, rules}) => {
        const book = perpBook(positions)
        const fast = runPerps(book, markets, rules)
        const general = runCross(book, markets, rules)
        expect(figures(general)).toEqual(figures(fast))
        expect(Math.abs(general.badDebt - fast.badDebt)).toBeLessThan(CENT)
        expect(Math.abs(general.userCost - fast.userCost)).toBeLessThan(CENT)
        expect(Math.abs(general.liquidations.notional - fast.liquidations.notional)).toBeLessThan(CENT)
      }),
      {numRuns: 300, seed: 3},
    )
  })
})
