import type {Stream} from '../../../numerics/random/stream.js'

const {log, sqrt} = Math

/**
 * The lowest point of a Brownian path on its way from 0 to `end`, whose increments have the variance `variance` in all:
 * P(min <= m | end) = exp(-2 m (m - end) / variance) for m <= min(0, end), so that with U uniform on (0, 1)
 * m = (end - sqrt(end^2 - 2 variance ln U)) / 2. Exact, whatever the drift. Source: Borodin & Salminen, Handbook of Brownian
 * Motion (2002), 1.2.8; Glasserman, Monte Carlo Methods in Financial Engineering (2003), section 6.4.
 */
export function bridgeMinimum(random: Stream, end: number, variance: number): number {
  return 0.5 * (end - sqrt(end * end - 2 * variance * log(random.uniformOpen())))
}

/** The highest point, by reflection of `bridgeMinimum`. Drawn apart from the lowest: each is exact, their dependence is not. */
export function bridgeMaximum(random: Stream, end: number, variance: number): number {
  return -bridgeMinimum(random, -end, variance)
}
