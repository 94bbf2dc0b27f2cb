import {tmpdir} from 'node:os'

import {loadSeries} from '../../../../src/edge/series-store.js'
import {bridgeMaximum, bridgeMinimum} from '../../../../src/insurance/simulation/paths/bridge.js'
import {fitModel} from '../../../../src/insurance/simulation/paths/fit-model.js'
import {fitJumpDiffusion} from '../../../../src/insurance/simulation/paths/jump-diffusion.js'
import {emptyBars, logBars, type LogBars} from '../../../../src/insurance/simulation/paths/log-bars.js'
import {PATH_MODELS} from '../../../../src/insurance/simulation/paths/model.js'
import {windowCount, windowOf} from '../../../../src/insurance/simulation/paths/windows.js'
import {quantile} from '../../../../src/numerics/quantile.js'
import {normal} from '../../../../src/numerics/random/normal.js'
import {poisson} from '../../../../src/numerics/random/poisson.js'
import {stream} from '../../../../src/numerics/random/stream.js'
import {normalCdf} from '../../../../src/numerics/special/normal.js'
import {seriesOf} from '../../../helpers/series.js'

const DAYS = 365
let eth: LogBars
beforeAll(async () => {
  eth = logBars(await loadSeries('ETH-USDT', tmpdir()))
})

describe.each(PATH_MODELS)('%s', (name) => {
  test('the same stream gives the same path, another one another', () => {
    const model = fitModel(name, eth)
    const paths = [1, 1, 2].map((block) => {
      const bars = emptyBars(DAYS)
      model.draw(stream(5, block), bars)
      return bars
    })
    expect(paths[0]).toEqual(paths[1])
    expect(paths[0]).not.toEqual(paths[2])
  })

  test('days look like the history they come from: spread, lows and highs', () => {
    const model = fitModel(name, eth)
    const bars = emptyBars(DAYS)
    const drawn: Record<keyof LogBars, number[]> = {close: [], low: [], high: []}
    for (let path = 0; path < 100; path++) {
      model.draw(stream(3, path), bars)
      for (const key of ['close', 'low', 'high'] as const) drawn[key].push(...bars[key])
    }
    expect(drawn.close.every((close, t) => drawn.low[t]! <= Math.min(0, close))).toBe(true)
    expect(drawn.close.every((close, t) => drawn.high[t]! >= Math.max(0, close))).toBe(true)
    const ratio = (key: keyof LogBars, p: number) => quantile(drawn[key], p, 7) / quantile(eth[key], p, 7)
    for (const found of [ratio('low', 0.05), ratio('high', 0.95), ratio('close', 0.05), ratio('close', 0.95)]) {
      expect(found).toBeGreaterThan(0.75)
      expect(found).toBeLessThan(1.3)
    }
  })
})

test('the bridge: P(min <= m) of a driftless path is 2 Phi(m / sigma), whatever its end', () => {
  const random = stream(11)
  const n = 40_000
  let [low, high] = [0, 0]
  for (let i = 0; i < n; i++) {
    const end = 0.05 * normal(random)
    if (bridgeMinimum(random, end, 0.0025) <= -0.06) low++
    if (bridgeMaximum(random, end, 0.0025) >= 0.06) high++
  }
  const p = 2 * normalCdf(-1.2)
  const error = 4 * Math.sqrt((p * (1 - p)) / n)
  expect(Math.abs(low / n - p)).toBeLessThan(error)
  expect(Math.abs(high / n - p)).toBeLessThan(error)
})

test('the jump diffusion that made returns is found again', () => {
  const random = stream(8)
  const law = {mu: 0.001, sigma: 0.02, intensity: 0.1, jumpMean: -0.03, jumpSigma: 0.06}
  const returns = Float64Array.from({length: 8000}, () => {
    const jumps = poisson(random, law.intensity)
    return (
      law.mu + law.sigma * normal(random) + jumps * law.jumpMean + Math.sqrt(jumps) * law.jumpSigma * normal(random)
    )
  })
  const found = fitJumpDiffusion(returns)
  expect(found.sigma).toBeCloseTo(law.sigma, 2.5)
  expect(Math.abs(found.intensity - law.intensity)).toBeLessThan(0.02)
  expect(Math.abs(found.jumpMean - law.jumpMean)).toBeLessThan(0.008)
  expect(Math.abs(found.jumpSigma - law.jumpSigma)).toBeLessThan(0.008)
})

test('bars over the close before, the gap included', () => {
  const rows = Array.from({length: 260}, () => [100, 110, 90, 100])
  rows[1] = [80, 90, 70, 85]
  const {close, high, low} = logBars(seriesOf(rows))
  expect([close.length, close[0], low[0], high[0]]).toEqual([259, Math.log(0.85), Math.log(0.7), 0])
})

test('replay: windows of history, day by day', () => {
  expect(windowCount(eth, DAYS)).toBe(eth.close.length - DAYS + 1)
  expect(windowOf(eth, 7, 3).low).toEqual(eth.low.slice(7, 10))
  expect(() => windowCount(eth, 10_000)).toThrow(/no window of 10000 days/)
})

test.each([
  [
    'hourly bars',
    () =>
      seriesOf(
        Array.from({length: 400}, () => [1, 2, 1, 2]),
        3600,
      ),
    /daily bars, and those of TEST are of 1h/,
  ],
  [
    'closes only',
    () => seriesOf(Array.from({length: 400}, (_, i) => [1, 1 + (i % 3), 1 + (i % 3), 1 + (i % 3)])),
    /closes only/,
  ],
  ['too few', () => seriesOf(Array.from({length: 100}, () => [1, 2, 1, 2])), /at least 250 daily bars/],
])('refused: %s', (_, series, message) => {
  expect(() => logBars(series())).toThrow(message)
})
