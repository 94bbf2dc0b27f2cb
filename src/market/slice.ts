import {PlimsollError} from '../errors.js'
import {formatDuration} from '../units/duration.js'
import {formatTime} from './bars.js'
import {digestOf} from './digest.js'
import type {Series} from './series.js'

/** Index of the first bar that opens at or after `seconds`. */
function firstAtOrAfter(time: Float64Array, seconds: number): number {
  let [low, high] = [0, time.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((time[middle] ?? Infinity) < seconds) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The bars that open in [from, to): both in epoch milliseconds, each optional. Its digest is its own.
 * The columns are views of the given series, not copies.
 * @throws DATA_EMPTY_SLICE when no bar is left.
 */
export function slice(series: Series, fromMs = -Infinity, toMs = Infinity): Series {
  const {time} = series
  const start = firstAtOrAfter(time, fromMs / 1000)
  const end = firstAtOrAfter(time, toMs / 1000)
  if (end <= start) throw new PlimsollError('DATA_EMPTY_SLICE', nothingLeft(series, fromMs, toMs))
  if (start === 0 && end === time.length) return series
  const part = {
    ...series,
    time: time.subarray(start, end),
    open: series.open.subarray(start, end),
    high: series.high.subarray(start, end),
    low: series.low.subarray(start, end),
    close: series.close.subarray(start, end),
    quoteVolume: series.quoteVolume.subarray(start, end),
  }
  return {...part, digest: digestOf(part)}
}

function nothingLeft({id, time}: Series, fromMs: number, toMs: number): string {
  const wanted = [
    ...(fromMs === -Infinity ? [] : [`from ${formatTime(fromMs / 1000)}`]),
    ...(toMs === Infinity ? [] : [`before ${formatTime(toMs / 1000)}`]),
  ].join(' and ')
  const has = time.length === 0 ? 'it is empty' : `it runs from ${formatTime(time[0] ?? 0)} to ${lastTime(time)}`
  return `The series ${id} has no bar ${wanted}: ${has}.`
}

const lastTime = (time: Float64Array): string => formatTime(time.at(-1) ?? 0)

/**
 * How many bars a horizon is.
 * @throws DATA_HORIZON_TOO_FINE when it is shorter than one bar, DATA_HORIZON_NOT_WHOLE when it is no whole number of bars.
 */
export function barsFor(seconds: number, {id, barSeconds}: Pick<Series, 'barSeconds' | 'id'>): number {
  const [horizon, bar] = [formatDuration(seconds), formatDuration(barSeconds)]
  if (seconds < barSeconds) {
    throw new PlimsollError(
      'DATA_HORIZON_TOO_FINE',
      `A horizon of ${horizon} is finer than the bars of ${id} (${bar}): what happens inside a bar is not recorded.`,
      {suggestions: [`Take a horizon of ${bar} or a multiple of it.`, 'Take a series with finer bars.']},
    )
  }
  if (seconds % barSeconds !== 0) {
    const below = Math.floor(seconds / barSeconds) * barSeconds
    throw new PlimsollError(
      'DATA_HORIZON_NOT_WHOLE',
      `A horizon of ${horizon} is no whole number of the bars of ${id} (${bar}).`,
      {suggestions: [`Take ${formatDuration(below)} or ${formatDuration(below + barSeconds)}.`]},
    )
  }
  return seconds / barSeconds
}
