import {PlimsollError} from '../../../errors.js'
import type {LogBars} from './log-bars.js'

/**
 * Replay of history: the days of it that begin at `start`. No chance in it: as many paths as there are starts, and starts
 * nearer than the horizon share days.
 */
export function windowOf({close, high, low}: LogBars, start: number, days: number): LogBars {
  return {
    close: close.subarray(start, start + days),
    low: low.subarray(start, start + days),
    high: high.subarray(start, start + days),
  }
}

/** How many windows of so many days history has. @throws FUND_BARS when there is none */
export function windowCount({close}: LogBars, days: number): number {
  const count = close.length - days + 1
  if (count >= 1) return count
  throw new PlimsollError('FUND_BARS', `History has ${close.length} days: no window of ${days} days can be replayed.`)
}
