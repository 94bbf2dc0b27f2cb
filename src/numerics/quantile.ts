/** A sorted copy, ascending; NaN sorts last, as typed arrays do. */
export function sorted(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort()
}

/**
 * Sample quantile of ascending values (Hyndman & Fan, The American Statistician 50 (1996) 361-365).
 * Type 1 is the inverse of the empirical distribution: always an observed value, what "the k-th worst loss" means.
 * Type 7 interpolates linearly between order statistics: the default of R and NumPy. NaN for an empty sample.
 */
export function quantileOfSorted(ascending: ArrayLike<number>, p: number, type: 1 | 7): number {
  const n = ascending.length
  if (n === 0 || !(p >= 0 && p <= 1)) return Number.NaN
  if (type === 1) {
    const position = n * p
    const nearest = Math.round(position) // n p that is whole but for rounding counts as whole
    const rank = Math.abs(position - nearest) < 4e-16 * n ? nearest : Math.ceil(position)
    return ascending[Math.max(0, rank - 1)] as number
  }
  const position = (n - 1) * p
  const below = Math.floor(position)
  const lower = ascending[below] as number
  const upper = ascending[Math.min(n - 1, below + 1)] as number
  return lower + (position - below) * (upper - lower)
}

/** Sample quantile of unsorted values: see {@link quantileOfSorted}. */
export function quantile(values: ArrayLike<number>, p: number, type: 1 | 7): number {
  return quantileOfSorted(sorted(values), p, type)
}
