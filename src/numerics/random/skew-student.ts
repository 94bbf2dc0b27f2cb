import {PlimsollError} from '../../errors.js'
import {hansenConstants} from '../hansen.js'
import type {Stream} from './stream.js'
import {student} from './student.js'

/**
 * A sampler of Hansen's skewed Student-t (1994), mean 0 and variance 1: a Student-t folded onto each side of the mode
 * with widths and weights 1 - lambda and 1 + lambda.
 * @throws RANDOM_PARAMETER unless nu > 2 and |lambda| < 1
 */
export function skewStudent(nu: number, lambda: number): (random: Stream) => number {
  if (!(nu > 2 && nu < Infinity && Math.abs(lambda) < 1)) {
    throw new PlimsollError(
      'RANDOM_PARAMETER',
      `The skewed Student-t needs nu > 2 and -1 < lambda < 1, not nu ${nu} and lambda ${lambda}.`,
    )
  }
  const {a, b} = hansenConstants(nu, lambda)
  return (random) => {
    const size = Math.abs(student(random, nu))
    const y = random.uniform() < (1 - lambda) / 2 ? (lambda - 1) * size : (1 + lambda) * size
    return (y - a) / b
  }
}
