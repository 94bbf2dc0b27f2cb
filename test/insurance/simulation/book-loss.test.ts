import fc from 'fast-check'

import type {PerpBook} from '../../../src/backtest/book/perps/book.js'
import {isolatedBook} from '../../../src/backtest/book/perps/book.js'
import {runIsolated} from '../../../src/backtest/book/perps/isolated.js'
import {bracketsOf} from '../../../src/backtest/book/perps/maintenance.js'
import {preparePerps} from '../../../src/backtest/book/perps/prepare.js'
import type {PerpRules} from '../../../src/backtest/book/perps/rules.js'
import {syntheticPerps} from '../../../src/backtest/book/synthetic.js'
import {bookLoss, type BookLoss, type CloseOut} from '../../../src/insurance/simulation/book-loss.js'
import {squareRoot} from '../../../src/market/liquidity/square-root.js'

const PRICE = 1000
const book = (seed: number, maxLeverage = 20): PerpBook =>
  syntheticPerps({market: 'ETH', count: 300, openInterest: 1e8, price: PRICE, seed, maxLeverage})
const BASE: CloseOut = {
  at: 'extreme',
  initial: 0.05,
  maintenance: 0.02,
  overshoot: 0,
  penalty: 0.01,
  penaltyToFund: 0.7,
  remainder: 'owner',
}

/** The engine on one bar from the book's price, and a second one that stands at its close. */
function replay(perps: PerpBook, [low, high, close]: readonly number[], rules: Partial<PerpRules>) {
  const flat = (first: number) => Float64Array.of(first, close! * PRICE)
  const path = {
    barSeconds: 86_400,
    time: Float64Array.of(0, 86_400),
    open: flat(PRICE),
    low: flat(low! * PRICE),
    high: flat(high! * PRICE),
    close: flat(close! * PRICE),
  }
  const maintenance = {kind: 'flat', rate: BASE.maintenance} as const
  const {badDebt, liquidations, toFund} = runIsolated(preparePerps(perps, bracketsOf(maintenance)), path, {
    ...{maintenance, penalty: BASE.penalty, penaltyToFund: BASE.penaltyToFund},
    ...rules,
  })
  return [badDebt, toFund, liquidations.notional]
}

function day(loss: BookLoss, bar: readonly number[]): number[] {
  const out = new Float64Array(4)
  loss.day(Math.log(bar[0]!), Math.log(bar[1]!), Math.log(bar[2]!), out)
  const [badDebt = NaN, , penalty = NaN, notional = NaN] = out
  return [badDebt, penalty, notional]
}

const bars = fc
  .tuple(
    fc.double({min: 0.4, max: 1, noNaN: true}),
    fc.double({min: 1, max: 1.6, noNaN: true}),
    fc.double({min: 0, max: 1, noNaN: true}),
  )
  .map(([low, high, where]) => [low, high, low + where * (high - low)])

function expectClose(found: readonly number[], expected: readonly number[]): void {
  found.forEach((value, k) => {
    expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-6 + 1e-9 * Math.abs(expected[k]!))
  })
}

describe('a day of a book, against the replay engine', () => {
  const perps = book(7)

  test.each(['owner', 'fund'] as const)('filled at thresholds, remainder to the %s', (remainder) => {
    const slippage = squareRoot({sigma: 0.04, volume: 2e8})
    const loss = bookLoss(perps, PRICE, {...BASE, remainder, slippage})
    fc.assert(
      fc.property(bars, (bar) => {
        expectClose(day(loss, bar), replay(perps, [bar[0]!, bar[1]!, 1], {slippage, remainder}))
      }),
      {numRuns: 60},
    )
  })

  test('filled at the close, if still liquidatable there', () => {
    const loss = bookLoss(perps, PRICE, {...BASE, at: 'close'})
    fc.assert(
      fc.property(bars, (bar) => {
        expectClose(day(loss, bar), replay(perps, bar, {latencyBars: 1}))
      }),
      {numRuns: 60},
    )
  })
})

test('the overshoot moves fills from the threshold to the extreme', () => {
  // A long of 10 at 100 with 100 of margin: threshold 90 / 0.98 = 91.84, bankrupt at 90.
  const one = isolatedBook('ETH', {
    collateral: Float64Array.of(100, 500),
    entry: Float64Array.of(100, 100),
    side: Int8Array.of(1, -1),
    size: Float64Array.of(10, 10),
  })
  const at = (overshoot: number) => day(bookLoss(one, 100, {...BASE, overshoot}), [0.7, 1, 0.9])
  const threshold = 90 / 0.98
  expectClose(at(0), [0, 0.7 * 0.01 * 10 * threshold, 10 * threshold])
  expectClose(at(1), [200, 0, 700])
  const fill = 0.5 * threshold + 0.5 * 70
  expectClose(at(0.5), [900 - 10 * fill, 0, 10 * fill])
})

test('what the rules would not let anybody hold is topped up to the initial margin', () => {
  const loss = bookLoss(book(3, 50), PRICE, {...BASE, maintenance: 0.05, initial: 0.1})
  expect(loss.toppedUp).toBeGreaterThan(0.01)
  expect(day(loss, [0.9999, 1.0001, 1])).toEqual([0, 0, 0])
  expect(loss.openInterest).toBeCloseTo(1e8, 3)
})

test('accounts: what one side loses the other gains, and only winners of the other side are told', () => {
  const loss = bookLoss(book(7), PRICE, BASE)
  const {equity, notional, profit} = loss.accounts(0.8, 1)
  expect(notional.reduce((a, b) => a + b, 0)).toBeCloseTo(0.8 * 2e8, 2)
  expect(profit.every((gain, i) => gain === 0 || equity[i]! > 0)).toBe(true)
  expect(loss.profits(0.8, 1)).toBeCloseTo(
    profit.reduce((sum, gain) => sum + Math.max(0, gain), 0),
    3,
  )
  expect(loss.shortfalls(0.8).reduce((a, b) => a + b, 0)).toBeCloseTo(
    equity.reduce((sum, each) => sum + Math.max(0, -each), 0),
    3,
  )
  expect(loss.equity(0.8)).toBeCloseTo(
    equity.reduce((sum, each) => sum + Math.max(0, each), 0),
    3,
  )
  const squeezed = loss.accounts(1.1, -1).profit.reduce((sum, gain) => sum + Math.max(0, gain), 0)
  expect(loss.profits(1.1, -1)).toBeCloseTo(squeezed, 3)
})

test.each([
  ['maintenance above initial', {maintenance: 0.1}],
  ['an overshoot of more than all', {overshoot: 1.2}],
])('refused: %s', (_, change) => {
  expect(() => bookLoss(book(1), PRICE, {...BASE, ...change})).toThrow(/must be below initial/)
})
