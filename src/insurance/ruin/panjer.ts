import {PlimsollError} from '../../errors.js'

/** How many claims there are: a member of Panjer's class, `p_n = (a + b/n) p_(n-1)`. */
export type Frequency =
  | {readonly law: 'binomial'; readonly m: number; readonly q: number}
  | {readonly law: 'negative-binomial'; readonly beta: number; readonly r: number}
  | {readonly law: 'poisson'; readonly lambda: number}

interface Panjer {
  readonly a: number
  readonly b: number
  /** `ln P(N = 0 claims above zero)`, given the probability f0 that a claim is zero. */
  readonly logZero: (f0: number) => number
}

function panjerClass(frequency: Frequency): Panjer {
  switch (frequency.law) {
    case 'poisson':
      return {a: 0, b: frequency.lambda, logZero: (f0) => -frequency.lambda * (1 - f0)}
    case 'negative-binomial': {
      const {beta, r} = frequency
      const a = beta / (1 + beta)
      return {a, b: (r - 1) * a, logZero: (f0) => -r * Math.log1p(beta * (1 - f0))}
    }
    case 'binomial': {
      const {m, q} = frequency
      const odds = q / (1 - q)
      return {a: -odds, b: (m + 1) * odds, logZero: (f0) => m * Math.log1p(-q * (1 - f0))}
    }
  }
}

/**
 * Distribution of the sum of N claims on a lattice: `g_s = sum_j (a + b j/s) f_j g_(s-j) / (1 - a f_0)`, masses of
 * 0..`largest` units (Panjer, ASTIN Bulletin 12, 1981). `g_0` may be far below the smallest double (Poisson 2000:
 * e^-2000): the recursion is linear, so it runs on scaled values and the scale is kept as a logarithm.
 * Binomial frequencies have a < 0 and terms of both signs: digits are lost when m q is large.
 * @param severity probability of a claim of 0, 1, 2 .. units
 * @throws PANJER_RANGE
 */
export function aggregateLosses(frequency: Frequency, severity: readonly number[], largest: number): Float64Array {
  requireRange(frequency, severity, largest)
  const {a, b, logZero} = panjerClass(frequency)
  const f0 = severity[0] ?? 0
  const scaled = new Float64Array(largest + 1)
  // scaled[s] = g_s exp(-offset); what was written before a change of the offset is rescaled with it.
  let offset = logZero(f0)
  scaled[0] = 1
  for (let s = 1; s <= largest; s++) {
    let sum = 0
    const most = Math.min(s, severity.length - 1)
    for (let j = 1; j <= most; j++) sum += (a + (b * j) / s) * (severity[j] as number) * (scaled[s - j] as number)
    const value = sum / (1 - a * f0)
    scaled[s] = value
    if (value > LARGE) {
      for (let i = 0; i <= s; i++) scaled[i] = (scaled[i] as number) / LARGE
      offset += Math.log(LARGE)
    }
  }
  return scaled.map((value) => (value > 0 ? Math.exp(offset + Math.log(value)) : 0))
}

const LARGE = 1e200

function requireRange(frequency: Frequency, severity: readonly number[], largest: number): void {
  const total = severity.reduce((sum, mass) => sum + mass, 0)
  const sound =
    frequency.law === 'poisson'
      ? frequency.lambda >= 0
      : frequency.law === 'binomial'
        ? Number.isInteger(frequency.m) && frequency.m >= 0 && frequency.q >= 0 && frequency.q < 1
        : frequency.r > 0 && frequency.beta >= 0
  if (
    sound &&
    severity.every((mass) => mass >= 0) &&
    Math.abs(total - 1) <= 1e-9 &&
    Number.isInteger(largest) &&
    largest >= 0
  )
    return
  throw new PlimsollError(
    'PANJER_RANGE',
    `Panjer's recursion needs a frequency within its range and claim probabilities that add up to 1 (here ${total}).`,
  )
}

/** Smallest number of units that is not exceeded with probability `level`; undefined when `masses` do not reach so far. */
export function aggregateVar(masses: Float64Array, level: number): number | undefined {
  let sum = 0
  for (let s = 0; s < masses.length; s++) {
    sum += masses[s] as number
    if (sum >= level - 1e-14) return s
  }
  return undefined
}

/**
 * Expected shortfall at `level`, in units: `VaR + E(S - VaR)+ / (1 - level)`, the coherent one, which takes only the part of
 * the atom at VaR that lies in the tail (actuar's CTE takes E[S | S > VaR]). The tail beyond `masses` must be negligible.
 */
export function aggregateEs(masses: Float64Array, level: number): number | undefined {
  const atRisk = aggregateVar(masses, level)
  return atRisk === undefined ? undefined : atRisk + stopLoss(masses, atRisk) / (1 - level)
}

/** `E(S - d)+`, in units: the price of a stop-loss cover without load. The tail beyond `masses` must be negligible. */
export function stopLoss(masses: Float64Array, d: number): number {
  let sum = 0
  for (let s = masses.length - 1; s > d; s--) sum += (s - d) * (masses[s] as number)
  return sum
}
