import {PlimsollError} from '../../errors.js'
import {normal} from './normal.js'
import type {Stream} from './stream.js'

const {log, sqrt} = Math

/**
 * A gamma variate with scale 1 (Marsaglia and Tsang 2000; for a shape below 1 boosted by a power of a uniform).
 * @throws RANDOM_PARAMETER unless the shape is positive
 */
export function gamma(random: Stream, shape: number): number {
  if (!(shape > 0 && shape < Infinity)) {
    throw new PlimsollError('RANDOM_PARAMETER', `A gamma distribution needs a positive shape, not ${shape}.`)
  }
  if (shape < 1) return gamma(random, shape + 1) * random.uniformOpen() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = random.uniformOpen()
    const x2 = x * x
    if (u < 1 - 0.0331 * x2 * x2 || log(u) < 0.5 * x2 + d * (1 - v + log(v))) return d * v
  }
}
