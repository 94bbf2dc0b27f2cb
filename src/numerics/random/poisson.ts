import {PlimsollError} from '../../errors.js'
import {deviance, stirlingError} from '../special/log-gamma.js'
import type {Stream} from './stream.js'

const {abs, exp, floor, log, sqrt} = Math

/** Above this mean counts are no longer exact in a double with room to spare. */
const LARGEST_MEAN = 1e12

/**
 * A Poisson variate, exact for every mean: multiplication of uniforms below 10, above that Hörmann's transformed
 * rejection (PTRS, 1993), whose cost does not grow with the mean.
 * @throws RANDOM_PARAMETER unless 0 <= mean <= 1e12
 */
export function poisson(random: Stream, mean: number): number {
  if (!(mean >= 0 && mean <= LARGEST_MEAN)) {
    throw new PlimsollError('RANDOM_PARAMETER', `A Poisson distribution needs a mean between 0 and 1e12, not ${mean}.`)
  }
  return mean < 10 ? byProducts(random, mean) : byRejection(random, mean)
}

function byProducts(random: Stream, mean: number): number {
  const least = exp(-mean)
  let count = 0
  for (let product = random.uniformOpen(); product > least; product *= random.uniformOpen()) count++
  return count
}

function byRejection(random: Stream, mean: number): number {
  const root = sqrt(mean)
  const b = 0.931 + 2.53 * root
  const a = -0.059 + 0.02483 * b
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
  const squeeze = 0.9277 - 3.6224 / (b - 2)
  for (;;) {
    const u = random.uniformOpen() - 0.5
    const v = random.uniformOpen()
    const us = 0.5 - abs(u)
    const k = floor(((2 * a) / us + b) * u + mean + 0.43)
    if (us >= 0.07 && v <= squeeze) return k
    if (k < 0 || (us < 0.013 && v > us)) continue
    const bound = log((v * inverseAlpha) / (a / (us * us) + b))
    if (bound <= logMass(k, mean)) return k
  }
}

/** ln of the probability of k, without the cancellation of `k ln mean - mean - ln k!` (Loader 2000). */
function logMass(k: number, mean: number): number {
  return k === 0 ? -mean : -deviance(k, mean) - stirlingError(k) - 0.5 * log(2 * Math.PI * k)
}
