import type {Stream} from './stream.js'

/** An exponential variate with mean 1, by inversion. */
export function exponential(random: Stream): number {
  return -Math.log(random.uniformOpen())
}
