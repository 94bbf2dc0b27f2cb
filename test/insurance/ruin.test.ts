import {adjustmentCoefficient} from '../../src/insurance/ruin/adjustment.js'
import {brownianRuin} from '../../src/insurance/ruin/brownian.js'
import {finiteTimeRuin, mixtureRuin, ruinProbability} from '../../src/insurance/ruin/cramer-lundberg.js'
import {paretoRuin} from '../../src/insurance/ruin/heavy-tail.js'
import {discretelyWatched, terminalProbability, touchProbability} from '../../src/insurance/ruin/hitting.js'
import {queueRuin} from '../../src/insurance/ruin/queue-ruin.js'
import {aggregateEs, aggregateLosses, aggregateVar, stopLoss, type Frequency} from '../../src/insurance/ruin/panjer.js'
import {exponential} from '../../src/numerics/random/exponential.js'
import {stream} from '../../src/numerics/random/stream.js'
import {expectRelative, golden} from '../helpers/goldens.js'
import {refusal} from '../helpers/refusal.js'

const ruin = golden('ruin')
const EXACT = ruin.tolerance.exact as number
const exactly = (calculated: number, expected: number) => {
  const error = Math.abs(calculated - expected)
  if (!(error <= EXACT)) throw new Error(`calculated ${calculated}, expected ${expected}, tolerance ${EXACT}`)
}

interface Claims {
  lambda_: number
  meanClaim: number
  premiumRate: number
}
const claimsOf = ({lambda_, meanClaim, premiumRate}: Claims) => ({meanClaim, premium: premiumRate, rate: lambda_})

describe('Cramer-Lundberg', () => {
  it.each<Claims & {adjustmentCoefficient: number; loading: number; psi: [number, number][]}>(ruin.exponential)(
    'ruin ever, $lambda_ claims of $meanClaim against $premiumRate',
    (row) => {
      for (const [u, psi] of row.psi) exactly(ruinProbability(u, claimsOf(row)), psi)
      const claim = {law: 'exponential', mean: row.meanClaim} as const
      expectRelative(adjustmentCoefficient(claim, row.loading), row.adjustmentCoefficient, 1e-9)
    },
  )

  it.each<Claims & {psi: number; T: number; u: number}>(ruin.finiteTime)(
    'ruin from $u within $T at $premiumRate',
    (row) => {
      exactly(finiteTimeRuin(row.u, row.T, claimsOf(row)), row.psi)
      // The same by the other road: the work in a queue.
      exactly(queueRuin(row.u / row.meanClaim, row.lambda_ * row.T, (row.premiumRate * row.T) / row.meanClaim), row.psi)
    },
  )

  it('tends to ruin ever as the horizon grows, and is certain without a loading', () => {
    const fair = {meanClaim: 2, premium: 3, rate: 1}
    expect(finiteTimeRuin(5, 1e5, fair)).toBeCloseTo(ruinProbability(5, fair), 10)
    expect(finiteTimeRuin(5, Infinity, fair)).toBe(ruinProbability(5, fair))
    expect(finiteTimeRuin(5, 0, fair)).toBe(0)
    expect(ruinProbability(1e6, {meanClaim: 2, premium: 2, rate: 1})).toBe(1)
    // Large capitals neither take long nor oscillate out of [0, 1].
    expect(finiteTimeRuin(1e6, 1e3, fair)).toBeCloseTo(0, 10)
  })

  it('without premiums it is the chance that claims exceed the capital, and certain in the end', () => {
    const none = {meanClaim: 2, premium: 0, rate: 1.5}
    expect(ruinProbability(1e9, none)).toBe(1)
    expect(finiteTimeRuin(0, 2, none)).toBeCloseTo(1 - Math.exp(-3), 12)
    // Three claims expected: the sum of n of them exceeds u = 4 with probability Q(n, 2).
    const tails = [0, Math.exp(-2), 3 * Math.exp(-2), 5 * Math.exp(-2), (19 / 3) * Math.exp(-2)]
    const four = tails.reduce((sum, tail, n) => sum + (Math.exp(-3) * 3 ** n * tail) / [1, 1, 2, 6, 24][n]!, 0)
    const found = finiteTimeRuin(4, 2, none)
    expect(found).toBeGreaterThan(four)
    expect(found).toBeLessThan(four + 1 - Math.exp(-3) * (1 + 3 + 4.5 + 4.5 + 3.375))
  })

  it('keeps its digits where premiums fall far short of claims', () => {
    // The integral alone has no digit left for the larger capitals. Both roads meet where it still holds.
    const thin = {meanClaim: 1, premium: 0.3, rate: 2}
    const row = [0, 2, 5, 10, 20, 40].map((u) => finiteTimeRuin(u, 6, thin))
    row.forEach((psi, i) => {
      expect(psi).toBeGreaterThan(0)
      expect(psi).toBeLessThan(i === 0 ? 1 : row[i - 1]!)
    })
    expect(finiteTimeRuin(4, 6, thin)).toBeCloseTo(queueRuin(4, 12, 1.8), 10)
    expect(refusal(() => finiteTimeRuin(1e5, 3e4, thin)).code).toBe('RUIN_PRECISION')
  })

  it('agrees with simulation', () => {
    const claims = {meanClaim: 0.5, premium: 7.8, rate: 12}
    const random = stream(7)
    let ruined = 0
    const paths = 20_000
    for (let path = 0; path < paths; path++) {
      let [time, lost] = [0, 0]
      for (;;) {
        time += exponential(random) / claims.rate
        if (time > 1) break
        lost += exponential(random) * claims.meanClaim
        if (2 + claims.premium * time < lost) {
          ruined++
          break
        }
      }
    }
    const psi = finiteTimeRuin(2, 1, claims)
    expect(Math.abs(ruined / paths - psi)).toBeLessThan(3.5 * Math.sqrt((psi * (1 - psi)) / paths))
  })

  it('mixtures of exponential claims', () => {
    for (const [u, psi] of ruin.mixture.psi as [number, number][]) exactly(mixtureRuin(u, ruin.mixture), psi)
    // A mixture of one is the plain formula, and equal rates are one.
    const plain = ruinProbability(3, {meanClaim: 2, premium: 2.4, rate: 1})
    exactly(mixtureRuin(3, {loading: 0.2, rates: [0.5], weights: [1]}), plain)
    exactly(mixtureRuin(3, {loading: 0.2, rates: [0.5, 9, 0.5], weights: [0.3, 0, 0.7]}), plain)
    expect(mixtureRuin(3, {loading: 0, rates: [0.5], weights: [1]})).toBe(1)
    expect(refusal(() => mixtureRuin(3, {loading: 0.2, rates: [0.5], weights: [0.9]})).code).toBe('RUIN_RANGE')
  })

  it('refuses what is no surplus', () => {
    expect(refusal(() => ruinProbability(-1, {meanClaim: 1, premium: 1, rate: 1})).code).toBe('RUIN_RANGE')
    expect(refusal(() => ruinProbability(1, {meanClaim: Infinity, premium: 1, rate: 1})).code).toBe('RUIN_RANGE')
    expect(refusal(() => finiteTimeRuin(1, -1, {meanClaim: 1, premium: 1, rate: 1})).code).toBe('RUIN_RANGE')
  })
})

describe('adjustment coefficients', () => {
  it.each<{claim: string; loading: number; R: number}>(ruin.adjustment)(
    '$claim at a loading of $loading',
    ({claim, loading, R}) => {
      const law = claim.startsWith('gamma')
        ? ({law: 'gamma', rate: 2, shape: 2} as const)
        : ({amount: 1, law: 'deterministic'} as const)
      expectRelative(adjustmentCoefficient(law, loading), R, EXACT)
    },
  )

  it('do not exist for heavy tails, nor where premiums do not exceed expected claims', () => {
    const none = (...args: Parameters<typeof adjustmentCoefficient>) => refusal(() => adjustmentCoefficient(...args))
    expect(none({alpha: 2, law: 'pareto', scale: 1}, 0.1).message).toContain('heavier than any exponential')
    expect(none({law: 'lognormal', mu: 0, sigma: 1}, 0.1).code).toBe('RUIN_NO_ADJUSTMENT')
    expect(none({amount: 1, law: 'deterministic'}, 0).message).toContain('certain')
  })

  it.each<{alpha: number; approx: number; loading: number; u: number; xm: number}>(ruin.embrechtsVeraverbeke)(
    'heavy tails have an asymptotic formula: u = $u',
    ({alpha, approx, loading, u, xm}) => {
      exactly(paretoRuin(u, alpha, xm, loading), approx)
    },
  )

  it('claims with an infinite mean are refused', () => {
    expect(refusal(() => paretoRuin(100, 1, 1, 0.2)).code).toBe('RUIN_INFINITE_MEAN')
    expect(paretoRuin(100, 1.5, 1, -0.1)).toBe(1)
  })
})

describe('a Brownian fund', () => {
  it.each<{drift: number; psi: number; psiInf: number; sigma: number; T: number; u: number}>(ruin.brownian)(
    'from $u, drift $drift, within $T',
    ({psi, psiInf, T, ...fund}) => {
      exactly(brownianRuin(fund, T), psi)
      exactly(brownianRuin(fund, Infinity), psiInf)
    },
  )

  it('is ruined for certain when it drifts down, and does not overflow when it drifts fast', () => {
    expect(brownianRuin({drift: -1, sigma: 1, u: 5}, Infinity)).toBe(1)
    expect(brownianRuin({drift: -1000, sigma: 1, u: 5}, 1)).toBe(1)
    expect(brownianRuin({drift: 1000, sigma: 1, u: 5}, 1)).toBe(0)
    expect(brownianRuin({drift: 1, sigma: 1, u: 0}, 1)).toBe(1)
  })

  const hitting = golden('hitting')
  interface Hitting {
    barrier: number
    discrete: {monitoringDates: number; probApprox: number; shiftedBarrier: number}[]
    drift: number
    probTerminalBeyond: number
    probTouch: number
    spot: number
    t: number
    vol: number
  }
  it.each<Hitting>(hitting.cases)('as a price that touches its liquidation price: $spot, $barrier, $t years', (row) => {
    const setting = {barrier: row.barrier, drift: row.drift, spot: row.spot, volatility: row.vol, years: row.t}
    exactly(touchProbability(setting), row.probTouch)
    exactly(terminalProbability(setting), row.probTerminalBeyond)
    for (const {monitoringDates, probApprox, shiftedBarrier} of row.discrete) {
      const shifted = discretelyWatched(setting, monitoringDates)
      expectRelative(shifted.barrier, shiftedBarrier, hitting.tolerance.exact)
      exactly(touchProbability(shifted), probApprox)
    }
  })
})

describe('Panjer', () => {
  const panjer = golden('panjer')
  interface Case {
    es99: number
    frequency: string
    mean: number
    params: Record<string, number>
    pmf: number[]
    severity: number[]
    stopLoss: Record<string, number>
    var99: number
    var995: number
  }
  const frequencyOf = ({frequency, params}: Case): Frequency => {
    if (frequency === 'poisson') return {lambda: params['lambda_']!, law: 'poisson'}
    if (frequency === 'binomial') return {law: 'binomial', m: params['m']!, q: params['q']!}
    return {beta: params['beta']!, law: 'negative-binomial', r: params['r']!}
  }

  it.each<Case>(panjer.cases)('$frequency $params', (row) => {
    const masses = aggregateLosses(frequencyOf(row), row.severity, 400)
    row.pmf.forEach((mass, s) => {
      expect(Math.abs(masses[s]! - mass)).toBeLessThanOrEqual(panjer.tolerance.pmf)
    })
    expect(aggregateVar(masses, 0.99)).toBe(row.var99)
    expect(aggregateVar(masses, 0.995)).toBe(row.var995)
    // Absolute: the published figures are sums over a shorter lattice. ES divides a stop loss by 1%.
    const tolerance = panjer.tolerance.stopLoss as number
    expect(Math.abs(aggregateEs(masses, 0.99)! - row.es99)).toBeLessThanOrEqual(100 * tolerance)
    for (const [d, expected] of Object.entries(row.stopLoss)) {
      expect(Math.abs(stopLoss(masses, Number(d)) - expected)).toBeLessThanOrEqual(tolerance)
    }
  })

  it('does not underflow where nothing happens once in e^2000', () => {
    const {lambda_, massTo4200, mean, pmfAt, severity, var99} = panjer.large
    const masses = aggregateLosses({lambda: lambda_, law: 'poisson'}, severity, 6000)
    for (const [s, mass] of Object.entries(pmfAt as Record<string, number>))
      expectRelative(masses[Number(s)], mass, 1e-10)
    expectRelative(
      masses.subarray(0, 4201).reduce((sum, mass) => sum + mass, 0),
      massTo4200,
      1e-10,
    )
    expect(aggregateVar(masses, 0.99)).toBe(var99)
    expectRelative(stopLoss(masses, 0), mean, 1e-9)
  })

  it('has no quantile that the lattice does not reach, and refuses what is no law', () => {
    expect(aggregateVar(aggregateLosses({lambda: 3, law: 'poisson'}, [0, 1], 4), 0.99)).toBeUndefined()
    expect(refusal(() => aggregateLosses({lambda: 3, law: 'poisson'}, [0.4, 0.5], 4)).code).toBe('PANJER_RANGE')
    expect(refusal(() => aggregateLosses({law: 'binomial', m: 2.5, q: 0.1}, [0, 1], 4)).code).toBe('PANJER_RANGE')
  })
})
