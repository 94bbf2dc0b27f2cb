import {barsPerYear, formatTime, type Bars} from './bars.js'

export interface Point {
  readonly at: string
  readonly price: number
}

export interface Fall {
  /** Opening of the bar it fell in. */
  readonly at: string
  readonly from: number
  readonly to: number
  /** Simple return, negative for a fall. */
  readonly return: number
}

/** What one looks at first in a series. */
export interface SeriesSummary {
  readonly bars: number
  readonly from: string
  readonly to: string
  readonly first: Point
  readonly last: Point
  /** Lowest low and highest high. */
  readonly min: Point
  readonly max: Point
  /** Worst return from one close to the next. */
  readonly worstClose: Fall | null
  /** Worst return from one close to the low of the next bar: what a position opened at a close had to survive. */
  readonly worstLow: Fall | null
  /** Sample standard deviation of log returns close to close, times sqrt(barsPerYear); null below three bars. */
  readonly volatility: number | null
  readonly barsPerYear: number
}

/** The series must have at least one bar. */
export function summarise(series: Bars & {readonly barSeconds: number}): SeriesSummary {
  const {time, high, low, close, barSeconds} = series
  const n = time.length
  const at = (i: number): string => formatTime(time[i] ?? 0)
  const point = (column: Float64Array, i: number): Point => ({at: at(i), price: column[i] ?? NaN})
  let [lowest, highest] = [0, 0]
  for (let i = 1; i < n; i++) {
    if ((low[i] ?? NaN) < (low[lowest] ?? NaN)) lowest = i
    if ((high[i] ?? NaN) > (high[highest] ?? NaN)) highest = i
  }
  return {
    bars: n,
    from: at(0),
    to: at(n - 1),
    first: point(close, 0),
    last: point(close, n - 1),
    min: point(low, lowest),
    max: point(high, highest),
    worstClose: worst(series, close),
    worstLow: worst(series, low),
    volatility: volatility(close, barSeconds),
    barsPerYear: barsPerYear(barSeconds),
  }
}

function worst({time, close}: Bars, target: Float64Array): Fall | null {
  let fall: Fall | null = null
  for (let i = 1; i < time.length; i++) {
    const [from, to] = [close[i - 1] ?? NaN, target[i] ?? NaN]
    const change = to / from - 1
    if (change < (fall?.return ?? Infinity)) fall = {at: formatTime(time[i] ?? 0), from, to, return: change}
  }
  return fall
}

function volatility(close: Float64Array, barSeconds: number): number | null {
  const n = close.length - 1
  if (n < 2) return null
  const returns = close.subarray(1).map((price, i) => Math.log(price / (close[i] ?? NaN)))
  const mean = returns.reduce((sum, value) => sum + value, 0) / n
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return Math.sqrt((squares / (n - 1)) * barsPerYear(barSeconds))
}
