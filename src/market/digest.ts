import {createHash} from 'node:crypto'

import type {Bars} from './bars.js'

const COLUMNS = 6
const BLOCK = 4096

/**
 * sha256 (hex) of a series' canonical form, which knows figures only, not how a file writes them:
 * the text `plimsoll-series-1`, then the bar's length, then for each bar in time order
 * `time open high low close quoteVolume`, every number as a 64-bit IEEE-754 little-endian float.
 * Time is the bar's opening in epoch seconds, UTC; an unknown volume is written as -1.
 * In Python: `sha256(b'plimsoll-series-1' + pack('<d', barSeconds) + b''.join(pack('<6d', *row) for row in rows))`.
 */
export function digestOf(series: Bars & {readonly barSeconds: number}): string {
  const {time, open, high, low, close, quoteVolume} = series
  const hash = createHash('sha256').update('plimsoll-series-1')
  const head = Buffer.alloc(8)
  head.writeDoubleLE(series.barSeconds)
  hash.update(head)
  const buffer = new ArrayBuffer(BLOCK * COLUMNS * 8)
  const view = new DataView(buffer)
  for (let start = 0; start < time.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, time.length)
    let offset = 0
    for (let i = start; i < end; i++) {
      const volume = quoteVolume[i] ?? NaN
      view.setFloat64(offset, time[i] ?? NaN, true)
      view.setFloat64(offset + 8, open[i] ?? NaN, true)
      view.setFloat64(offset + 16, high[i] ?? NaN, true)
      view.setFloat64(offset + 24, low[i] ?? NaN, true)
      view.setFloat64(offset + 32, close[i] ?? NaN, true)
      view.setFloat64(offset + 40, Number.isNaN(volume) ? -1 : volume + 0, true)
      offset += COLUMNS * 8
    }
    hash.update(new Uint8Array(buffer, 0, offset))
  }
  return hash.digest('hex')
}
