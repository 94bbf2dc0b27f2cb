import type {Bars} from '../../src/market/bars.js'
import {digestOf} from '../../src/market/digest.js'
import type {Series} from '../../src/market/series.js'

const DAY = 86_400
const START = Date.parse('2024-01-01') / 1000

/** Bars from `[open, high, low, close]` rows, daily from 2024-01-01 unless times are given. */
export function barsOf(rows: readonly (readonly number[])[], times?: readonly number[], barSeconds = DAY): Bars {
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] ?? NaN)
  return {
    time: Float64Array.from(rows, (_, i) => times?.[i] ?? START + i * barSeconds),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    quoteVolume: column(4),
  }
}

/** A whole series around such bars. */
export function seriesOf(rows: readonly (readonly number[])[], barSeconds = DAY): Series {
  const bars = {...barsOf(rows, undefined, barSeconds), barSeconds}
  const about = {id: 'TEST', title: 'test', base: 'ETH', quote: 'USD', source: 'a test'}
  return {...bars, ...about, digest: digestOf(bars)}
}
