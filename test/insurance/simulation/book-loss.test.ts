import fc from 'fast-check'

import type {PerpBook} from '../../../src/backtest/book/perps/book.js'
import {isolatedBook} from '../../../src/backtest/book/perps/book.js'
import {runIsolated} from '../../../src/backtest/book/perps/isolated.js'
import {bracketsOf} from '../../../src/backtest/book/perps/maintenance.js'
import {preparePerps} from '../../../src/backtest/book/perps/prepare.js'
import type {PerpRules} from '../../../src/backtest/book/perps/rules.js'
import {syntheticPerps} from '../../../src/backtest/book/synthetic.js'
import {rebalance} from '../../../src/insurance/rebalancing/rebalance.js'
import type {PerpRebalancing} from '../../../src/insurance/rebalancing/perp-rebalancing.js'
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

describe('automation of positions', () => {
  const perps = book(11)
  const RULE: PerpRebalancing = {
    ...{action: 'deleverage', trigger: 1.05, target: 1.2, lag: 0, slippage: 0.002, reserve: 0, share: 1},
  }

  /** A day of the book position by position, by hand: longs on a fall, shorts on a rise. */
  function byHand(rules: CloseOut, rule: PerpRebalancing, falling: boolean, worst: number): [number, number] {
    let [badDebt, notional] = [0, 0]
    for (let i = 0; i < perps.count; i++) {
      const side = perps.side[i]!
      if ((side === 1) !== falling) continue
      const size = perps.size[i]! * PRICE
      const entry = perps.entry[i]! / PRICE
      let cash = perps.collateral[i]! - side * size * entry
      let held = size
      if (cash + side * held < rules.maintenance * held) cash += rules.initial * held - (cash + side * held)
      const collateral = cash + side * size * entry
      const thresholdNow = () => -cash / (held * (side - rules.maintenance))
      const first = thresholdNow()
      const reached = (level: number) => side * (worst - level) <= 0
      const trigger = side * (1 - first * rule.trigger ** side) <= 0 ? 1 : first * rule.trigger ** side
      if (reached(trigger)) {
        const fill = (1 - rule.lag) * trigger + rule.lag * worst
        if (side * (fill - first) > 0) {
          // By bisection on the order: health at the trigger after it.
          const health = (x: number) => {
            const after = rule.action === 'top-up' ? cash + x : cash + side * x * trigger * (1 - side * rule.slippage)
            const rest = rule.action === 'top-up' ? held : held - x
            return (trigger / (-after / (rest * (side - rules.maintenance)))) ** side
          }
          let [low, high] = [0, rule.action === 'top-up' ? rule.reserve * collateral : held * (1 - 1e-12)]
          if (health(high) > rule.target || health(high) < 0) {
            for (let k = 0; k < 200; k++) {
              const middle = (low + high) / 2
              const now = health(middle)
              if (now >= rule.target || now < 0) high = middle
              else low = middle
            }
          }
          if (rule.action === 'top-up') cash += high
          else {
            cash += side * high * fill * (1 - side * rule.slippage)
            held -= high
          }
        }
      }
      const threshold = thresholdNow()
      if (!reached(threshold)) continue
      const fill = (1 - rules.overshoot) * threshold + rules.overshoot * worst
      badDebt += Math.max(0, -(cash + side * held * fill))
      notional += held * fill
    }
    return [badDebt, notional]
  }

  test.each([
    ['closes a part at once', RULE],
    ['closes a part too late', {...RULE, lag: 0.4}],
    ['pays in', {...RULE, action: 'top-up', reserve: 5} as const],
    ['pays in as far as the reserve goes, late', {...RULE, action: 'top-up', reserve: 0.2, lag: 0.3} as const],
  ])('%s, as position by position', (_, rule) => {
    const rules = {...BASE, overshoot: 0.3}
    const loss = bookLoss(perps, PRICE, rules, rule)
    fc.assert(
      fc.property(fc.double({min: -0.6, max: 0.6, noNaN: true}), (move) => {
        const falling = move < 0
        const [low, high] = [Math.min(1, 1 + move), Math.max(1, 1 + move)]
        const [badDebt, , notional] = day(loss, [low, high, 1 + move])
        const [owed, closed] = byHand(rules, rule, falling, 1 + move)
        expect(Math.abs(badDebt! - owed)).toBeLessThan(1e-5 + 1e-6 * owed)
        expect(Math.abs(notional! - closed)).toBeLessThan(1e-5 + 1e-6 * closed)
      }),
      {numRuns: 60},
    )
  })

  test('half of the positions take part: half way between none and all; what it does is counted', () => {
    const none = bookLoss(perps, PRICE, BASE)
    const [half, all] = [0.5, 1].map((share) => bookLoss(perps, PRICE, BASE, {...RULE, share}))
    const bar = [0.8, 1.1, 0.9]
    const [a, b, c] = [none, half!, all!].map((loss) => day(loss, bar)[2]!)
    expect(b).toBeCloseTo((a! + c!) / 2, 2)
    expect(c).toBeLessThan(a!)
    const out = new Float64Array(4)
    all!.rebalanced!(Math.log(0.8), Math.log(1.1), out)
    expect(out[0]).toBeGreaterThan(0)
    expect(out[1]).toBeCloseTo(0.002 * out[0]!, 4)
    expect(none.rebalanced).toBeUndefined()
  })

  test('a long ends where the replay of a leveraged position ends', () => {
    const one = isolatedBook('ETH', {
      collateral: Float64Array.of(100, 500),
      entry: Float64Array.of(100, 100),
      side: Int8Array.of(1, -1),
      size: Float64Array.of(10, 10),
    })
    const rule = {...RULE, slippage: 0.01}
    const out = new Float64Array(4)
    bookLoss(one, 100, BASE, rule).rebalanced!(Math.log(0.9), 0, out)
    const trigger = (90 / 0.98) * 1.05
    const {cost} = rebalance({collateral: 10, debt: 900, liquidationThreshold: 0.98}, Float64Array.of(100, trigger), {
      ...rule,
      latencySteps: 0,
      trigger: 1.05 + 1e-12,
      stableThreshold: 1,
    })
    expect(out[1]).toBeCloseTo(cost, 6)
  })

  test.each([
    ['slippage that makes it worse', {...RULE, target: 1.06, slippage: 0.2}, BASE, /makes it worse/],
    ['positions that are closed at the close', RULE, {...BASE, at: 'close'} as const, /at its end/],
  ])('refused: %s', (_, rule, rules, message) => {
    expect(() => bookLoss(perps, PRICE, rules, rule)).toThrow(message)
  })
})
