/**
 * Long-run variance of a series with Bartlett weights 1 - k/(L+1) on its autocovariances about the mean (Newey & West,
 * Econometrica 55 (1987) 703-708), divisor T. Never negative. L = 0 is the plain variance.
 */
export function longRunVariance(series: ArrayLike<number>, lags: number): number {
  const n = series.length
  const centred = new Float64Array(n)
  let mean = 0
  for (let t = 0; t < n; t++) mean += series[t] as number
  mean /= n
  for (let t = 0; t < n; t++) centred[t] = (series[t] as number) - mean
  let total = 0
  for (let k = 0; k <= Math.min(lags, n - 1); k++) {
    let sum = 0
    for (let t = k; t < n; t++) sum += (centred[t] as number) * (centred[t - k] as number)
    total += (k === 0 ? 1 : 2 * (1 - k / (lags + 1))) * (sum / n)
  }
  return total
}

/** Newey & West's rule of thumb for the number of lags, floor(4 (T/100)^(2/9)), but at least `least`. */
export function automaticLags(periods: number, least = 0): number {
  return Math.max(least, Math.floor(4 * (periods / 100) ** (2 / 9)))
}
