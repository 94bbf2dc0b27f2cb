import {deviance} from '../../numerics/special/log-gamma.js'

/**
 * Likelihood-ratio statistic of x successes in n trials against the rate p:
 * `2 [x ln(x/(n p)) + (n - x) ln((n - x)/(n (1 - p)))]`, 0 ln 0 = 0, as two deviances, so that neither a million
 * observations nor a rate that nearly fits costs digits. 0 when n = 0.
 */
export function bernoulliRatio(x: number, n: number, p: number): number {
  if (n === 0) return 0
  if (p === 0 || p === 1) return x === n * p ? 0 : Infinity
  return 2 * (deviance(x, n * p) + deviance(n - x, n * (1 - p)))
}
