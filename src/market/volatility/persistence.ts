import {normalCdf} from '../../numerics/special/normal.js'
import {lowerVariance, meanAbsolute} from './law.js'
import type {ByParameter, Figure, GarchSpecification} from './model.js'

/** The share of today's deviation of the variance (EGARCH: of its logarithm) that is left tomorrow. */
export function persistenceOf({model, distribution}: GarchSpecification, parameters: ByParameter): number {
  const {alpha = 0, gamma = 0, beta = 0, nu = Infinity, lambda = 0} = parameters
  if (model === 'egarch') return beta
  return alpha + beta + (model === 'gjr' ? gamma * lowerVariance({distribution, nu, lambda}).value : 0)
}

/** Bars until half of a shock to the variance is gone: ln(1/2) / ln(persistence). */
export function halfLifeOf(persistence: number): Figure {
  if (persistence >= 1) return {value: null, because: 'shocks to the variance do not die out (persistence >= 1)'}
  if (persistence <= 0) return {value: null, because: 'shocks to the variance do not outlive a bar'}
  return {value: Math.log(0.5) / Math.log(persistence)}
}

/** E[h], where it exists. */
export function unconditionalVarianceOf(specification: GarchSpecification, parameters: ByParameter): Figure {
  const {omega = 0, beta = 0} = parameters
  const persistence = persistenceOf(specification, parameters)
  if (specification.model !== 'egarch') {
    if (persistence < 1) return {value: omega / (1 - persistence)}
    return {
      value: null,
      because: `the persistence is ${persistence.toPrecision(6)}, and a finite variance needs less than 1`,
    }
  }
  if (specification.distribution !== 'normal') return {value: null, because: NO_EXPONENTIAL_MOMENT}
  let logMean = omega / (1 - beta)
  for (let power = 1; Math.abs(power) > 1e-17; power *= beta) logMean += logNewsMean(power, parameters)
  return {value: Math.exp(logMean)}
}

/** Why EGARCH variances have no mean unless z is normal. */
export const NO_EXPONENTIAL_MOMENT = 'with Student-t residuals exp(|z|) has no mean, so neither has an EGARCH variance'

/** ln E exp(c (alpha z + gamma (|z| - E|z|))) for standard normal z (Nelson 1991). */
export function logNewsMean(c: number, {alpha = 0, gamma = 0}: ByParameter): number {
  const expected = meanAbsolute({distribution: 'normal', nu: Infinity, lambda: 0}).value
  const up = c * (gamma + alpha)
  const down = c * (gamma - alpha)
  const both = Math.exp(0.5 * up * up) * normalCdf(up) + Math.exp(0.5 * down * down) * normalCdf(down)
  return Math.log(both) - c * gamma * expected
}
