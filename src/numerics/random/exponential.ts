import type {Stream} from './stream.js'

const {log} = Math

/** An exponential variate with mean 1, by inversion. */
export function exponential(random: Stream): number {
  return -log(random.uniformOpen())
}
