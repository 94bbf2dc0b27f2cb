import {PlimsollError} from '../../errors.js'
import {leastSquares, Matrix} from '../../numerics/linear.js'

export interface HarOptions {
  /** Windows of the averages, in bars: 1, 7 and 30 days for a market that never closes (1, 5, 22 where it does). */
  readonly lags?: readonly number[]
  /** Lags of the Newey-West errors; by default floor(4 (T/100)^(2/9)). */
  readonly neweyWestLags?: number
}

/** Corsi's heterogeneous autoregression (2009), fitted by least squares. Variances a bar, in the unit of the input. */
export interface HarFit {
  readonly lags: readonly number[]
  /** Rows of the regression: bars less the longest lag. */
  readonly observations: number
  /** Constant first, then one coefficient a lag. */
  readonly coefficients: readonly number[]
  readonly standardErrors: {readonly ols: readonly number[]; readonly neweyWest: readonly number[]}
  readonly neweyWestLags: number
  readonly r2: number
  /** Forecast for each bar of the regression, from bars before it only. */
  readonly fitted: Float64Array
  readonly nextVariance: number
  /** Set when the regression gave no positive forecast and the least variance in the sample stands in for it. */
  readonly floored: boolean
}

export const DEFAULT_HAR_LAGS = [1, 7, 30] as const

/**
 * RV_t = c + sum of b_i x (mean of RV over the last lag_i bars) + error.
 * @throws VOLATILITY_TOO_SHORT or VOLATILITY_CONSTANT when there is nothing to regress on
 */
export function fitHar(variances: ArrayLike<number>, options: HarOptions = {}): HarFit {
  const lags = options.lags ?? DEFAULT_HAR_LAGS
  const longest = Math.max(...lags)
  const n = variances.length - longest
  if (n < 3 * (lags.length + 1) || lags.some((lag) => !Number.isInteger(lag) || lag < 1)) {
    throw new PlimsollError(
      'VOLATILITY_TOO_SHORT',
      `HAR with lags ${lags.join(', ')} needs more than ${longest + 3 * (lags.length + 1) - 1} variances; ` +
        `there are ${variances.length}.`,
    )
  }
  const sums = cumulative(variances)
  const rowAt = (t: number): number[] => [
    1,
    ...lags.map((lag) => ((sums[t] as number) - (sums[t - lag] as number)) / lag),
  ]
  const x = Matrix.of(Array.from({length: n}, (_, i) => rowAt(longest + i)))
  const y = Float64Array.from({length: n}, (_, i) => variances[longest + i] as number)
  const fit = leastSquares(x, y)
  if (!fit) {
    throw new PlimsollError('VOLATILITY_CONSTANT', 'HAR cannot tell its averages apart: the variances hardly change.')
  }
  const neweyWestLags = options.neweyWestLags ?? Math.floor(4 * (n / 100) ** (2 / 9))
  const {coefficients, residuals, inverseGram} = fit
  const rss = residuals.reduce((sum, e) => sum + e * e, 0)
  const centre = y.reduce((sum, value) => sum + value, 0) / n
  const tss = y.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  const hac = inverseGram.times(longRun(x, residuals, neweyWestLags)).times(inverseGram)
  const columns = [...coefficients.keys()]
  const next = rowAt(variances.length).reduce((sum, value, j) => sum + value * (coefficients[j] as number), 0)
  return {
    ...{lags, observations: n, neweyWestLags, coefficients: [...coefficients], fitted: fit.fitted},
    standardErrors: {
      ols: columns.map((j) => Math.sqrt((inverseGram.get(j, j) * rss) / (n - columns.length))),
      neweyWest: columns.map((j) => Math.sqrt(hac.get(j, j))),
    },
    r2: tss > 0 ? 1 - rss / tss : 0,
    nextVariance: next > 0 ? next : Math.min(...y),
    floored: !(next > 0),
  }
}

/** sums[t] is the sum of the first t values. @throws VOLATILITY_NOT_FINITE */
function cumulative(values: ArrayLike<number>): Float64Array {
  const out = new Float64Array(values.length + 1)
  for (let t = 0; t < values.length; t++) {
    const value = values[t] as number
    if (!(value >= 0 && value < Infinity)) {
      throw new PlimsollError(
        'VOLATILITY_NOT_FINITE',
        `Variance ${t + 1} is ${value}: HAR needs variances, none negative.`,
      )
    }
    out[t + 1] = (out[t] as number) + value
  }
  return out
}

/** X'SX with Bartlett weights 1 - l / (L + 1) (Newey and West 1987). */
function longRun(x: Matrix, residuals: Float64Array, lags: number): Matrix {
  const k = x.columns
  const out = new Matrix(k, k)
  for (let lag = 0; lag <= lags; lag++) {
    const weight = 1 - lag / (lags + 1)
    for (let t = lag; t < x.rows; t++) {
      const product = weight * (residuals[t] as number) * (residuals[t - lag] as number)
      for (let i = 0; i < k; i++) {
        for (let j = 0; j < k; j++) {
          const [now, before] = [x.get(t, i) * x.get(t - lag, j), lag > 0 ? x.get(t - lag, i) * x.get(t, j) : 0]
          out.add(i, j, product * (now + before))
        }
      }
    }
  }
  return out
}
