import {PlimsollError} from '../../errors.js'
import {meanSquare, usableReturns} from './sample.js'

export interface Ewma {
  readonly lambda: number
  readonly seedBars: number
  readonly seedVariance: number
  readonly observations: number
  /** h_t of each bar, from returns before it only; the first is the seed. */
  readonly variances: Float64Array
  /** z_t = r_t / sqrt(h_t). */
  readonly residuals: Float64Array
  /** h of the first bar after the sample. */
  readonly nextVariance: number
}

/** RiskMetrics' decay for daily returns. */
export const DAILY_LAMBDA = 0.94

/**
 * h_{t+1} = lambda h_t + (1 - lambda) r_t^2, seeded with the mean square of the first bars (which therefore know a
 * little of their own future: leave them out of a backtest).
 */
export function ewma(returns: ArrayLike<number>, lambda = DAILY_LAMBDA, seedBars = 20): Ewma {
  if (!(lambda > 0 && lambda < 1)) {
    throw new PlimsollError('VOLATILITY_LAMBDA', `The decay of an EWMA lies between 0 and 1, not at ${lambda}.`)
  }
  const sample = usableReturns(returns, {purpose: 'An EWMA', atLeast: seedBars})
  const seedVariance = meanSquare(sample.subarray(0, seedBars)) || meanSquare(sample)
  const variances = new Float64Array(sample.length)
  let h = seedVariance
  for (let t = 0; t < sample.length; t++) {
    variances[t] = h
    h = lambda * h + (1 - lambda) * (sample[t] as number) ** 2
  }
  return {
    ...{lambda, seedBars, seedVariance, variances},
    observations: sample.length,
    residuals: sample.map((r, t) => r / Math.sqrt(variances[t] as number)),
    nextVariance: h,
  }
}
