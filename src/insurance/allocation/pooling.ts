import {PlimsollError} from '../../errors.js'
import {normalQuantile, normalTailMean} from '../../numerics/special/normal.js'
import type {Game} from './shapley.js'

/** Risks that share a fund: standard deviations of their losses, USD, and correlations; means are left out. */
export interface Pool {
  readonly sigma: readonly number[]
  readonly correlation: readonly (readonly number[])[]
}

/** What pooling does to the capital of normal risks at one confidence, USD, losses positive. */
export interface Pooling {
  readonly standalone: Float64Array
  readonly pooled: number
  /** `1 - pooled / sum of standalone`. */
  readonly benefit: number
  /** Euler's shares of the pooled figure, which add up to it: `z (Sigma 1)_i / sigma_p`. */
  readonly euler: Float64Array
}

/** The covariances, row by row. @throws ALLOCATION_RANGE */
export function covariance({correlation, sigma}: Pool): Float64Array {
  const n = sigma.length
  if (n === 0 || correlation.length !== n || correlation.some((row) => row.length !== n)) {
    throw new PlimsollError('ALLOCATION_RANGE', `A pool of ${n} risks needs ${n} x ${n} correlations.`)
  }
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++)
      out[i * n + j] =
        (sigma[i] as number) * (sigma[j] as number) * ((correlation[i] as readonly number[])[j] as number)
  }
  return out
}

/**
 * Capital of pooled normal losses by VaR or ES at `confidence`, and who causes how much of it (Euler's principle, Tasche
 * 1999: the derivative with respect to each risk's size). Source: METHODS 5.
 * @throws ALLOCATION_RANGE when the correlations are no correlations
 */
export function poolNormalRisks(pool: Pool, confidence: number, measure: 'es' | 'var' = 'var'): Pooling {
  const n = pool.sigma.length
  const matrix = covariance(pool)
  const multiple = measure === 'var' ? normalQuantile(confidence) : -normalTailMean(1 - confidence)
  const rows = variances(matrix, n)
  const variance = rows.reduce((sum, value) => sum + value, 0)
  if (!(variance >= 0)) {
    throw new PlimsollError(
      'ALLOCATION_RANGE',
      'These correlations cannot be: the pool would have a negative variance.',
    )
  }
  const deviation = Math.sqrt(variance)
  const standalone = Float64Array.from(pool.sigma, (sigma) => multiple * sigma)
  const pooled = multiple * deviation
  const sum = standalone.reduce((total, value) => total + value, 0)
  return {
    benefit: sum > 0 ? 1 - pooled / sum : 0,
    euler: rows.map((row) => (deviation > 0 ? (multiple * row) / deviation : 0)),
    pooled,
    standalone,
  }
}

/** Row sums of the covariances: each risk's part of the variance, which is also its Shapley value in the game of variances. */
export function variances(matrix: Float64Array, n: number): Float64Array {
  return Float64Array.from({length: n}, (_, i) =>
    matrix.subarray(i * n, (i + 1) * n).reduce((sum, value) => sum + value, 0),
  )
}

/** The game of {@link shapley} in which a coalition costs the capital of its pooled normal losses. */
export function capitalGame(pool: Pool, multiple: number): Game {
  const n = pool.sigma.length
  const matrix = covariance(pool)
  return (coalition) => {
    let variance = 0
    for (let i = 0; i < n; i++) {
      if ((coalition & (1 << i)) === 0) continue
      for (let j = 0; j < n; j++) if ((coalition & (1 << j)) !== 0) variance += matrix[i * n + j] as number
    }
    return multiple * Math.sqrt(Math.max(0, variance))
  }
}
