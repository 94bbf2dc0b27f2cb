import {PlimsollError} from '../../errors.js'
import {quantileOfSorted, sorted} from '../../numerics/quantile.js'
import {type Stream, stream} from '../../numerics/random/stream.js'

/** The law of a statistic under the null, by simulation; small values count against the forecast. */
export interface NullLaw {
  readonly draws: number
  readonly seed: number
  /** Draws on which the statistic did not exist (Z1 without a hit); they are left out. */
  readonly undefinedDraws: number
  /** The statistic's `size`-quantile: below it the test rejects. */
  readonly criticalValue: (size: number) => number
  /** (1 + draws at or below) / (1 + draws): never 0, and valid at any number of draws. */
  readonly pValue: (statistic: number) => number
}

export interface Simulation {
  /** One draw of the statistic under the null; NaN where it does not exist. */
  readonly draw: (random: Stream) => number
  readonly draws: number
  readonly seed: number
}

const BLOCK = 256

/**
 * Simulates a statistic under a predictive law: the "-0.7 for everyone" rule for Z2 holds at T = 250, 97.5% only.
 * Draws come in blocks of 256, each with its own stream, so the result depends on the seed alone.
 * @throws BACKTEST_SIMULATION without a single draw
 */
export function simulateNull({draw, draws, seed}: Simulation): NullLaw {
  if (!(draws >= 1)) {
    throw new PlimsollError('BACKTEST_SIMULATION', `A null law needs at least one draw, not ${draws}.`)
  }
  const values = new Float64Array(draws)
  for (let start = 0; start < draws; start += BLOCK) {
    const random = stream(seed, start / BLOCK)
    for (let index = start; index < Math.min(draws, start + BLOCK); index++) values[index] = draw(random)
  }
  const ascending = sorted(values.filter((value) => !Number.isNaN(value)))
  return {
    draws,
    seed,
    undefinedDraws: draws - ascending.length,
    criticalValue: (size) => quantileOfSorted(ascending, size, 7),
    pValue: (observed) => (1 + countUpTo(ascending, observed)) / (1 + ascending.length),
  }
}

function countUpTo(ascending: Float64Array, limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
