import {PlimsollError} from '../../errors.js'
import {quantileOfSorted, sorted} from '../../numerics/quantile.js'
import {normalQuantile} from '../../numerics/special/normal.js'
import {mean, meanSquare, usableReturns} from './sample.js'

/** VaR and ES of a return: its quantile and tail mean at `tail`, so usually negative; a hit is a return below VaR. */
export interface TailRisk {
  readonly method: string
  /** Probability of the tail: 0.01 at 99% confidence. */
  readonly tail: number
  readonly observations: number
  readonly valueAtRisk: number
  /** Null where the method has none. */
  readonly expectedShortfall: number | null
}

/** Type of sample quantile: 1 takes an observed return, 7 interpolates (the default of R and NumPy). */
export type QuantileType = 1 | 7

/** @throws VOLATILITY_CONFIDENCE unless 0 < tail < 1/2 */
export function checkTail(tail: number): void {
  if (tail > 0 && tail < 0.5) return
  throw new PlimsollError('VOLATILITY_CONFIDENCE', `A tail of ${tail} is none: it must lie between 0 and 1/2.`, {
    suggestions: ['A confidence of 99% is a tail of 0.01.'],
  })
}

/** The p-quantile and the mean below it of ascending values. */
export function tailOfSorted(ascending: Float64Array, tail: number, type: QuantileType) {
  return {
    quantile: quantileOfSorted(ascending, tail, type),
    mean: coherentTailMean(ascending, tail),
  }
}

/**
 * Mean of the worst share `tail` of a sample, counting the value at the edge by the part of it that falls inside
 * (Acerbi and Tasche 2002): coherent, also where values repeat.
 */
export function coherentTailMean(ascending: Float64Array, tail: number): number {
  const n = ascending.length
  const whole = Math.min(n - 1, Math.floor(n * tail + 1e-9))
  let sum = 0
  for (let i = 0; i < whole; i++) sum += ascending[i] as number
  return (sum + (n * tail - whole) * (ascending[whole] as number)) / (n * tail)
}

/** Plain historical simulation: the empirical quantile and tail mean. */
export function historicalRisk(returns: ArrayLike<number>, tail: number, type: QuantileType = 1): TailRisk {
  checkTail(tail)
  const sample = usableReturns(returns, {purpose: 'Historical simulation', atLeast: Math.ceil(1 / tail)})
  const {quantile, mean: below} = tailOfSorted(sorted(sample), tail, type)
  return {
    ...{method: 'historical', tail, observations: sample.length},
    valueAtRisk: quantile,
    expectedShortfall: below,
  }
}

/**
 * Age-weighted historical simulation (Boudoukh, Richardson and Whitelaw 1998): the last return weighs most, each older
 * one `decay` times the next; VaR is the return at which the weights, from the worst up, reach `tail`.
 */
export function ageWeightedRisk(returns: ArrayLike<number>, tail: number, decay = 0.995): TailRisk {
  checkTail(tail)
  if (!(decay > 0 && decay < 1)) {
    throw new PlimsollError('VOLATILITY_LAMBDA', `The decay of the weights lies between 0 and 1, not at ${decay}.`)
  }
  const sample = usableReturns(returns, {purpose: 'Age-weighted simulation', atLeast: 2})
  const n = sample.length
  const first = (1 - decay) / (1 - decay ** n)
  const order = [...sample.keys()].sort((i, j) => (sample[i] as number) - (sample[j] as number))
  let reached = 0
  let sum = 0
  let valueAtRisk = Number.NaN
  for (const i of order) {
    const weight = Math.min(first * decay ** (n - 1 - i), tail - reached)
    valueAtRisk = sample[i] as number
    sum += weight * valueAtRisk
    reached += weight
    if (reached >= tail * (1 - 1e-12)) break
  }
  return {
    ...{method: 'age-weighted', tail, observations: n, valueAtRisk},
    expectedShortfall: sum / reached,
  }
}

/**
 * Volatility-scaled historical simulation (Hull and White 1998): each return is brought to the volatility forecast for
 * the next bar before the quantile is taken.
 * @param variances h_t of each return, from returns before it
 */
export function scaledRisk(
  returns: ArrayLike<number>,
  variances: ArrayLike<number>,
  nextVariance: number,
  tail: number,
  type: QuantileType = 1,
): TailRisk {
  const sample = usableReturns(returns, {purpose: 'Volatility-scaled simulation', atLeast: Math.ceil(1 / tail)})
  const scaled = sample.map((r, t) => r * Math.sqrt(nextVariance / (variances[t] as number)))
  return {...historicalRisk(scaled, tail, type), method: 'volatility-scaled'}
}

export interface CornishFisherRisk extends TailRisk {
  readonly mean: number
  readonly standardDeviation: number
  readonly skewness: number
  readonly excessKurtosis: number
  readonly quantile: number
  /** False where the expansion falls as the normal quantile rises: then it is no quantile function (Maillard 2012). */
  readonly monotone: boolean
}

/**
 * Cornish and Fisher's expansion of the quantile in skewness and kurtosis, moments
 * with divisor n but for the standard deviation (n - 1): z + (z^2 - 1) S/6 + (z^3 - 3z) K/24 - (2z^3 - 5z) S^2/36.
 */
export function cornishFisherRisk(returns: ArrayLike<number>, tail: number): CornishFisherRisk {
  checkTail(tail)
  const sample = usableReturns(returns, {purpose: 'A Cornish-Fisher quantile', atLeast: 20})
  const centre = mean(sample)
  const variance = meanSquare(sample, centre)
  const moment = (k: number): number => mean(sample.map((r) => (r - centre) ** k)) / variance ** (k / 2)
  const [skewness, excessKurtosis] = [moment(3), moment(4) - 3]
  const z = normalQuantile(tail)
  const quantile =
    z +
    ((z * z - 1) * skewness) / 6 +
    ((z ** 3 - 3 * z) * excessKurtosis) / 24 -
    ((2 * z ** 3 - 5 * z) * skewness * skewness) / 36
  const slope = (x: number): number =>
    1 + (x * skewness) / 3 + ((x * x - 1) * excessKurtosis) / 8 - ((6 * x * x - 5) * skewness * skewness) / 36
  const steps = Array.from({length: 101}, (_, i) => slope((Math.abs(z) * (i - 50)) / 50))
  const standardDeviation = Math.sqrt((variance * sample.length) / (sample.length - 1))
  return {
    ...{method: 'cornish-fisher', tail, observations: sample.length, mean: centre, standardDeviation},
    ...{skewness, excessKurtosis, quantile, monotone: steps.every((value) => value > 0)},
    valueAtRisk: centre + standardDeviation * quantile,
    expectedShortfall: null,
  }
}
