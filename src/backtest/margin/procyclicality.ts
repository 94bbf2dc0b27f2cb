import {quantile} from '../../numerics/quantile.js'

/** How fast a margin rose over n observations. */
export interface Rise {
  /** Largest relative change `M_(t+n)/M_t - 1`. */
  readonly maxRelative: number
  /** Largest change `M_(t+n) - M_t`. */
  readonly maxAbsolute: number
  /** 95% quantile (type 7) of the relative changes. */
  readonly p95Relative: number
}

/** Long-term procyclicality: largest margin over smallest (Murphy, Vasios & Vause, FSP 29, 2014). */
export function peakToTrough(margin: ArrayLike<number>): number {
  let [low, high] = [Infinity, -Infinity]
  for (let t = 0; t < margin.length; t++) {
    low = Math.min(low, margin[t] as number)
    high = Math.max(high, margin[t] as number)
  }
  return high / low
}

/** Short-term procyclicality over n observations; undefined when the series is no longer than n. */
export function rise(margin: ArrayLike<number>, n: number): Rise | undefined {
  const count = margin.length - n
  if (count < 1) return undefined
  const relative = new Float64Array(count)
  let [maxRelative, maxAbsolute] = [-Infinity, -Infinity]
  for (let t = 0; t < count; t++) {
    const [before, after] = [margin[t] as number, margin[t + n] as number]
    relative[t] = after / before - 1
    maxRelative = Math.max(maxRelative, relative[t] as number)
    maxAbsolute = Math.max(maxAbsolute, after - before)
  }
  return {maxRelative, maxAbsolute, p95Relative: quantile(relative, 0.95, 7)}
}

/**
 * Impulse response of an EWMA margin: `M_t/M_0 = sqrt(1 + (k^2 - 1)(1 - lambda^t))` t observations after volatility
 * steps from 1 to k (Gurrola-Perez & Murphy 2025), in the mean of the variance.
 */
export function ewmaImpulseResponse(lambda: number, k: number, t: number): number {
  return Math.sqrt(1 - (k * k - 1) * Math.expm1(t * Math.log(lambda)))
}

/**
 * Impulse response of any margin rule: feeds it a base path and the same path with every return from `at` on multiplied by
 * k, and returns the ratio of the margins from there, entry n being n observations after the step.
 */
export function impulseResponse(
  marginOf: (returns: Float64Array) => Float64Array,
  returns: Float64Array,
  at: number,
  k: number,
): Float64Array {
  const calm = marginOf(returns)
  const shaken = marginOf(returns.map((r, t) => (t < at ? r : k * r)))
  return shaken.subarray(at).map((value, n) => value / (calm[at + n] as number))
}
