import {formatTime, type Bars} from '../bars.js'
import type {Findings} from '../quality.js'

export interface Arranged {
  readonly bars: Bars
  readonly lines: Float64Array
  /** Rows were not in time order. */
  readonly sorted: boolean
}

const NAMES = ['time', 'open', 'high', 'low', 'close', 'quoteVolume'] as const

/**
 * Puts bars in time order and drops repetitions. A row that repeats another exactly is a warning; two rows for one time
 * that differ are an error, because nothing says which is right.
 */
export function arrange(bars: Bars, lines: Float64Array, found: Findings): Arranged {
  const {time} = bars
  const increasing = time.every((seconds, i) => i === 0 || seconds > (time[i - 1] ?? 0))
  if (increasing) return {bars: pick(bars), lines: lines.slice(), sorted: false}
  const order = sortedOrder(time, lines)
  const keep = new Uint32Array(order.length)
  let [kept, sorted] = [0, false]
  for (const [i, at] of order.entries()) {
    const before = order[i - 1]
    if (before !== undefined && at < before) sorted = true
    const twin = keep[kept - 1]
    if (kept === 0 || twin === undefined || time[twin] !== time[at]) keep[kept++] = at
    else reportTwin(bars, lines, twin, at, found)
  }
  const final = keep.subarray(0, kept)
  return {bars: pick(bars, final), lines: Float64Array.from(final, (at) => lines[at] ?? NaN), sorted}
}

/** Indices by time, then by line. Descending files, the usual case, are turned round without a sort. */
function sortedOrder(time: Float64Array, lines: Float64Array): Uint32Array {
  const order = Uint32Array.from(time, (_, i) => i)
  if (time.every((seconds, i) => i === 0 || seconds < (time[i - 1] ?? 0))) return order.reverse()
  return order.sort((a, b) => (time[a] ?? 0) - (time[b] ?? 0) || (lines[a] ?? 0) - (lines[b] ?? 0))
}

function pick(bars: Bars, order?: Uint32Array): Bars {
  const column = (name: (typeof NAMES)[number]): Float64Array =>
    order ? Float64Array.from(order, (at) => bars[name][at] ?? NaN) : bars[name].slice()
  const [time, open, high, low, close, quoteVolume] = NAMES.map(column) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return {time, open, high, low, close, quoteVolume}
}

function reportTwin(bars: Bars, lines: Float64Array, first: number, second: number, found: Findings): void {
  const same = NAMES.every((name) => Object.is(bars[name][first], bars[name][second]))
  const [line, other, at] = [lines[second] ?? NaN, lines[first] ?? NaN, formatTime(bars.time[second] ?? 0)]
  found.add({code: 'duplicate', severity: same ? 'warning' : 'error', line, at}, () =>
    same ? `repeats line ${other} (${at}): dropped` : `another bar for ${at} than line ${other}: which one is right?`,
  )
}
