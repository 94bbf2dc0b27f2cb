import {ewmaImpulseResponse, impulseResponse, peakToTrough, rise} from '../../../src/backtest/margin/procyclicality.js'
import {marginReport} from '../../../src/backtest/margin/report.js'
import {historyFloor, withBuffer, withFloor, withStress, worstWindow} from '../../../src/backtest/margin/tools.js'
import {normalQuantile} from '../../../src/numerics/special/normal.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const data = golden('ccp_margin')
const {rel} = data.tolerance
// The golden's base series is rounded to ten digits, its metrics are not: build it again, EWMA 0.94 at 99%, seeded with the
// mean of the first 20 squares of the 500 returns before.
const history = Float64Array.from(golden('garch_synth').returnsPercent as number[], (percent) => percent / 100)
const returns = history.slice(500)
const multiple = -normalQuantile(0.01)
let variance = history.slice(0, 20).reduce((sum, r) => sum + r * r, 0) / 20
const margin = history
  .map((r) => {
    const now = multiple * Math.sqrt(variance)
    variance = 0.94 * variance + 0.06 * r * r
    return now
  })
  .slice(500)

const report = marginReport({
  returns,
  margin,
  stressMargin: data.procyclicality.stressMargin,
  floor: historyFloor(history, 500, multiple),
})

test.each([
  ['base', 'base'],
  ['buffer', 'bufferA'],
  ['stress', 'stressB'],
  ['floor', 'floorC'],
])('golden metrics of %s', (id, name) => {
  const e = data.procyclicality.metrics[name]
  const v = report.find((variant) => variant.id === id)!
  expect(v.breaches).toBe(e.breaches)
  expect(v.breachDays).toHaveLength(e.breaches)
  for (const [calculated, expected] of [
    [v.peakToTrough, e.peakToTrough],
    [v.mean, e.mean],
    [v.coverage, e.coverage],
    [v.meanBreach, e.meanBreachSize],
    [v.maxBreach, e.maxBreachSize],
    [v.variation, e.cv],
    [v.cost, e.costVsBase],
  ]) {
    expectRelative(calculated, expected, rel)
  }
  for (const {observations, rise: change} of v.rises) {
    const n = e.nDay[observations]
    expectRelative(change?.maxRelative, n.maxRel, rel)
    expectRelative(change?.maxAbsolute, n.maxAbs, rel)
    expectRelative(change?.p95Relative, n.p95Rel, rel)
  }
  expect(v.levels.map(({level}) => level)).toEqual([0.99, 0.995])
  expect(v.levels[1]!.test.pValue).toBeLessThan(v.levels[0]!.test.pValue!)
})

test('the series built again is the stored one', () => {
  const stored = data.procyclicality.series.base as number[]
  expect(Math.max(...margin.map((m, t) => Math.abs(m - stored[t]!)))).toBeLessThan(5.1e-11)
  expect([...returns].map((r) => Number(r.toFixed(8)))).toEqual(golden('var_backtests').actual)
  expectRelative(historyFloor(history, 500, multiple).at(-1), data.procyclicality.floorLast, rel)
})

test('the small golden', () => {
  const {small} = data
  expectRelative(peakToTrough(small.margin), small.peakToTrough, rel)
  expect([...withBuffer(small.margin)]).toEqual(small.bufferA)
  for (const n of [1, 5]) {
    expectRelative(rise(small.margin, n)?.maxRelative, small.nDay[n].maxRel, rel)
    expectRelative(rise(small.margin, n)?.maxAbsolute, small.nDay[n].maxAbs, rel)
  }
  expect(rise(small.margin, 10)).toBeUndefined()
})

test('impulse response: the closed form, and the same by feeding a step to an EWMA', () => {
  for (const {lambda_, k, t, marginRatio} of data.impulseResponseEwma) {
    expectRelative(ewmaImpulseResponse(lambda_, k, t), marginRatio, rel)
  }
  const ewma = (r: Float64Array) => {
    let h = 1
    return r.map((value) => {
      const now = Math.sqrt(h)
      h = 0.94 * h + 0.06 * value * value
      return now
    })
  }
  const response = impulseResponse(ewma, new Float64Array(100).fill(1), 50, 2)
  response.forEach((ratio, t) => {
    expectRelative(ratio, ewmaImpulseResponse(0.94, 2, t), 1e-12)
  })
})

test('a floor may move; overlapping close-out windows are judged by phases; margins are positive', () => {
  expect([...withFloor([1, 2, 3], [2, 1, 4])]).toEqual([2, 2, 4])
  const [base] = marginReport({returns, margin, horizonBars: 5})
  expect(base!.levels[0]!.test.id).toBe('phases')
  expect(marginReport({returns, margin}).map(({id}) => id)).toEqual(['base', 'buffer'])
  expect(() => marginReport({returns, margin: margin.map((m) => -m)})).toThrow(
    expect.objectContaining({code: 'BACKTEST_MARGIN_SIGN'}),
  )
  const safe = marginReport({returns, margin: margin.map((m) => 100 * m)})[0]!
  expect([safe.breaches, safe.meanBreach, safe.maxBreach, safe.coverage]).toEqual([0, 0, 0, 1])
})

test('the stress period is the worst window that is over, and knows nothing of what comes', () => {
  const path = [1, 1, 3, 3, 1, 1, 1]
  // Windows of two that end before the observation: (1,1) (1,3) (3,3) (3,1) ...
  expect([...worstWindow(path, 2, 2, 10)]).toEqual([1, Math.sqrt(5), 3, 3, 3].map((rms) => 10 * rms))
  expect([...worstWindow([...path.slice(0, 4), 99, 99, 99], 2, 2, 10)].slice(0, 3)).toEqual(
    [...worstWindow(path, 2, 2, 10)].slice(0, 3),
  )
  expect([...withStress([4, 8], [8, 4])]).toEqual([5, 7])
})
