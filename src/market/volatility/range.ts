import {PlimsollError} from '../../errors.js'
import type {Series} from '../series.js'

/** Bars a year of a market that never closes: volatilities are annualised by 365 days, not by 252. */
export const DAYS_A_YEAR = 365

export type RangeEstimator =
  'close-to-close' | 'garman-klass' | 'garman-klass-yang-zhang' | 'parkinson' | 'rogers-satchell' | 'yang-zhang'

export type Bars = Pick<Series, 'close' | 'high' | 'low' | 'open'>

export interface RollingVolatility {
  readonly estimator: RangeEstimator
  /** Bars a window. */
  readonly window: number
  readonly barsPerYear: number
  /** Index of the bar that the first value belongs to (the last bar of its window). */
  readonly first: number
  /** Annualised volatility (decimal), one value a bar from `first` on. */
  readonly values: Float64Array
}

const {log, sqrt, LN2} = Math

type Term = (bars: Bars, t: number) => number

const at = (values: Float64Array, t: number): number => values[t] as number
const range: Term = ({high, low}, t) => log(at(high, t) / at(low, t))
const body: Term = ({open, close}, t) => log(at(close, t) / at(open, t))
const gap: Term = ({open, close}, t) => log(at(open, t) / at(close, t - 1))
const move: Term = ({close}, t) => log(at(close, t) / at(close, t - 1))

/** Parkinson (1980): ln(h/l)^2 / (4 ln 2). */
export const parkinson: Term = (bars, t) => range(bars, t) ** 2 / (4 * LN2)

/** Garman and Klass (1980): ln(h/l)^2 / 2 - (2 ln 2 - 1) ln(c/o)^2. */
export const garmanKlass: Term = (bars, t) => 0.5 * range(bars, t) ** 2 - (2 * LN2 - 1) * body(bars, t) ** 2

/** Rogers and Satchell (1991), free of drift: ln(h/c) ln(h/o) + ln(l/c) ln(l/o). */
export const rogersSatchell: Term = ({open, high, low, close}, t) => {
  const [o, h, l, c] = [at(open, t), at(high, t), at(low, t), at(close, t)]
  return log(h / c) * log(h / o) + log(l / c) * log(l / o)
}

/** Garman-Klass with the jump from the last close to the open added. */
const garmanKlassYangZhang: Term = (bars, t) => gap(bars, t) ** 2 + garmanKlass(bars, t)

/**
 * Annualised volatility over a rolling window of bars. Close-to-close takes the returns inside the window, one fewer than
 * bars; Yang and Zhang (2000) is s_o^2 + k s_c^2 + (1 - k) s_rs^2 with k = 0.34 / (1.34 + (n + 1) / (n - 1)).
 * @throws VOLATILITY_WINDOW when the window does not fit the bars
 * @throws VOLATILITY_BAD_BAR for a bar that is no bar: prices not positive, or open or close outside high and low
 */
export function rollingVolatility(
  estimator: RangeEstimator,
  bars: Bars,
  window: number,
  barsPerYear = DAYS_A_YEAR,
): RollingVolatility {
  const count = bars.close.length
  // A return needs the close of the bar before the window, so the first window of these begins at bar 1.
  const lead = estimator === 'yang-zhang' || estimator === 'garman-klass-yang-zhang' ? 1 : 0
  if (!Number.isInteger(window) || window < 3 || window + lead > count) {
    throw new PlimsollError(
      'VOLATILITY_WINDOW',
      `A window of ${window} bars does not fit: it needs at least 3 and at most ${count - lead} of the ${count} bars.`,
    )
  }
  checkBars(bars)
  const first = window - 1 + lead
  const values = new Float64Array(count - first)
  const variance = varianceOf(estimator)
  for (let i = 0; i < values.length; i++) {
    const end = first + i
    // Rounding can leave a window in which nothing moved a little below zero.
    values[i] = sqrt(Math.max(0, barsPerYear * variance(bars, end - window + 1, end)))
  }
  return {estimator, window, barsPerYear, first, values}
}

/** The variance a bar over bars from..to (inclusive). */
function varianceOf(estimator: RangeEstimator): (bars: Bars, from: number, to: number) => number {
  switch (estimator) {
    case 'close-to-close':
      return (bars, from, to) => sampleVariance(bars, move, from + 1, to)
    case 'yang-zhang':
      return (bars, from, to) => {
        const n = to - from + 1
        const k = 0.34 / (1.34 + (n + 1) / (n - 1))
        const [open, close] = [sampleVariance(bars, gap, from, to), sampleVariance(bars, body, from, to)]
        return open + k * close + (1 - k) * average(bars, rogersSatchell, from, to)
      }
    default: {
      const term = {
        'garman-klass': garmanKlass,
        'garman-klass-yang-zhang': garmanKlassYangZhang,
        parkinson,
        'rogers-satchell': rogersSatchell,
      }[estimator]
      return (bars, from, to) => average(bars, term, from, to)
    }
  }
}

function average(bars: Bars, term: Term, from: number, to: number): number {
  let sum = 0
  for (let t = from; t <= to; t++) sum += term(bars, t)
  return sum / (to - from + 1)
}

function sampleVariance(bars: Bars, term: Term, from: number, to: number): number {
  const mean = average(bars, term, from, to)
  let sum = 0
  for (let t = from; t <= to; t++) sum += (term(bars, t) - mean) ** 2
  return sum / (to - from)
}

function checkBars({open, high, low, close}: Bars): void {
  for (let t = 0; t < close.length; t++) {
    const [o, h, l, c] = [at(open, t), at(high, t), at(low, t), at(close, t)]
    const ordered = l > 0 && h < Infinity && l <= Math.min(o, c) && h >= Math.max(o, c)
    if (!ordered) {
      throw new PlimsollError(
        'VOLATILITY_BAD_BAR',
        `Bar ${t + 1} is no bar: open ${o}, high ${h}, low ${l}, close ${c}. A range needs 0 < low <= open, close <= high.`,
      )
    }
  }
}
