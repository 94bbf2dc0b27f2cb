import {PlimsollError} from '../../../errors.js'
import type {LogBars} from './log-bars.js'
import type {PathModel} from './model.js'

/** Mean length of blocks, days: long enough to keep the clustering of large days, short enough to mix histories. */
export const BLOCK_LENGTH = 20

/**
 * Stationary bootstrap of whole days (Politis & Romano, JASA 89 (1994) 1303-1313): blocks of history of geometric length,
 * begun anywhere and wrapped round the end. It assumes no law, and never draws a day that has not been seen.
 * @throws FUND_BOOTSTRAP unless blocks are at least a day and shorter than the history
 */
export function bootstrapModel(history: LogBars, blockLength = BLOCK_LENGTH): PathModel {
  const days = history.close.length
  if (!(blockLength >= 1 && blockLength < days)) {
    throw new PlimsollError('FUND_BOOTSTRAP', `Blocks of ${blockLength} days cannot be drawn from ${days} days.`)
  }
  const stop = 1 / blockLength
  return {
    name: 'bootstrap',
    title: 'stationary block bootstrap',
    parameters: {blockLength, days},
    notes: [],
    draw(random, out) {
      let at = 0
      for (let t = 0; t < out.close.length; t++) {
        at = t === 0 || random.uniform() < stop ? random.below(days) : at + 1 === days ? 0 : at + 1
        out.close[t] = history.close[at] as number
        out.low[t] = history.low[at] as number
        out.high[t] = history.high[at] as number
      }
    },
  }
}
