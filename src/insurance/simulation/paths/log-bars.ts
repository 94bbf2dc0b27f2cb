import {PlimsollError} from '../../../errors.js'
import {isCloseOnly} from '../../../market/bars.js'
import type {Series} from '../../../market/series.js'
import {formatDuration} from '../../../units/duration.js'

/** Daily bars as the simulators read and write them: logarithms of prices over the previous close, one entry a day. */
export interface LogBars {
  readonly close: Float64Array
  /** At most 0 and at most `close`. */
  readonly low: Float64Array
  /** At least 0 and at least `close`. */
  readonly high: Float64Array
}

const DAY = 86_400
/** Days below which no law of a year's losses can be learned from history. */
const LEAST_DAYS = 250

export function emptyBars(days: number): LogBars {
  return {close: new Float64Array(days), low: new Float64Array(days), high: new Float64Array(days)}
}

/**
 * The bars of a daily series over the close before each: gaps between bars are inside, and the first bar, which has no close
 * before it, is left out.
 * @throws FUND_BARS when the bars are not daily, have no extremes of their own, or are too few
 */
export function logBars(series: Series): LogBars {
  const {barSeconds, close, high, id, low} = series
  if (barSeconds !== DAY) {
    throw new PlimsollError(
      'FUND_BARS',
      `The fund is simulated on daily bars, and those of ${id} are of ${formatDuration(barSeconds)}.`,
      {suggestions: ['Name a daily series in `backtest.prices`, such as ETH-USDT.']},
    )
  }
  if (isCloseOnly(series)) {
    throw new PlimsollError(
      'FUND_BARS',
      `${id} has closes only: how far a day went against a position cannot be simulated from them.`,
    )
  }
  const days = close.length - 1
  if (days < LEAST_DAYS) {
    throw new PlimsollError(
      'FUND_BARS',
      `A study of the fund needs at least ${LEAST_DAYS} daily bars after the first, and ${id} has ${days} here.`,
      {suggestions: ['Begin earlier (`backtest.from`).']},
    )
  }
  const bars = emptyBars(days)
  for (let t = 0; t < days; t++) {
    const before = close[t] as number
    bars.close[t] = Math.log((close[t + 1] as number) / before)
    bars.low[t] = Math.min(0, Math.log((low[t + 1] as number) / before))
    bars.high[t] = Math.max(0, Math.log((high[t + 1] as number) / before))
  }
  return bars
}
