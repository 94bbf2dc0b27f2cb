import {berkowitz, berkowitzOfScores} from '../../../src/backtest/var/berkowitz.js'
import {binomial} from '../../../src/backtest/var/binomial.js'
import {conditionalCoverage, independence} from '../../../src/backtest/var/christoffersen.js'
import {coverageBound} from '../../../src/backtest/var/coverage-bound.js'
import {dq} from '../../../src/backtest/var/dq.js'
import {duration} from '../../../src/backtest/var/duration.js'
import {type Hits, hitsAt, hitsOf, tailOf} from '../../../src/backtest/var/hits.js'
import {pof} from '../../../src/backtest/var/pof.js'
import {computed, type TestResult} from '../../../src/backtest/var/result.js'
import {tbf, tbfi} from '../../../src/backtest/var/tbf.js'
import {trafficLight} from '../../../src/backtest/var/traffic-light.js'
import {TUFF, tuff} from '../../../src/backtest/var/tuff.js'

const constant = (length: number) => new Float64Array(length).fill(-0.05)

function ofHits(hits: Hits): Record<string, TestResult> {
  const tests = [
    pof,
    tuff,
    binomial,
    tbfi,
    tbf,
    independence,
    conditionalCoverage,
    duration,
    trafficLight,
    coverageBound,
  ]
  return Object.fromEntries(tests.map((run) => run(hits)).map((result) => [result.id, result]))
}

function all(hits: Hits, valueAtRisk = constant(hits.periods)): Record<string, TestResult> {
  return {...ofHits(hits), dq: dq(hits, valueAtRisk)}
}

/** Every number of every result is finite, and every p-value is a probability. */
function sane(results: Record<string, TestResult>) {
  for (const result of Object.values(results)) {
    if (result.reason !== undefined) continue
    const figures = [result.statistic, result.pValue ?? 0, ...Object.values(result.details).flat()]
    for (const figure of figures) if (typeof figure === 'number') expect(figure).not.toBeNaN()
    expect(Number.isFinite(result.statistic)).toBe(true)
    expect((result.pValue ?? 0) >= 0 && (result.pValue ?? 0) <= 1).toBe(true)
  }
}

test('no hit: what exists is exact, what does not says why', () => {
  const results = all(hitsAt([], 250, 0.01))
  sane(results)
  expect(results['pof']).toMatchObject({statistic: expect.closeTo(-500 * Math.log(0.99), 12)})
  expect(results['independence']).toMatchObject({statistic: 0, pValue: 1, note: expect.stringContaining('pi11')})
  expect(results['conditional-coverage']?.statistic).toBe(results['pof']?.statistic)
  for (const id of ['tuff', 'tbf', 'tbfi', 'duration']) expect(results[id]?.reason).toMatch(/no /)
  expect(results['traffic-light']).toMatchObject({pValue: 1, details: {zone: 'green'}})
  // Only the constant is left: T' p^2 / (p(1-p)).
  expect(results['dq']).toMatchObject({df: 1, statistic: expect.closeTo((246 * 0.01) / 0.99, 10)})
})

test('all hits', () => {
  const periods = 100
  const results = all(
    hitsAt(
      Array.from({length: periods}, (_, i) => i + 1),
      periods,
      0.01,
    ),
  )
  sane(results)
  expect(results['pof']?.statistic).toBeCloseTo(-200 * Math.log(0.01), 9)
  expect(results['tuff']?.statistic).toBeCloseTo(-2 * Math.log(0.01), 12)
  expect(results['tbfi']).toMatchObject({df: periods, statistic: expect.closeTo(-200 * Math.log(0.01), 9)})
  expect(results['independence']).toMatchObject({statistic: 0, note: expect.stringContaining('pi01')})
  expect(results['duration']?.reason).toMatch(/same/)
  expect(results['coverage-bound']).toMatchObject({statistic: 0, details: {coverageAtLeast: 0}})
  expect(results['dq']).toMatchObject({df: 1, statistic: expect.closeTo((96 * 0.99) / 0.01, 6)})
})

test('the only hit on the last day, on the first day, in the middle', () => {
  for (const day of [250, 1, 100]) {
    const results = all(hitsAt([day], 250, 0.01))
    sane(results)
    expect(results['tuff']).toMatchObject({details: {first: day}})
    expect(results['duration']?.reason).toMatch(/no complete time/)
    expect(results['tbfi']?.statistic).toBeCloseTo(results['tuff']!.statistic!, 12)
    expect(results['independence']?.statistic).toBeCloseTo(day === 100 ? 0.00806 : 0, 4)
  }
})

test('one day', () => {
  for (const days of [[], [1]]) {
    const results = all(hitsAt(days, 1, 0.01))
    sane(results)
    for (const id of ['independence', 'conditional-coverage', 'dq', 'duration'])
      expect(results[id]?.reason).toBeDefined()
  }
})

test('twenty thousand days, where a product of probabilities underflows', () => {
  const days = Array.from({length: 196}, (_, i) => 100 * i + 50 + ((i * 37) % 41))
  const results = all(hitsAt(days, 20_000, 0.01))
  sane(results)
  expect(results['pof']?.statistic).toBeCloseTo(0.0814, 3)
  expect(Object.values(results).filter((result) => result.reason !== undefined)).toEqual([])
})

test('a million days: the naive formula in long arithmetic agrees', () => {
  const periods = 1_000_000
  // Gaps from a fixed recurrence, mean about 100.
  const days: number[] = []
  let state = 12345
  for (let day = 0; ;) {
    state = (state * 1103515245 + 12345) % 2147483648
    day += Math.max(1, Math.ceil(-100 * Math.log((state + 0.5) / 2147483648)))
    if (day > periods) break
    days.push(day)
  }
  const hits = hitsAt(days, periods, 0.01)
  const valueAtRisk = Float64Array.from({length: periods}, (_, t) => -0.05 - 0.01 * Math.sin(t / 50))
  const results = all(hits, valueAtRisk)
  sane(results)
  expect(Object.values(results).filter((result) => result.reason !== undefined)).toEqual([])
  const x = days.length
  const naive = 2 * (x * Math.log(x / (periods * 0.01)) + (periods - x) * Math.log((periods - x) / (periods * 0.99)))
  expect(results['pof']?.statistic).toBeCloseTo(naive, 6)
  // Extremes of the same length; the regression does not care which.
  for (const extreme of [[], [periods], Int32Array.from({length: periods}, (_, i) => i + 1)])
    sane(ofHits(hitsAt(extreme, periods, 0.01)))
})

test('dq drops a constant forecast and one that copies a lag', () => {
  const days = [10, 20, 21, 47, 80, 81, 120, 180]
  const flat = dq(hitsAt(days, 200, 0.05), constant(200))
  expect(flat).toMatchObject({df: 5, details: {dropped: ['VaR']}, note: expect.stringContaining('5 df instead of 6')})
  const copy = constant(200).map((v, t) => (days.includes(t) ? 2 * v : v)) // day t is index t - 1: this is the first lag
  expect(dq(hitsAt(days, 200, 0.05), copy)).toMatchObject({df: 5, statistic: expect.closeTo(flat.statistic!, 8)})
  const tiny = constant(200).map((v, t) => v * (1 + 1e-6 * Math.sin(t)))
  expect(dq(hitsAt(days, 200, 0.05), tiny).df).toBe(6)
})

test('hits are strict, and only finite numbers are taken', () => {
  expect([...hitsOf([-0.02, -0.01, -0.03], [-0.02, -0.02, -0.02], 0.01).days]).toEqual([3])
  for (const bad of [
    () => hitsOf([], [], 0.01),
    () => hitsOf([1], [1, 2], 0.01),
    () => hitsOf([Number.NaN], [-0.1], 0.01),
    () => hitsOf([0.1], [-Infinity], 0.01),
  ]) {
    expect(bad).toThrow(expect.objectContaining({code: 'BACKTEST_SAMPLE'}))
  }
  for (const p of [0, 1, Number.NaN]) {
    expect(() => hitsOf([1], [1], p)).toThrow(expect.objectContaining({code: 'BACKTEST_PROBABILITY'}))
  }
  expect([0.99, 0.975, 0.95, 0.995, 0.9].map(tailOf)).toEqual([0.01, 0.025, 0.05, 0.005, 0.1])
})

test('a statistic that is not finite becomes a reason', () => {
  expect(computed(TUFF, {statistic: Number.NaN})).toMatchObject({reason: expect.stringContaining('not finite')})
})

test('Berkowitz refuses PITs that carry no information', () => {
  expect(berkowitz([0.5, 0.4, 0.3]).reason).toMatch(/too few/)
  expect(berkowitz([0.5, 0.4, 1, 0.2, 0.1, 0.3]).reason).toMatch(/PIT 3/)
  expect(berkowitz(new Float64Array(50).fill(0.3)).reason).toMatch(/same/)
  expect(berkowitzOfScores(Array.from({length: 50}, (_, t) => (t % 2 === 0 ? 1 : -1))).reason).toMatch(/without error/)
})
