import {EXIT, PlimsollError} from '../../errors.js'
import {gammaQ} from '../../numerics/special/gamma.js'
import {logGamma} from '../../numerics/special/log-gamma.js'

const MOST_STEPS = 20_000

/**
 * Probability of ruin within a time, for exponential claims, without subtracting anything: with everything counted in mean
 * claims, the largest shortfall to date has the law of the work in an M/M/1 queue that began empty (arrivals at the
 * rate of claims, served at the rate of premiums), and n customers have work beyond x with probability Q(n, x):
 * `psi = sum_n P(queue is n) Q(n, x)`. The queue by uniformisation. Source: Asmussen & Albrecher, III.2 (duality), V.1.
 * @param x capital, `arrivals` and `services` expected within the time, all in numbers of mean claims
 * @throws RUIN_PRECISION beyond 20,000 events, whose square is the work
 */
export function queueRuin(x: number, arrivals: number, services: number): number {
  const events = arrivals + services
  const steps = Math.ceil(events + 12 * Math.sqrt(events) + 60)
  if (steps > MOST_STEPS) {
    throw new PlimsollError(
      'RUIN_PRECISION',
      `The closed form of ruin within a time has no digits left here, and ${Math.round(events)} expected events are too many to count.`,
      {exit: EXIT.cannotTell, suggestions: ['Simulate, or take the probability of ruin ever as a bound.']},
    )
  }
  const up = arrivals / events
  let queue = new Float64Array(steps + 2)
  let next = new Float64Array(steps + 2)
  const beyond = Float64Array.from({length: steps + 2}, (_, n) => (n === 0 ? 0 : x > 0 ? gammaQ(n, x) : 1))
  queue[0] = 1
  let psi = 0
  for (let k = 0; k <= steps; k++) {
    const weight = Math.exp(k * Math.log(events) - events - logGamma(k + 1))
    let ruined = 0
    for (let n = 1; n <= k; n++) ruined += (queue[n] as number) * (beyond[n] as number)
    psi += weight * ruined
    next[0] = (1 - up) * ((queue[0] as number) + (queue[1] as number))
    for (let n = 1; n <= k + 1; n++) next[n] = up * (queue[n - 1] as number) + (1 - up) * (queue[n + 1] as number)
    ;[queue, next] = [next, queue]
  }
  return Math.min(1, psi)
}
