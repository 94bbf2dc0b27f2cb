import {layerEconomics} from '../../src/insurance/premium/layer-economics.js'
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
    const [found] = layerEconomics([{capital: 2e6, cost, name: 'XL', paid}], principles, {openInterest: 1e8, years: 1})
    const {mean, variance} = poissonLayer(layerLoss({law: 'exponential', mean: 1e6}, 1e6, 2e6), 2)
    const error = Math.sqrt(variance / paths)
    expect(Math.abs(found!.expectedLoss - mean)).toBeLessThan(4 * error)
    expect(found!.premiums[0]!.premium).toBeCloseTo(1.2 * found!.expectedLoss, 3)
    expect(found!.premiums[1]!.premium / (mean + 0.3 * Math.sqrt(variance))).toBeCloseTo(1, 1)
    expect(found!.premiums[0]!.rate).toBeCloseTo(found!.premiums[0]!.premium / 1e8, 12)
    expect(found!.premiums[0]!.rateOnLine).toBeCloseTo(found!.premiums[0]!.premium / 2e6, 12)
    expect(found!.cost).toBe(1e6)
    expect(found!.adequacy).toBeCloseTo(1e6 / found!.expectedLoss, 12)
    expect(found!.underwriter!.yield).toBeCloseTo((1e6 - found!.expectedLoss) / 2e6, 9)
  })

  it('does not price what was never reached by more than zero, and has no underwriter without capital', () => {
    const none = {capital: 0, cost: Float64Array.of(0, 0), name: 'rest', paid: Float64Array.of(0, 0)}
    const [found] = layerEconomics([none], [{load: 0.5, name: 'wang'}], {openInterest: 1, years: 1})
    expect(found!.premiums[0]).toMatchObject({premium: 0, rate: 0})
    expect(found!.premiums[0]!.rateOnLine).toBeNaN()
    expect(found!.adequacy).toBeNaN()
    expect(found).not.toHaveProperty('underwriter')
    expect(refusal(() => layerEconomics([none], [], {openInterest: 0, years: 1})).code).toBe('PREMIUM_RANGE')
  })
})
