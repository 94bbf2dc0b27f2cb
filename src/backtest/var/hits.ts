import {PlimsollError} from '../../errors.js'

/** When the forecasts were exceeded: all that most coverage tests look at. */
export interface Hits {
  /** Number of forecasts, T. */
  readonly periods: number
  /** Nominal probability of a hit: 0.01 for a 99% VaR. */
  readonly p: number
  /** Days of the hits, from 1, ascending. */
  readonly days: Int32Array
}

/** The nominal hit probability of a confidence level, without the noise of `1 - 0.99`. */
export function tailOf(level: number): number {
  return Number((1 - level).toPrecision(12))
}

/**
 * Hits `r_t < VaR_t` (strictly). VaR is the p-quantile of the return: a negative number.
 * @throws BACKTEST_SAMPLE for an empty sample, unequal lengths, or anything that is not a finite number
 * @throws BACKTEST_PROBABILITY unless 0 < p < 1
 */
export function hitsOf(returns: ArrayLike<number>, valueAtRisk: ArrayLike<number>, p: number): Hits {
  const periods = returns.length
  if (periods === 0 || valueAtRisk.length !== periods) {
    throw new PlimsollError(
      'BACKTEST_SAMPLE',
      `A backtest needs one VaR forecast for each return: there are ${periods} returns and ${valueAtRisk.length} forecasts.`,
    )
  }
  const days = new Int32Array(periods)
  let count = 0
  for (let index = 0; index < periods; index++) {
    const r = returns[index] as number
    const v = valueAtRisk[index] as number
    if (!Number.isFinite(r - v)) {
      throw new PlimsollError(
        'BACKTEST_SAMPLE',
        `Observation ${index + 1} is not a pair of finite numbers (return ${r}, VaR ${v}).`,
      )
    }
    if (r < v) days[count++] = index + 1
  }
  return hitsAt(days.subarray(0, count), periods, p)
}

/** Hits given by their days (from 1, ascending). */
export function hitsAt(days: ArrayLike<number>, periods: number, p: number): Hits {
  if (!(p > 0 && p < 1)) {
    throw new PlimsollError(
      'BACKTEST_PROBABILITY',
      `A hit probability lies between 0 and 1, not ${p}: a 99% VaR has 0.01.`,
    )
  }
  return {periods, p, days: days instanceof Int32Array ? days : Int32Array.from(days)}
}

/** The transitions of the hit series over its T - 1 pairs of neighbouring days. */
export interface Transitions {
  readonly n00: number
  readonly n01: number
  readonly n10: number
  readonly n11: number
}

export function transitionsOf({periods, days}: Hits): Transitions {
  let n11 = 0
  for (let index = 1; index < days.length; index++)
    if ((days[index] as number) - (days[index - 1] as number) === 1) n11++
  const n01 = days.length - n11 - (days[0] === 1 ? 1 : 0)
  const n10 = days.length - n11 - (days[days.length - 1] === periods ? 1 : 0)
  return {n00: periods - 1 - n01 - n10 - n11, n01, n10, n11}
}
