import {blockBootstrapBound, hacBound, phasesTest} from '../../src/backtest/overlap.js'
import {stationaryCount, stationaryIndices} from '../../src/backtest/resample.js'
import {hitsAt} from '../../src/backtest/var/hits.js'
import {pof} from '../../src/backtest/var/pof.js'
import {binomialSf} from '../../src/numerics/special/binomial.js'
import {clopperPearsonUpper} from '../../src/numerics/special/binomial.js'
import {stream} from '../../src/numerics/random/stream.js'
import type {TestResult} from '../../src/backtest/var/result.js'

/** Hits of overlapping windows of h bars whose true hit probability is p: one big bar makes h windows hit. */
function overlapping(periods: number, h: number, p: number, seed: number) {
  const random = stream(seed)
  const perBar = 1 - (1 - p) ** (1 / h)
  const days: number[] = []
  let last = -Infinity
  for (let bar = 1; bar <= periods + h - 1; bar++) {
    if (random.uniform() < perBar) last = bar
    if (bar >= h && last > bar - h) days.push(bar - h + 1)
  }
  return hitsAt(days, periods, p)
}

const detail = (result: TestResult, name: string) => {
  if (result.reason !== undefined) throw new Error(result.reason)
  return result.details[name] as number
}

test('on overlapping windows an iid test over-rejects; these do not', () => {
  const [runs, h] = [120, 10]
  const rejections = {iid: 0, hac: 0, bootstrap: 0, phases: 0}
  const misses = {hac: 0, bootstrap: 0, phases: 0}
  for (let run = 0; run < runs; run++) {
    const hits = overlapping(2000, h, 0.05, 100 + run)
    const hac = hacBound(hits, h)
    const bootstrap = blockBootstrapBound(hits, h, {draws: 99, seed: run, blockLength: 40})
    const phases = phasesTest(hits, h)
    if (pof(hits).pValue! < 0.05) rejections.iid++
    if (hac.pValue! < 0.05) rejections.hac++
    if (bootstrap.pValue! < 0.05) rejections.bootstrap++
    if (phases.pValue! < 0.05) rejections.phases++
    if (detail(hac, 'coverageAtLeast') > 0.95) misses.hac++
    if (detail(bootstrap, 'coverageAtLeast') > 0.95) misses.bootstrap++
    if (detail(phases, 'coverageAtLeast') > 0.95) misses.phases++
  }
  expect(rejections.iid / runs).toBeGreaterThan(0.4)
  expect(rejections.hac / runs).toBeLessThan(0.12)
  expect(rejections.bootstrap / runs).toBeLessThan(0.12)
  expect(rejections.phases / runs).toBeLessThan(0.06)
  // Upper bounds of a skewed count: the asymptotic ones miss a little too often, the combined exact one does not.
  expect(misses.hac / runs).toBeLessThan(0.15)
  expect(misses.bootstrap / runs).toBeLessThan(0.17)
  expect(misses.phases / runs).toBeLessThan(0.06)
})

test('phases: the combination and its bound are what they say', () => {
  const hits = overlapping(500, 5, 0.04, 3)
  const byHand = [0, 1, 2, 3, 4].map((phase) => {
    const x = [...hits.days].filter((day) => (day - 1) % 5 === phase).length
    return binomialSf(x - 1, 100, 0.04)
  })
  const result = phasesTest(hits, 5)
  expect(result.pValue).toBeCloseTo(Math.min(1, (2 * byHand.reduce((a, b) => a + b, 0)) / 5), 12)
  expect(detail(result, 'bonferroni')).toBeCloseTo(Math.min(1, 5 * Math.min(...byHand)), 12)
  // One phase is the exact test, its bound Clopper and Pearson's.
  const one = phasesTest(hits, 1)
  expect(one.pValue).toBeCloseTo(binomialSf(hits.days.length - 1, 500, 0.04), 14)
  expect(1 - detail(one, 'coverageAtLeast')).toBeCloseTo(clopperPearsonUpper(hits.days.length, 500, 0.05), 10)
})

test('no hit, all hits, windows longer than the sample', () => {
  const none = hitsAt([], 300, 0.01)
  expect(hacBound(none, 5).reason).toMatch(/see phases/)
  expect(blockBootstrapBound(none, 5, {draws: 10, seed: 1}).reason).toMatch(/see phases/)
  expect(phasesTest(none, 5).pValue).toBe(1)
  expect(1 - detail(phasesTest(none, 5), 'coverageAtLeast')).toBeCloseTo(1 - 0.025 ** (1 / 60), 8)
  const all = hitsAt(
    Array.from({length: 30}, (_, i) => i + 1),
    30,
    0.01,
  )
  expect(hacBound(all, 5).reason).toBeDefined()
  expect(phasesTest(all, 5)).toMatchObject({details: {coverageAtLeast: 0}})
  expect(phasesTest(all, 50)).toMatchObject({details: {phases: 30, fewestWindows: 1}})
  expect(phasesTest(hitsAt([3], 4, 0.01), 50).pValue).toBeLessThanOrEqual(1)
})

test('stationary resampling: block lengths, and counts that agree with indices in law', () => {
  const random = stream(5)
  const indices = stationaryIndices(random, 20_000, 25)
  let breaks = 1
  for (let t = 1; t < indices.length; t++) if (indices[t] !== (indices[t - 1]! + 1) % 20_000) breaks++
  expect(20_000 / breaks).toBeGreaterThan(22)
  expect(20_000 / breaks).toBeLessThan(28)
  const ones = Uint8Array.from({length: 40}, (_, t) => (t % 7 === 0 || t > 36 ? 1 : 0))
  const counts = new Int32Array(41)
  ones.forEach((one, t) => {
    counts[t + 1] = counts[t]! + one
  })
  for (const blockLength of [1, 5, 60]) {
    let [a, aa, b, bb] = [0, 0, 0, 0]
    const draws = 4000
    for (let draw = 0; draw < draws; draw++) {
      const x = stationaryCount(random, counts, blockLength)
      const y = stationaryIndices(random, 40, blockLength).reduce((sum, index) => sum + ones[index]!, 0)
      a += x / draws
      aa += (x * x) / draws
      b += y / draws
      bb += (y * y) / draws
    }
    expect(Math.abs(a - b)).toBeLessThan(0.12)
    expect(Math.abs(Math.sqrt(aa - a * a) - Math.sqrt(bb - b * b))).toBeLessThan(0.12)
  }
})
