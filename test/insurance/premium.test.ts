import {coverRequirement, contributions, shortfalls} from '../../src/insurance/default-fund.js'
import {capitalGame, poolNormalRisks, variances, covariance} from '../../src/insurance/allocation/pooling.js'
import {shapley} from '../../src/insurance/allocation/shapley.js'
import {premiumAdequacy} from '../../src/insurance/premium/adequacy.js'
import {layerLoss, poissonLayer, type Severity} from '../../src/insurance/premium/layer-loss.js'
import {lossLaw, meanOf, sampleLaw, varianceOf} from '../../src/insurance/premium/loss-law.js'
import {gapLoss, positionRates} from '../../src/insurance/premium/position-premium.js'
import {premiumFor, wangLognormal, wangNormal, type Principle} from '../../src/insurance/premium/principles.js'
import {normalQuantile} from '../../src/numerics/special/normal.js'
import {readLayers} from '../../src/insurance/layers/registry.js'
import {expectRelative, golden} from '../helpers/goldens.js'
import {refusal} from '../helpers/refusal.js'
import {day, lossOf, openStack} from './stack.js'

const layers = golden('layers_premium')
const TOLERANCE = layers.tolerance.rel as number

describe('layers', () => {
  type Row = Record<string, number> & {dist: string}
  const severityOf = (row: Row): Severity => {
    switch (row.dist) {
      case 'lognormal':
        return {law: 'lognormal', mu: row['mu']!, sigma: row['sigma']!}
      case 'paretoI':
        return {alpha: row['alpha']!, law: 'pareto', scale: row['xm']!}
      case 'exponential':
        return {law: 'exponential', mean: row['mean']!}
      default:
        return {
          beta: row['beta']!,
          law: 'gpd-tail',
          tailProbability: row['tailProb']!,
          threshold: row['u']!,
          xi: row['xi']!,
        }
    }
  }
  it.each<Row>(layers.layers.items)('$dist: $limit beyond $attachment', (row) => {
    const found = layerLoss(severityOf(row), row['attachment']!, row['limit']!)
    expectRelative(found.mean, row['expectedLayerLoss']!, TOLERANCE)
    if ('probAttach' in row) expectRelative(found.attaches, row['probAttach'], TOLERANCE)
  })

  it('a year of Poisson losses, priced by three principles', () => {
    const {attachment, lambda_, limit, ...expected} = layers.layers.poissonXL
    const {mean, variance} = poissonLayer(layerLoss({alpha: 1.5, law: 'pareto', scale: 1}, attachment, limit), lambda_)
    expectRelative(mean, expected.mean, TOLERANCE)
    expectRelative(variance, expected.variance, TOLERANCE)
    expectRelative(1.2 * mean, expected.premiumExpectedValue20pct, TOLERANCE)
    expectRelative(mean + 0.3 * Math.sqrt(variance), expected.premiumStdDev, TOLERANCE)
    expectRelative(mean + 0.01 * variance, expected.premiumVariance, TOLERANCE)
  })

  it('add up: a tower of layers is the whole loss', () => {
    const severities: Severity[] = [
      {law: 'lognormal', mu: 1, sigma: 0.7},
      {alpha: 2.2, law: 'pareto', scale: 3},
      {beta: 2, law: 'gpd-tail', tailProbability: 1, threshold: 0, xi: -0.3},
      {beta: 2, law: 'gpd-tail', tailProbability: 1, threshold: 0, xi: 0},
    ]
    const means = [Math.exp(1 + 0.245), (2.2 * 3) / 1.2, 2 / 1.3, 2]
    severities.forEach((severity, i) => {
      const tower = [layerLoss(severity, 0, 2), layerLoss(severity, 2, 5), layerLoss(severity, 7, Infinity)]
      expectRelative(
        tower.reduce((sum, {mean}) => sum + mean, 0),
        means[i]!,
        1e-12,
      )
    })
  })

  it('refuses an infinite expected loss, and a tail below its threshold', () => {
    expect(refusal(() => layerLoss({alpha: 1, law: 'pareto', scale: 1}, 5, Infinity)).code).toBe(
      'PREMIUM_INFINITE_MEAN',
    )
    const tail = {beta: 1, law: 'gpd-tail', tailProbability: 0.1, threshold: 10, xi: 1.2} as const
    expect(refusal(() => layerLoss(tail, 20, Infinity)).message).toContain('infinite')
    expect(refusal(() => layerLoss(tail, 5, 10)).code).toBe('PREMIUM_RANGE')
    expect(layerLoss(tail, 20, 30).mean).toBeGreaterThan(0)
  })
})

describe('premium principles', () => {
  const {p, x, ...expected} = layers.principles
  const law = lossLaw(x, p)
  it.each<[string, Principle, number]>([
    ['expected value', {load: 0.2, name: 'expected-value'}, expected.expectedValue_0_2],
    ['standard deviation', {load: 0.3, name: 'standard-deviation'}, expected.stdDev_0_3],
    ['variance', {load: 0.001, name: 'variance'}, expected.variance_0_001],
    ['exponential', {a: 0.002, name: 'exponential'}, expected.exponential_a_0_002],
    ['Esscher', {h: 0.001, name: 'esscher'}, expected.esscher_h_0_001],
  ])('%s', (_, principle, premium) => {
    expectRelative(premiumFor(principle, law), premium, TOLERANCE)
  })

  it('moments of a law', () => {
    expectRelative(meanOf(law), expected.mean, TOLERANCE)
    expectRelative(varianceOf(law), expected.variance, TOLERANCE)
  })

  it.each<Record<string, number> & {dist: string; p: number & number[]; x: number[]}>(layers.wang)(
    'Wang: $dist $lambda_',
    (row) => {
      if (row.dist === 'lognormal') {
        expectRelative(wangLognormal(row['mu']!, row['sigma']!, row['lambda_']!), row['wangPremium']!, TOLERANCE)
      } else if (row.dist === 'normal') {
        expectRelative(wangNormal(row['mu']!, row['sigma']!, row['lambda_']!), row['wangPremium']!, TOLERANCE)
      } else if (row.dist.startsWith('bernoulli')) {
        const binary = lossLaw([0, 1], [1 - row.p, row.p])
        expectRelative(premiumFor({load: row['lambda_']!, name: 'wang'}, binary), row['wangPremium']!, TOLERANCE)
      } else if (row.dist === 'discrete') {
        expectRelative(
          premiumFor({load: row['lambda_']!, name: 'wang'}, lossLaw(row.x, row.p)),
          row['wangPremium']!,
          TOLERANCE,
        )
      } else {
        // Exponential under a proportional hazard, on a fine lattice: S(x)^(1/rho) integrates to rho times the mean.
        const step = row['mean']! / 400
        const values = Array.from({length: 16_000}, (_, i) => (i + 0.5) * step)
        const masses = values.map((_, i) => Math.exp(-i / 400) * -Math.expm1(-1 / 400))
        masses[masses.length - 1]! += Math.exp(-40)
        expectRelative(
          premiumFor({name: 'proportional-hazard', rho: row['rho']!}, lossLaw(values, masses)),
          row['phPremium']!,
          1e-4,
        )
      }
    },
  )

  it('CVaR loads from the mean to the expected shortfall', () => {
    const sample = sampleLaw(Float64Array.from({length: 100}, (_, i) => i + 1))
    expect(premiumFor({level: 0.95, load: 1, name: 'cvar'}, sample)).toBeCloseTo(98, 10)
    expect(premiumFor({level: 0.95, load: 0.5, name: 'cvar'}, sample)).toBeCloseTo((98 + 50.5) / 2, 10)
    expect(premiumFor({level: 0.95, load: 0, name: 'cvar'}, sample)).toBeCloseTo(50.5, 10)
  })

  it('refuses what is no law', () => {
    expect(refusal(() => lossLaw([1, Infinity], [0.5, 0.5])).code).toBe('PREMIUM_RANGE')
    expect(refusal(() => lossLaw([1, 2], [0.5, 0.6])).message).toContain('1.1')
    expect(refusal(() => premiumFor({a: 0, name: 'exponential'}, law)).code).toBe('PREMIUM_RANGE')
  })
})

describe('premiums of positions', () => {
  it('a gap loss is the Black option on the bankruptcy price', () => {
    // Parity at the money: both sides 2 Phi(v sqrt(T)/2) - 1.
    expect(gapLoss(1, 0.8, 1 / 365)).toBeCloseTo(0.0167036, 6)
    // A long's gap is a short's in the other currency: E(B - P)+ = B E(P - 1/B)+.
    expect(gapLoss(0.9, 0.8, 0.1)).toBeCloseTo(0.9 * gapLoss(1 / 0.9, 0.8, 0.1), 14)
    expect(gapLoss(0.9, 0, 1)).toBe(0)
  })

  it('positions pay by what they may cost, and together the premium', () => {
    const positions = [
      {bankruptcy: 0.95, notional: 10},
      {bankruptcy: 0.7, notional: 100},
      {bankruptcy: 1.1, notional: 30},
    ]
    const rates = positionRates(positions, 2, 0.8, 1 / 365)
    expect(positions.reduce((sum, {notional}, i) => sum + notional * rates[i]!, 0)).toBeCloseTo(2, 12)
    expect(rates[0]!).toBeGreaterThan(rates[2]!)
    expect(rates[2]!).toBeGreaterThan(rates[1]!)
    expect([...positionRates(positions, 2, 0, 1)]).toEqual([2 / 140, 2 / 140, 2 / 140])
    expect(refusal(() => positionRates([], 2, 0.8, 1)).code).toBe('PREMIUM_RANGE')
  })

  it('adequacy: what was charged against what was lost', () => {
    const found = premiumAdequacy(
      Float64Array.of(0.1, 0.1, 0.2, 0.1),
      Float64Array.of(100, 100, 100, 100),
      Float64Array.of(0, 30, 0, 10),
      1,
    )
    expect(found).toMatchObject({deepest: 10, longestBehind: 1, losses: 40})
    expect(found.premiums).toBeCloseTo(50, 12)
    expect(found.lossRatio).toBeCloseTo(0.8, 12)
    expect(found.breakEvenRate).toBeCloseTo(0.1, 12)
  })
})

describe('allocation', () => {
  const data = golden('allocation')
  const pool = {correlation: data.corr as number[][], sigma: data.sigma as number[]}
  const rel = data.tolerance.rel as number
  const all = (found: Float64Array, expected: number[]) => {
    expected.forEach((value, i) => {
      expectRelative(found[i], value, rel)
    })
  }

  it('pooled capital and Euler shares', () => {
    const found = poolNormalRisks(pool, data.confidence)
    all(found.standalone, data.standaloneVaR)
    all(found.euler, data.euler)
    expectRelative(found.pooled, data.pooledVaR, rel)
    expectRelative(found.benefit, data.diversificationBenefit, rel)
    const shortfall = poolNormalRisks(pool, 0.975, 'es')
    expectRelative(shortfall.pooled, data.pooledES975, rel)
    all(shortfall.euler, data.eulerES975)
    for (const {n, pooledOverSum, rho, sigma} of data.equicorr) {
      const correlation = Array.from({length: n}, (_, i) => Array.from({length: n}, (_, j) => (i === j ? 1 : rho)))
      expectRelative(
        1 - poolNormalRisks({correlation, sigma: new Array(n).fill(sigma)}, 0.99).benefit,
        pooledOverSum,
        rel,
      )
    }
  })

  it('Shapley values', () => {
    const game = capitalGame(pool, normalQuantile(data.confidence))
    all(shapley(4, game), data.shapley)
    const square = (s: number) => capitalGame(pool, 1)(s) ** 2
    all(shapley(4, square), data.shapleyVariance)
    all(variances(covariance(pool), 4), data.shapleyVariance)
    const {costs, shapley: airport} = data.airport
    all(
      shapley(4, (s) => Math.max(0, ...(costs as number[]).filter((_, i) => s & (1 << i)))),
      airport,
    )
    all(
      shapley(3, (s) => (s & 4 && s & 3 ? 1 : 0)),
      data.glove.shapley,
    )
  })

  it('refuses impossible correlations, and games too large to be exact', () => {
    expect(
      refusal(() =>
        poolNormalRisks(
          {
            correlation: [
              [1, -2],
              [-2, 1],
            ],
            sigma: [1, 1],
          },
          0.99,
        ),
      ).message,
    ).toContain('cannot be')
    expect(refusal(() => shapley(21, () => 0)).code).toBe('ALLOCATION_RANGE')
  })
})

describe('a CCP', () => {
  const {defaultFund, waterfall} = golden('ccp_margin')
  const table = {
    initialMargin: defaultFund.initialMargin as number[],
    losses: defaultFund.lossByScenarioMember as number[][],
  }

  it('sizes its default fund by Cover-1, Cover-2 and EMIR art. 42', () => {
    expect(shortfalls(table)).toEqual(defaultFund.shortfall)
    for (const [rule, name] of [
      ['cover-1', 'cover1'],
      ['cover-2', 'cover2'],
      ['emir-42', 'emirArt42'],
    ] as const) {
      const {perScenario, required} = coverRequirement(table, rule)
      expect(perScenario).toEqual(defaultFund.perScenario[name])
      expect(required).toBe(defaultFund[name])
    }
    contributions(230, table.initialMargin).forEach((share, i) => {
      expectRelative(share, defaultFund.allocProRataIM[i], 1e-9)
    })
    expect(refusal(() => contributions(230, [0, 0])).code).toBe('COVER_RANGE')
    expect(refusal(() => shortfalls({initialMargin: [1], losses: [[1, 2]]})).code).toBe('COVER_RANGE')
  })

  it.each<{layers: [string, number][]; loss: number; residualToADL: number; used: [string, number][]}>(waterfall)(
    'a loss of $loss goes down the waterfall',
    ({layers: stack, loss, residualToADL, used}) => {
      const items = stack.map(([name, balance]) => ({balance: `${balance} USD`, layer: 'insurance-fund', name}))
      const open = openStack(readLayers(items, 'after'))
      expect(open.settle(day(), lossOf(loss))).toBe(residualToADL)
      expect([...open.paid].slice(0, -1)).toEqual(used.map(([, amount]) => amount))
    },
  )
})
