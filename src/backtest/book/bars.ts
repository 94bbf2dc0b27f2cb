import {PlimsollError} from '../../errors.js'

/** OHLC bars of one market, in time order; a `Series` is one. */
export interface Bars {
  readonly barSeconds: number
  /** Opening time of each bar, epoch seconds; without it the first bar opens at 0. */
  readonly time?: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
}

const SECONDS_PER_DAY = 86_400

/** The UTC day a bar opens in, as days since the epoch (since the first bar, when the bars carry no time). */
export function dayOf(bars: Pick<Bars, 'barSeconds' | 'time'>, bar: number): number {
  return Math.floor((bars.time?.[bar] ?? bar * bars.barSeconds) / SECONDS_PER_DAY)
}

/** The bars from `start` to before `end`, prices times `scale`. */
export function scaledBars(bars: Bars, start: number, end: number, scale: number): Bars {
  const scaled = (column: Float64Array): Float64Array => column.subarray(start, end).map((value) => value * scale)
  const {barSeconds, close, high, low, open, time} = bars
  return {
    barSeconds,
    close: scaled(close),
    high: scaled(high),
    low: scaled(low),
    open: scaled(open),
    ...(time && {time: time.subarray(start, end)}),
  }
}

/** @throws BOOK_PATH unless there is a bar, every array has a figure for each, and every price is a positive number. */
export function requireAligned(
  what: string,
  bars: Bars,
  others: Readonly<Record<string, ArrayLike<number> | undefined>>,
) {
  const length = bars.open.length
  const {close, high, low, time} = bars
  for (const [name, array] of Object.entries({close, high, low, time, ...others})) {
    if (array !== undefined && array.length !== length) {
      throw new PlimsollError('BOOK_PATH', `${what}: ${array.length} figures of \`${name}\` for ${length} bars.`)
    }
  }
  if (length === 0) throw new PlimsollError('BOOK_PATH', `${what}: there is no bar to replay.`)
  for (const [name, column] of Object.entries({close, high, low, open: bars.open})) requirePrices(what, name, column)
  for (const [name, column] of Object.entries(others)) if (column !== undefined) requireFigures(what, name, column)
}

function requireFigures(what: string, name: string, column: ArrayLike<number>): void {
  for (let bar = 0; bar < column.length; bar++) {
    if (Number.isFinite(column[bar])) continue
    throw new PlimsollError(
      'BOOK_PATH',
      `${what}: \`${name}\` of bar ${bar + 1} is ${column[bar] ?? NaN}, which is no figure.`,
    )
  }
}

/** A price that is no number would never trigger anything: refused rather than passed over. */
function requirePrices(what: string, name: string, column: Float64Array): void {
  for (let bar = 0; bar < column.length; bar++) {
    const price = column[bar] as number
    if (price > 0 && price < Infinity) continue
    throw new PlimsollError('BOOK_PATH', `${what}: \`${name}\` of bar ${bar + 1} is ${price}, which is no price.`)
  }
}
