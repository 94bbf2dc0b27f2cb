import fc from 'fast-check'

import {marginPath, POLICY_HISTORY, type MarginPolicy} from '../../../src/backtest/margin/policy.js'
import {digestOf} from '../../../src/market/digest.js'
import type {Series} from '../../../src/market/series.js'
import {ewmaCandidate, garchCandidate, harCandidate} from '../../../src/market/volatility/candidates.js'
import {DAILY_LAMBDA, ewma} from '../../../src/market/volatility/ewma.js'
import {logReturns} from '../../../src/market/volatility/realised.js'
import {normal} from '../../../src/numerics/random/normal.js'
import {stream} from '../../../src/numerics/random/stream.js'

const BARS = 330
function walk(seed: number, bars = BARS): Series {
  const random = stream(seed)
  let [price, last] = [100, 0]
  // Volatility that clusters: every model has something to see.
  const close = new Float64Array(bars).map(() => {
    last = (0.02 + 0.6 * Math.abs(last)) * normal(random)
    return (price *= Math.exp(last))
  })
  const open = close.map((own, t) => close[t - 1] ?? own)
  const own = {
    ...{barSeconds: 86_400, base: 'X', close, id: 'X-USD', open, quote: 'USD', source: 'test', title: 'X'},
    high: open.map((from, t) => Math.max(from, close[t]!) * 1.01),
    low: open.map((from, t) => Math.min(from, close[t]!) * 0.99),
    quoteVolume: new Float64Array(bars).fill(NaN),
    time: new Float64Array(bars).map((_, t) => t * 86_400),
  }
  return {...own, digest: digestOf(own)}
}
const policy = (more: Partial<MarginPolicy> = {}): MarginPolicy => ({
  ...{delayBars: 0, horizonBars: 4, model: ewmaCandidate(), size: {multiple: 3}},
  ...more,
})
const inForce = (series: Series, more: Partial<MarginPolicy> = {}) => {
  const {first, rates} = marginPath(series, policy(more))
  return rates.subarray(first)
}

test('k sigma sqrt(h) of the returns up to the close before', () => {
  const series = walk(1)
  const {first, rates} = marginPath(series, policy())
  expect(first).toBe(POLICY_HISTORY + 1)
  expect(rates.subarray(0, first).every(Number.isNaN)).toBe(true)
  const returns = logReturns(series.close)
  for (const bar of [first, first + 1, BARS - 1]) {
    // Between fits the model is carried forward: over one stretch that is the EWMA of all returns before.
    if (bar >= first + POLICY_HISTORY) continue
    let h = ewma(returns.subarray(0, POLICY_HISTORY), DAILY_LAMBDA).nextVariance
    for (const r of returns.subarray(POLICY_HISTORY, bar - 1)) h = DAILY_LAMBDA * h + (1 - DAILY_LAMBDA) * r * r
    expect(rates[bar]).toBeCloseTo(3 * Math.sqrt(h) * 2, 12)
  }
})

test.each([
  ewmaCandidate(),
  harCandidate(),
  garchCandidate({distribution: 't', mean: 'zero', model: 'gjr', presample: 'mean-square'}),
])('nothing at or after a bar enters its margin: $id', (model) => {
  const series = walk(2)
  const before = marginPath(series, policy({model, size: {confidence: 0.99}})).rates
  const cut = BARS - 20
  const shaken = {...series, close: series.close.slice(), high: series.high.slice(), low: series.low.slice()}
  for (let bar = cut; bar < BARS; bar++) {
    shaken.close[bar]! *= 0.5
    shaken.low[bar]! *= 0.4
  }
  const after = marginPath(shaken, policy({model, size: {confidence: 0.99}})).rates
  expect(after.subarray(0, cut + 1)).toEqual(before.subarray(0, cut + 1))
  expect(after[cut + 1]).not.toBe(before[cut + 1])
})

test('floor, cap and step hold whatever prices do, and a delay only shifts', () => {
  fc.assert(
    fc.property(
      fc.record({
        cap: fc.constantFrom(0.2, 0.3),
        delayBars: fc.nat({max: 5}),
        floor: fc.constantFrom(0.01, 0.15),
        maxStepPerDay: fc.constantFrom(0.002, 0.05),
        seed: fc.nat(),
        tool: fc.constantFrom(undefined, 'buffer' as const, 'stress' as const, 'floor' as const),
      }),
      ({cap, delayBars, floor, maxStepPerDay, seed, tool}) => {
        const series = walk(seed)
        const limits = {cap, floor, maxStepPerDay, ...(tool && {tool})}
        const margins = inForce(series, limits)
        for (const [t, margin] of margins.entries()) {
          expect(margin).toBeGreaterThanOrEqual(floor)
          expect(margin).toBeLessThanOrEqual(cap)
          if (t > 0) expect(Math.abs(margin - margins[t - 1]!)).toBeLessThanOrEqual(maxStepPerDay + 1e-15)
        }
        const late = inForce(series, {...limits, delayBars})
        expect(late).toEqual(margins.subarray(0, margins.length - delayBars))
      },
    ),
    {numRuns: 60, seed: 1},
  )
})

test('the tools are those of the margin report', () => {
  const series = walk(3)
  const base = inForce(series)
  const buffered = inForce(series, {tool: 'buffer'})
  expect(buffered[0]).toBeCloseTo(1.25 * base[0]!, 12)
  for (const [t, margin] of inForce(series, {tool: 'floor'}).entries()) {
    expect(margin).toBeGreaterThanOrEqual(base[t]!)
  }
})

test.each<[Partial<MarginPolicy>, RegExp]>([
  [{cap: 0.01, floor: 0.02}, /floor that is not above its cap/],
  [{delayBars: 0.5}, /whole bars/],
  [{size: {confidence: 0.4}}, /between 50% and 100%/],
])('%j is refused', (more, message) => {
  expect(() => marginPath(walk(1), policy(more))).toThrow(message)
})

test('too short a history is refused', () => {
  expect(() => marginPath(walk(1, 251), policy())).toThrow(/needs 251 before its first/)
})
