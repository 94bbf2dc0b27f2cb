import type {Stream} from '../../../numerics/random/stream.js'

/** Chance that a path is tilted at all; the others keep every weight below 1 / (1 - TILTED). */
const TILTED = 0.8
/** Days in a row that a tilt is about, and the chance that each of them is drawn from the tilted law. */
const RUN = 5
const CHANCE = 0.4
/** Power of a day's reach that it is drawn in proportion to. */
const POWER = 3

/** No path weighs more. */
export const LARGEST_WEIGHT = 1 / (1 - TILTED)

/** Draws days of history for paths on which something goes wrong, with what a path weighs against uniform draws. */
export interface TiltedDays {
  /** Fills `out` with days and returns the weight: the chance of these days over that with which they were drawn. */
  draw(random: Stream, out: Int32Array): number
}

/**
 * Importance sampling of days that are drawn uniformly, each on its own. With the chance TILTED a path has a run of days, begun
 * anywhere, each of which is, with a chance p = CHANCE, drawn in proportion to reach^POWER (pi) rather than uniformly: an extreme
 * day, or several close to each other. The density against the uniform law is the mixture
 * 1 - TILTED + TILTED mean over starts of prod over the run of (1 - p + p n pi(day)), and the weight its inverse: unbiased, and
 * bounded (defensive mixture: Hesterberg, Technometrics 37 (1995) 185-194; Owen & Zhou, JASA 95 (2000) 135-143).
 * @param reach of each day of history, 0 or more, not all 0
 */
export function tiltedDays(reach: Float64Array): TiltedDays {
  const n = reach.length
  const powers = reach.map((value) => value ** POWER)
  const total = powers.reduce((sum, value) => sum + value, 0)
  const factor = powers.map((value) => 1 - CHANCE + (CHANCE * n * value) / total)
  const cumulative = new Float64Array(n)
  let sum = 0
  powers.forEach((value, day) => {
    sum += value / total
    cumulative[day] = sum
  })
  const extreme = (random: Stream): number => {
    const u = random.uniform() * sum
    let [low, high] = [0, n - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((cumulative[middle] as number) <= u) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    draw(random, out) {
      const starts = Math.max(1, out.length - RUN + 1)
      const run = Math.min(RUN, out.length)
      const tilted = random.uniform() < TILTED
      const start = random.below(starts)
      for (let t = 0; t < out.length; t++) {
        const inRun = tilted && t >= start && t < start + run && random.uniform() < CHANCE
        out[t] = inRun ? extreme(random) : random.below(n)
      }
      let density = 0
      for (let s = 0; s < starts; s++) {
        let product = 1
        for (let t = s; t < s + run; t++) product *= factor[out[t] as number] as number
        density += product
      }
      return 1 / (1 - TILTED + (TILTED * density) / starts)
    },
  }
}
