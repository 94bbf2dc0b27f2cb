import {clopperPearsonUpper} from '../../numerics/special/binomial.js'
import {normalQuantile} from '../../numerics/special/normal.js'
import {automaticLags, longRunVariance} from '../lrv.js'

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
  const lags = Math.min(n - 1, automaticLags(n, horizonBars - 1))
  const error = Math.sqrt(Math.max(0, longRunVariance(hits, lags)) / n)
  return {exact, clustered: Math.min(1, mean + normalQuantile(confidence) * error)}
}
