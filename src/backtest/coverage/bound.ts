import {clopperPearsonUpper} from '../../numerics/special/binomial.js'
import {normalQuantile} from '../../numerics/special/normal.js'

/** Newey and West (Econometrica 55 (1987) 703): Bartlett weights; lags by their rule of thumb, at least what overlap makes dependent. */
function longRunVariance(hits: Uint8Array, mean: number, horizonBars: number): number {
  const n = hits.length
  const lags = Math.min(n - 1, Math.max(horizonBars - 1, Math.floor(4 * (n / 100) ** (2 / 9))))
  let variance = mean * (1 - mean)
  for (let lag = 1; lag <= lags; lag++) {
    let both = 0
    let early = 0
    let late = 0
    for (let t = lag; t < n; t++) {
      both += (hits[t] ?? 0) & (hits[t - lag] ?? 0)
      late += hits[t] ?? 0
      early += hits[t - lag] ?? 0
    }
    const covariance = (both - mean * (late + early) + (n - lag) * mean * mean) / n
    variance += 2 * (1 - lag / (lags + 1)) * covariance
  }
  return Math.max(variance, 0)
}

export interface HitRateBounds {
  /** Clopper-Pearson on the worst set of windows that do not overlap. */
  readonly exact: number
  /** Normal with Newey-West variance on all windows. */
  readonly clustered: number
}

/**
 * One-sided upper bounds of the probability of a breach from 0/1 windows that each span `horizonBars` bars.
 * The clustered one is undefined in substance with no breach at all (its variance is 0); the exact one then decides.
 */
export function hitRateBounds(hits: Uint8Array, horizonBars: number, confidence: number): HitRateBounds {
  const n = hits.length
  let exact = 0
  for (let phase = 0; phase < Math.min(horizonBars, n); phase++) {
    let [count, size] = [0, 0]
    for (let t = phase; t < n; t += horizonBars) {
      count += hits[t] ?? 0
      size++
    }
    exact = Math.max(exact, clopperPearsonUpper(count, size, 1 - confidence))
  }
  const mean = hits.reduce((sum, hit) => sum + hit, 0) / n
  const error = Math.sqrt(longRunVariance(hits, mean, horizonBars) / n)
  return {exact, clustered: Math.min(1, mean + normalQuantile(confidence) * error)}
}
