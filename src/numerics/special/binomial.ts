import {betaQuantile, betaQuantileUpper, betaRegularised} from './beta.js'

/** P(X <= k) for X binomial(n, p): exact, as an incomplete beta function; any n that a double holds. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0
  if (k >= n) return 1
  return betaRegularised(n - k, k + 1, 1 - p, p)
}

/** P(X > k): the upper tail to full relative accuracy. `binomialSf(x - 1, n, p)` is P(X >= x). */
export function binomialSf(k: number, n: number, p: number): number {
  if (k < 0) return 1
  if (k >= n) return 0
  return betaRegularised(k + 1, n - k, p, 1 - p)
}

/**
 * One-sided exact upper bound of a proportion after x successes in n (Clopper & Pearson, Biometrika 26 (1934)
 * 404-413): the p at which P(X <= x) falls to `alpha`. With x = 0 it is 1 - alpha^(1/n).
 */
export function clopperPearsonUpper(x: number, n: number, alpha: number): number {
  if (x >= n) return 1
  if (x === 0) return -Math.expm1(Math.log(alpha) / n)
  return betaQuantileUpper(x + 1, n - x, alpha)
}

/** One-sided exact lower bound: the p at which P(X >= x) falls to `alpha`; 0 when x = 0. */
export function clopperPearsonLower(x: number, n: number, alpha: number): number {
  if (x <= 0) return 0
  if (x >= n) return Math.exp(Math.log(alpha) / n)
  return betaQuantile(x, n - x + 1, alpha)
}
