import {PlimsollError} from '../../errors.js'
import {gamma} from './gamma.js'
import {normal} from './normal.js'
import type {Stream} from './stream.js'

/**
 * A Student-t variate scaled to variance 1.
 * @param nu degrees of freedom, above 2
 * @throws RANDOM_PARAMETER when the variance would not exist
 */
export function student(random: Stream, nu: number): number {
  if (!(nu > 2)) {
    throw new PlimsollError(
      'RANDOM_PARAMETER',
      `Student-t of variance 1 needs more than 2 degrees of freedom, not ${nu}.`,
    )
  }
  if (nu === Infinity) return normal(random)
  return normal(random) * Math.sqrt((nu - 2) / (2 * gamma(random, nu / 2)))
}
