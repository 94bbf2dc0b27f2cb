import {dieboldMariano} from '../../../src/backtest/compare/diebold-mariano.js'
import {fz0Loss, tickLoss} from '../../../src/backtest/compare/losses.js'
import {modelConfidenceSet} from '../../../src/backtest/compare/model-confidence-set.js'
import {automaticLags, longRunVariance} from '../../../src/backtest/lrv.js'
import {normal} from '../../../src/numerics/random/normal.js'
import {stream} from '../../../src/numerics/random/stream.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const data = golden('var_backtests')
const {statRel, pRel} = data.tolerance
const returns = Float64Array.from(data.actual)
const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length

function lossesOf(p: number, model: string) {
  const {VaR, ES} = data.forecasts[p][model]
  const [v, es] = [Float64Array.from(VaR), Float64Array.from(ES)]
  return {tick: tickLoss(returns, v, p), fz0: fz0Loss(returns, v, es, p)}
}

test.each([0.01, 0.025, 0.05])('losses and Diebold-Mariano at %p', (p) => {
  const a = lossesOf(p, 'ewmaNormal')
  const b = lossesOf(p, 'hs500')
  for (const [model, losses] of [
    ['ewmaNormal', a],
    ['hs500', b],
  ] as const) {
    expectRelative(mean(losses.tick), data.expected[`${p}|${model}`].tickLossMean, statRel)
    expectRelative(mean(losses.fz0), data.expected[`${p}|${model}`].fz0Mean, statRel)
  }
  for (const kind of ['tick', 'fz0'] as const) {
    const e = data.expected[`${p}|compare`][`${kind}DM`]
    const result = dieboldMariano(a[kind], b[kind], {lags: e.lags})
    if (result.reason !== undefined) throw new Error(result.reason)
    expectRelative(result.statistic, e.DM, 1e-9)
    expectRelative(result.pValue, e.p_two, pRel)
    expectRelative(result.details['meanDifference'] as number, e.meanDiff, statRel)
    expectRelative(result.details['longRunVariance'] as number, e.lrv, statRel)
    expectRelative(result.details['smallSampleStatistic'] as number, e.hln, 1e-9)
  }
})

test('Diebold-Mariano refuses where there is nothing to compare', () => {
  const x = Float64Array.of(1, 2, 3)
  expect(dieboldMariano(x, x).reason).toMatch(/constant/)
  expect(
    dieboldMariano(
      x,
      x.map((v) => v + 1),
    ).reason,
  ).toMatch(/constant/)
  expect(dieboldMariano(x, x.slice(1)).reason).toMatch(/one length/)
})

test('long-run variance: the definition, and its lags', () => {
  const x = [1, -2, 3, 0.5, -1]
  const m = x.reduce((a, b) => a + b, 0) / 5
  const gamma = (k: number) => x.slice(k).reduce((sum, v, i) => sum + (v - m) * (x[i]! - m), 0) / 5
  expect(longRunVariance(x, 2)).toBeCloseTo(gamma(0) + (2 * 2 * gamma(1)) / 3 + (2 * gamma(2)) / 3, 14)
  expect(longRunVariance(x, 0)).toBeCloseTo(gamma(0), 14)
  expect([automaticLags(100), automaticLags(100, 9), automaticLags(1500)]).toEqual([4, 9, 7])
})

describe('model confidence set', () => {
  const stored = golden('mcs_small')
  const losses = stored.losses.map((loss: number[]) => Float64Array.from(loss)) as Float64Array[]

  test.each(['R', 'max'] as const)('statistic %s: p-values are exact on stored indices', (statistic) => {
    const {eliminated, pValues} = modelConfidenceSet(losses, {statistic, indices: stored.indices})
    expect(eliminated.map(({model, pValue}) => [model, pValue])).toEqual(stored[statistic])
    expect(pValues[eliminated.at(-1)!.model]).toBe(1)
  })

  test('separates what differs, keeps what does not, and repeats with its seed', () => {
    const random = stream(6)
    const noise = Float64Array.from({length: 600}, () => normal(random))
    const models = [0, 0.02, 0.5].map((shift) => noise.map((x) => shift + 0.3 * x + normal(random)))
    for (const statistic of ['R', 'max'] as const) {
      const set = modelConfidenceSet(models, {statistic, draws: 300, seed: 2})
      expect(set).toEqual(modelConfidenceSet(models, {statistic, draws: 300, seed: 2}))
      expect(set.eliminated[0]).toMatchObject({model: 2})
      expect(set.pValues[2]).toBeLessThan(0.01)
      expect(Math.min(set.pValues[0]!, set.pValues[1]!)).toBeGreaterThan(0.05)
    }
  })

  test('equal models are equal, one worse by a constant is worse for certain', () => {
    const loss = Float64Array.from({length: 50}, (_, t) => Math.sin(t))
    for (const statistic of ['R', 'max'] as const) {
      const {pValues} = modelConfidenceSet([loss, loss.slice(), loss.map((x) => x + 1)], {statistic, draws: 50})
      expect(pValues[2]).toBe(0)
      expect(pValues).not.toContain(Number.NaN)
    }
    expect(() => modelConfidenceSet([loss])).toThrow(expect.objectContaining({code: 'BACKTEST_SAMPLE'}))
    expect(() => modelConfidenceSet([loss, loss.slice(1)])).toThrow(expect.objectContaining({code: 'BACKTEST_SAMPLE'}))
  })
})
