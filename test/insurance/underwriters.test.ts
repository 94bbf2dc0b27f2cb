import {rebalance, type RebalancingRule} from '../../src/insurance/rebalancing/rebalance.js'
import {umbrellaEmission} from '../../src/insurance/layers/umbrella.js'
import {participationEquilibria, poolYield, premiumForCover} from '../../src/insurance/underwriters/participation.js'
import {underwriterResult} from '../../src/insurance/underwriters/performance.js'
import {refusal} from '../helpers/refusal.js'

describe('an underwriter’s record', () => {
  it('yield, deviation and shortfall', () => {
    const found = underwriterResult(Float64Array.of(10, 10, 10, 10), Float64Array.of(0, 0, 24, 0), 100, 0.25)
    expect(found).toMatchObject({expectedShortfall: -0.14, losing: 0.25})
    expect(found.yield).toBeCloseTo(0.04, 12)
    expect(found.deviation).toBeCloseTo(0.12, 12)
  })

  it('needs two periods', () => {
    expect(refusal(() => underwriterResult(Float64Array.of(1), Float64Array.of(1), 10)).code).toBe('UNDERWRITER_RANGE')
  })
})

describe('participation', () => {
  const underwriters = [
    {capacity: 100, name: 'treasury', requiredReturn: 0.02},
    {capacity: 100, name: 'stakers', requiredReturn: 0.05},
    {capacity: 1000, name: 'funds', requiredReturn: 0.1},
  ]
  const simple = {expectedLoss: () => 0, rewards: () => 0}

  it('the last one earns just what it asks, or the next would not join', () => {
    // 12 / K: with 200 in, 6%; the funds ask 10%.
    expect(participationEquilibria(underwriters, {...simple, premium: 12})).toEqual([
      {capital: 200, participants: 2, stable: true, yield: 0.06},
    ])
    // 8 / K: stakers come in until it yields 5%.
    const [partial, ...none] = participationEquilibria(underwriters, {...simple, premium: 8})
    expect(none).toEqual([])
    expect(partial).toMatchObject({participants: 2, stable: true, yield: 0.05})
    expect(partial!.capital).toBeCloseTo(160, 9)
  })

  it('nobody takes part in a pool that pays nothing', () => {
    expect(participationEquilibria(underwriters, {...simple, premium: 0})).toEqual([])
  })

  it('a pool that a loss can wipe out has a fragile equilibrium below the sound one', () => {
    // A loss of 150 with probability 40%: the first dollars are lost with 40% and the premium does not make up for it.
    const market = {
      expectedLoss: (K: number) => 0.4 * Math.min(150, K),
      premium: 0,
      rewards: (K: number) => umbrellaEmission(80, 400, K),
    }
    const found = participationEquilibria([{capacity: 1000, name: 'all', requiredReturn: 0.05}], market)
    for (const {capital, yield: earned} of found) expect(poolYield(market, capital)).toBeCloseTo(earned, 9)
    expect(found.map(({stable}) => stable)).toEqual([false, true])
  })

  it('the price of cover rises with the probability that liquidations fail', () => {
    const price = (p: number) =>
      premiumForCover(underwriters, {expectedLoss: (K) => p * Math.min(K, 400), rewards: () => 1}, 150)
    expect(price(0)).toBeCloseTo(0.05 * 150 - 1, 12)
    expect(price(0.01)! - price(0)!).toBeCloseTo(1.5, 12)
    expect(premiumForCover(underwriters, simple, 5000)).toBeUndefined()
    // What it says is an equilibrium.
    const [found] = participationEquilibria(underwriters, {
      ...simple,
      premium: premiumForCover(underwriters, simple, 150)!,
    })
    expect(found!.capital).toBeCloseTo(150, 6)
  })

  it('refuses capacities that are none', () => {
    expect(
      refusal(() => participationEquilibria([{capacity: 0, name: 'x', requiredReturn: 0}], {...simple, premium: 1}))
        .code,
    ).toBe('UNDERWRITER_RANGE')
    expect(refusal(() => premiumForCover(underwriters, simple, 0)).code).toBe('UNDERWRITER_RANGE')
  })
})

describe('automated rebalancing', () => {
  const position = {collateral: 10, debt: 700, liquidationThreshold: 0.8}
  const rule = (change: Partial<RebalancingRule>): RebalancingRule => ({
    action: 'none',
    latencySteps: 0,
    reserve: 1000,
    slippage: 0.01,
    stableThreshold: 0.9,
    target: 1.2,
    trigger: 1.1,
    ...change,
  })
  const path = Float64Array.of(100, 95, 86, 80, 70, 65, 72, 90)

  it('does nothing when it is told to, and counts', () => {
    // Liquidatable below 87.5, worth less than the debt below 70.
    expect(rebalance(position, path, rule({}))).toMatchObject({actions: 0, insolvent: 1, lowestHealth: 520 / 700, underCollateralised: 5, worstShortfall: 50}) // prettier-ignore
  })

  it.each(['deleverage', 'swap', 'top-up'] as const)('%s brings the health factor back to its target', (action) => {
    const one = rebalance(position, Float64Array.of(95), rule({action}))
    expect(one.actions).toBe(1)
    expect(one.lowestHealth).toBeCloseTo(1.2, 12)
    expect(one.cost > 0).toBe(action !== 'top-up')
    expect(one.used > 0).toBe(action === 'top-up')
  })

  it('is limited by the reserve', () => {
    expect(rebalance(position, Float64Array.of(95), rule({action: 'top-up', reserve: 30}))).toMatchObject({used: 30})
    expect(rebalance(position, Float64Array.of(95), rule({action: 'top-up', reserve: 0})).actions).toBe(0)
  })

  it('refuses rules that make it worse', () => {
    const refused = (change: Partial<RebalancingRule>) => refusal(() => rebalance(position, path, rule(change))).message
    expect(refused({action: 'deleverage', slippage: 0.5})).toContain('never')
    expect(refused({action: 'swap', stableThreshold: 0.8})).toContain('worse')
    expect(refused({target: 1})).toContain('target above')
  })
})
