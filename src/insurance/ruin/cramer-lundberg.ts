import {PlimsollError} from '../../errors.js'
import {integrate} from '../../numerics/quadrature.js'
import {queueRuin} from './queue-ruin.js'

/**
 * The classical surplus of an insurer: `u + c t - S(t)`, S a compound Poisson process of claims. Ruin is the first time it
 * falls below zero. All in one unit of money and one unit of time.
 */
export interface ExponentialClaims {
  /** Claims per unit of time, above 0. */
  readonly rate: number
  /** Mean claim, above 0; claims are exponential. */
  readonly meanClaim: number
  /** c: premiums per unit of time, 0 or more. */
  readonly premium: number
}

/** @throws RUIN_RANGE */
function requireSurplus(u: number, {meanClaim, premium, rate}: ExponentialClaims): void {
  if (u >= 0 && u < Infinity && rate > 0 && meanClaim > 0 && premium >= 0 && rate * meanClaim * premium < Infinity)
    return
  throw new PlimsollError(
    'RUIN_RANGE',
    `Ruin needs a capital u >= 0 and a claim rate and mean claim above 0 and a premium of 0 or more, all finite; not ${u}, ${rate}, ${meanClaim}, ${premium}.`,
  )
}

/**
 * Probability of ruin, ever, from capital u: `psi(u) = exp(-theta u / (m (1 + theta))) / (1 + theta)` with the loading
 * `theta = c / (rate m) - 1`. Where premiums do not exceed expected claims ruin is certain: 1, exactly.
 * Source: Asmussen & Albrecher, Ruin Probabilities (2010), I.3; Bowers et al., Actuarial Mathematics, ch. 13.
 */
export function ruinProbability(u: number, claims: ExponentialClaims): number {
  requireSurplus(u, claims)
  const {meanClaim, premium, rate} = claims
  const beta = (rate * meanClaim) / premium // 1 / (1 + theta)
  return beta >= 1 ? 1 : beta * Math.exp((-(1 - beta) * u) / meanClaim)
}

const MOST_GROWTH = 6

/**
 * Probability of ruin from capital u within time T. With `beta = rate m / c`, `x = u/m`, `t = T c/m`:
 * `psi_inf - (1/pi) int_0^pi f1 f2 / f3`, `f1 = beta exp(2 sqrt(beta) t cos a - (1 + beta) t + x (sqrt(beta) cos a - 1))`,
 * `f2 = cos(x sqrt(beta) sin a) - cos(x sqrt(beta) sin a + 2a)`, `f3 = 1 + beta - 2 sqrt(beta) cos a`.
 * Source: Asmussen & Albrecher, prop. V.1.3. Good to about 1e-11, absolute; where premiums fall far short of claims the
 * integral loses its digits, and the queue takes over.
 * @throws RUIN_RANGE, RUIN_PRECISION
 */
export function finiteTimeRuin(u: number, horizon: number, claims: ExponentialClaims): number {
  if (!(horizon >= 0)) throw new PlimsollError('RUIN_RANGE', `A horizon must be zero or more, not ${horizon}.`)
  const ever = ruinProbability(u, claims)
  if (horizon === 0) return 0
  if (horizon === Infinity) return ever
  const {meanClaim, premium, rate} = claims
  const beta = (rate * meanClaim) / premium
  const root = Math.sqrt(beta)
  const x = u / meanClaim
  const t = (horizon * premium) / meanClaim
  // Largest exponent of f1: what f1 grows by cancels in the integral, and takes its digits along.
  if (!((root - 1) * (x - t * (root - 1)) < MOST_GROWTH)) return queueRuin(x, rate * horizon, t)
  const integrand = (a: number): number => {
    const phase = x * root * Math.sin(a)
    const f1 = beta * Math.exp(2 * root * t * Math.cos(a) - (1 + beta) * t + x * (root * Math.cos(a) - 1))
    // cos(p) - cos(p + 2a) = 2 sin(p + a) sin(a), and f3 = (1 - root)^2 + 4 root sin^2(a/2): no cancellation near 0.
    const f2 = 2 * Math.sin(phase + a) * Math.sin(a)
    return (f1 * f2) / ((1 - root) ** 2 + 4 * root * Math.sin(a / 2) ** 2)
  }
  // Beyond `last` f1 is below the smallest double; pieces of about one oscillation keep the quadrature honest.
  const cosine = ((1 + beta) * t + x - 745) / (2 * root * t + x * root)
  const last = cosine >= 1 ? 0 : Math.acos(Math.max(-1, cosine))
  const pieces = Math.max(8, Math.ceil(2 * Math.sqrt(t) * last), Math.ceil((x * root * last) / 6))
  let sum = 0
  for (let i = 0; i < pieces; i++) {
    sum += integrate(integrand, (last * i) / pieces, (last * (i + 1)) / pieces, 1e-11)
  }
  return Math.min(1, Math.max(0, ever - sum / Math.PI))
}

/**
 * Probability of ruin, ever, for claims that are a mixture of exponentials with rates `rates` and weights `weights`, at
 * loading theta > 0: a sum of as many exponentials of u, `sum_k C_k exp(-r_k u)`. The r_k are the roots of the Lundberg
 * equation `(1 + theta) mu = sum_i w_i / (b_i - r)`, one below the first rate and one between each two, and with g the left
 * side less the right `C_k = theta mu / (-g'(r_k) r_k)`, the residues of the transform of psi.
 * Source: Bowers et al., Actuarial Mathematics, 13.6 (their example is 24/35 e^-u + 1/35 e^-6u).
 */
export function mixtureRuin(
  u: number,
  {
    loading,
    rates,
    weights,
  }: {readonly loading: number; readonly rates: readonly number[]; readonly weights: readonly number[]},
): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const sound = rates.length > 0 && rates.length === weights.length && rates.every((rate) => rate > 0)
  if (!sound || !(u >= 0) || weights.some((weight) => !(weight >= 0)) || Math.abs(total - 1) > 1e-9) {
    throw new PlimsollError(
      'RUIN_RANGE',
      'A mixture needs u >= 0, positive rates, and as many weights that add up to 1.',
    )
  }
  if (!(loading > 0)) return 1
  const parts = merged(rates, weights)
  const mean = parts.reduce((sum, {rate, weight}) => sum + weight / rate, 0)
  // Between two poles g falls from +infinity to -infinity; g(0) = theta mu.
  const g = (r: number): number =>
    (1 + loading) * mean - parts.reduce((sum, {rate, weight}) => sum + weight / (rate - r), 0)
  const slope = (r: number): number => -parts.reduce((sum, {rate, weight}) => sum + weight / (rate - r) ** 2, 0)
  return parts.reduce((sum, {rate}, k) => {
    const root = bisect(g, parts[k - 1]?.rate ?? 0, rate)
    return sum + ((loading * mean) / (-slope(root) * root)) * Math.exp(-root * u)
  }, 0)
}

interface Part {
  readonly rate: number
  readonly weight: number
}

/** Ascending rates, each once, none without weight. */
function merged(rates: readonly number[], weights: readonly number[]): Part[] {
  const byRate = new Map<number, number>()
  rates.forEach((rate, i) => {
    const weight = weights[i] as number
    if (weight > 0) byRate.set(rate, (byRate.get(rate) ?? 0) + weight)
  })
  return [...byRate].map(([rate, weight]) => ({rate, weight})).sort((a, b) => a.rate - b.rate)
}

/** The zero of a function that falls through it between `low` and `high`, neither of which is evaluated. */
function bisect(f: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high]
  for (let i = 0; i < 200; i++) {
    const middle = (a + b) / 2
    if (middle <= a || middle >= b) break
    if (f(middle) > 0) a = middle
    else b = middle
  }
  return (a + b) / 2
}
