import {stream, type Stream} from '../../numerics/random/stream.js'
import type {Column, Horizon} from './path-run.js'
import {PathRuns} from './path-runs.js'
import {emptyBars} from './paths/log-bars.js'
import type {PathModel} from './paths/model.js'
import type {Records} from './records.js'

/** Lane of the price paths; layers have lanes by their names. */
const PRICES = 1

/**
 * Runs a block of paths through every column: the same prices for all of them, path by path (common random numbers).
 * A path depends on seed and number alone, so any split into blocks gives the same rows.
 */
export function runPaths(
  columns: readonly Column[],
  model: PathModel,
  horizon: Horizon,
  first: number,
  count: number,
): Records[] {
  const bars = emptyBars(horizon.days)
  const runs = new PathRuns(columns, horizon, count)
  for (let row = 0; row < count; row++) {
    model.draw(pathStream(horizon.seed, first + row), bars)
    runs.path(bars, first + row, row)
  }
  return runs.records
}

/** The random stream of a path's prices. */
export function pathStream(seed: number, path: number): Stream {
  return stream(seed, path, PRICES)
}
