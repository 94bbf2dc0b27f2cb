import {layerPrice, withProbability} from '../../src/insurance/premium/layer-economics.js'
import {meanOf, varianceOf} from '../../src/insurance/premium/loss-law.js'
import {readLayers} from '../../src/insurance/layers/registry.js'
import {refusal} from '../helpers/refusal.js'
import {exponential} from '../../src/numerics/random/exponential.js'
import {poisson} from '../../src/numerics/random/poisson.js'
import {stream} from '../../src/numerics/random/stream.js'
import {layerLoss, poissonLayer} from '../../src/insurance/premium/layer-loss.js'
import {day, lossOf, openStack} from './stack.js'

describe('layers priced from what they paid on simulated paths', () => {
  it('an excess-of-loss layer costs what the closed form says', () => {
    // Two exponential losses of 1m a year; the layer covers 2m beyond 1m of each, all year round.
    const random = stream(11)
    const paths = 4000
    const paid = new Float64Array(paths)
    const cost = new Float64Array(paths)
    const items = [{attachment: '1m USD', layer: 'reinsurance', limit: '2m USD', rateOnLine: '50%', reinstatements: 99, reinstatementPremium: '0%'}] // prettier-ignore
    for (let path = 0; path < paths; path++) {
      const stack = openStack(readLayers(items, 'after'))
      const step = day({years: 1})
      stack.step(step)
      for (let n = poisson(random, 2); n > 0; n--) stack.settle(step, lossOf(1e6 * exponential(random)))
      paid[path] = stack.total[0]!
      cost[path] = stack.layers[0]!.cost
    }
    const principles = [
      {load: 0.2, name: 'expected-value'},
      {load: 0.3, name: 'standard-deviation'},
    ] as const
    const rates = {openInterest: 1e8, riskless: 0.04, years: 1}
    const found = layerPrice({capital: 2e6, income: cost, losses: paid}, principles, rates)
    const {mean, variance} = poissonLayer(layerLoss({law: 'exponential', mean: 1e6}, 1e6, 2e6), 2)
    const expected = found.expectedLoss.value!
    expect(Math.abs(expected - mean)).toBeLessThan(4 * Math.sqrt(variance / paths))
    expect(found.standardError / Math.sqrt(variance / paths)).toBeCloseTo(1, 1)
    const [byMean, byDeviation] = found.premiums
    expect(byMean!.premium.value).toBeCloseTo(1.2 * expected, 3)
    expect(byDeviation!.premium.value! / (mean + 0.3 * Math.sqrt(variance))).toBeCloseTo(1, 1)
    expect(byMean!.rate.value).toBeCloseTo(byMean!.premium.value! / 1e8, 12)
    expect(byMean!.rateOnLine.value).toBeCloseTo(byMean!.premium.value! / 2e6, 12)
    expect(found.charged).toBe(1e6)
    expect(found.lossRatio.value).toBeCloseTo(expected / 1e6, 12)
    expect(found.underwriter).toMatchObject({yield: expect.closeTo((1e6 - expected) / 2e6, 9)})
  })

  it('a horizon of four years: means by the year, deviations by its root, the Sharpe ratio over riskless money', () => {
    const layer = {capital: 100, income: Float64Array.of(40, 40, 40, 40), losses: Float64Array.of(0, 0, 96, 0)}
    const found = layerPrice(layer, [], {openInterest: 1, riskless: 0.01, years: 4})
    // Returns 0.4, 0.4, -0.56, 0.4 over the horizon: mean 0.16, deviation 0.48.
    expect(found).toMatchObject({charged: 10, expectedLoss: {value: 6}, lossRatio: {value: expect.closeTo(0.6, 12)}})
    expect(found.underwriter).toEqual({
      yield: expect.closeTo(0.04, 12),
      deviation: expect.closeTo(0.24, 12),
      sharpe: {value: expect.closeTo(0.125, 12)},
      losing: 0.25,
      worst: expect.closeTo(-0.56, 12),
    })
  })

  it('has no price for what was never reached, and no return without capital', () => {
    const quiet = {capital: 10, income: new Float64Array(100).fill(0.123), losses: new Float64Array(100)}
    const rates = {openInterest: 1, riskless: 0, years: 1}
    const found = layerPrice(quiet, [{load: 0.5, name: 'wang'}], rates)
    const because = 'none of 100 paths reached it: its chance is at most 3.0%'
    expect(found.expectedLoss).toEqual({value: null, because})
    expect(found.premiums[0]).toMatchObject({premium: {because}, rate: {because}, rateOnLine: {because}})
    expect(found.underwriter).toMatchObject({
      sharpe: {value: null, because: expect.stringContaining('same on every path')},
    })
    expect(layerPrice({...quiet, degenerate: 'no stakers'}, [], rates).expectedLoss).toEqual({value: 0})
    expect(layerPrice({...quiet, capital: 0}, [], rates).underwriter).toEqual({
      because: 'nobody has capital at stake in it',
    })
    expect(layerPrice({...quiet, capital: Infinity}, [], rates).capital.value).toBeNull()
    expect(refusal(() => layerPrice(quiet, [], {...rates, openInterest: 0})).code).toBe('PREMIUM_RANGE')
  })

  it('prices no expected shortfall from a handful of paths', () => {
    const layer = {capital: 0, income: new Float64Array(100), losses: Float64Array.from({length: 100}, (_, i) => i)}
    const principles = [0.9, 0.99].map((level) => ({level, load: 1, name: 'cvar'}) as const)
    const [enough, few] = layerPrice(layer, principles, {openInterest: 1, riskless: 0, years: 1}).premiums
    expect(enough!.premium.value).toBeCloseTo(94.5, 9)
    expect(few!.premium).toEqual({
      value: null,
      because: 'an expected shortfall at 99% needs at least 1000 paths',
    })
  })

  it('another chance of the same losses', () => {
    const law = withProbability(Float64Array.of(0, 6, 0, 2), 0.1)!
    expect(meanOf(law)).toBeCloseTo(0.4, 12)
    expect(varianceOf(law)).toBeCloseTo(0.1 * 20 - 0.16, 12)
    expect(withProbability(new Float64Array(3), 0.1)).toBeUndefined()
  })
})
