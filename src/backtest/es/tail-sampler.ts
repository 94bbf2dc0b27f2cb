import type {Stream} from '../../numerics/random/stream.js'
import type {PredictiveLaw} from './law.js'

// Looked up once: inside a jest sandbox every use of the global `Math` is a slow call out of it.
const {exp, floor, log} = Math

const CELLS_PER_UNIT = 32
const DEEPEST = 30

/**
 * Draws from a law given that the draw is below its p-quantile, by inversion. With v = -ln u exponential, `quantile(p u)`
 * bends little in v whatever the tail, so it is interpolated linearly on cells of 1/32; the relative error is below
 * (1/32)^2/8 = 1.2e-4 for a tail index above 1, and far below for lighter tails. Beyond v = 30, one draw in 10^13, it is
 * computed.
 */
export function tailSampler(law: PredictiveLaw, p: number): (random: Stream) => number {
  const quantileAt = (v: number) => law.quantile(p * exp(-v))
  const grid = Float64Array.from({length: DEEPEST * CELLS_PER_UNIT + 1}, (_, cell) => quantileAt(cell / CELLS_PER_UNIT))
  return (random) => {
    const v = -log(random.uniformOpen())
    if (v >= DEEPEST) return quantileAt(v)
    const position = v * CELLS_PER_UNIT
    const cell = floor(position)
    const low = grid[cell] as number
    return low + (position - cell) * ((grid[cell + 1] as number) - low)
  }
}
