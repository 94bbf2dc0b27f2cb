import {Matrix} from '../../numerics/linear.js'
import type {Objective} from '../../numerics/optimise/problem.js'
import {densityPass, type DensityTerms} from './density.js'
import {lowerVariance, meanAbsolute} from './law.js'
import type {GarchSpecification} from './model.js'
import {egarchPass, garchPass, newTrack, SLOT, SLOTS, type Moment, type Track, type VariancePass} from './variance.js'

/** The Gaussian, Student or Hansen log-likelihood of a GARCH-family model, with its analytic gradient. */
export interface Likelihood {
  /** Minus the log-likelihood at a vector laid out as `SLOT` says; NaN outside the domain. */
  readonly objective: Objective
  /** Outer product of the scores of the single observations, at the vector last evaluated. */
  outerProduct(): Matrix
  /** Variances and residuals at the vector last evaluated. */
  readonly track: Track
}

const NO_MOMENT: Moment = {value: Number.NaN, byNu: 0, byLambda: 0}

/**
 * @param signs fixes the signs of the residuals in EGARCH's |z|: see `egarchPass`
 */
export function likelihoodOf(returns: Float64Array, specification: GarchSpecification, signs?: Int8Array): Likelihood {
  const {model, distribution, presample} = specification
  const n = returns.length
  const track = newTrack(n)
  const terms: DensityTerms = {
    value: new Float64Array(n),
    slope: new Float64Array(n),
    byNu: new Float64Array(n),
    byLambda: new Float64Array(n),
  }
  const variancePass: VariancePass =
    model === 'egarch' ? egarchPass(presample, signs) : garchPass(model === 'gjr', presample)
  const needsLowerVariance = model === 'gjr' && presample === 'unconditional'
  const momentOf = model === 'egarch' ? meanAbsolute : needsLowerVariance ? lowerVariance : () => NO_MOMENT
  const density = densityPass(distribution)
  const active = activeSlots(specification)

  const objective: Objective = (theta, gradient) => {
    const nu = theta[SLOT.nu] as number
    const lambda = theta[SLOT.lambda] as number
    if (!variancePass(theta, returns, track, momentOf({distribution, nu, lambda}))) return Number.NaN
    density(track.z, nu, lambda, terms)
    gradient.fill(0)
    for (const slot of active) gradient[slot] = -sumScores(slot, track, terms)
    let sum = 0
    for (let t = 0; t < n; t++) sum += (terms.value[t] as number) - 0.5 * (track.logVariance[t] as number)
    return -sum
  }

  const outerProduct = (): Matrix => {
    const scores = active.map((slot) => scoresOf(slot, track, terms))
    const out = new Matrix(SLOTS, SLOTS)
    active.forEach((slotI, i) => {
      active.forEach((slotJ, j) => {
        if (j > i) return
        const [a, b] = [scores[i] as Float64Array, scores[j] as Float64Array]
        let sum = 0
        for (let t = 0; t < n; t++) sum += (a[t] as number) * (b[t] as number)
        out.set(slotI, slotJ, sum)
        out.set(slotJ, slotI, sum)
      })
    })
    return out
  }
  return {objective, outerProduct, track}
}

/** The slots that a specification estimates. */
export function activeSlots({model, distribution, mean}: GarchSpecification): number[] {
  return [
    ...(mean === 'constant' ? [SLOT.mu] : []),
    SLOT.omega,
    SLOT.alpha,
    ...(model === 'garch' ? [] : [SLOT.down]),
    SLOT.beta,
    ...(distribution === 'normal' ? [] : [SLOT.nu]),
    ...(distribution === 'skew-t' ? [SLOT.lambda] : []),
  ]
}

// l_t = ln f(z_t) - ln(h_t) / 2 with z_t = e_t / sqrt(h_t), so by any parameter of the variance
// dl_t = -(1 + z f'/f) / 2 . d ln h_t, and mu and the shape parameters act directly too.

function direct(slot: number, t: number, {slope, byNu, byLambda}: DensityTerms, inverseRoot: Float64Array): number {
  if (slot === SLOT.mu) return -(slope[t] as number) * (inverseRoot[t] as number)
  if (slot === SLOT.nu) return byNu[t] as number
  return slot === SLOT.lambda ? (byLambda[t] as number) : 0
}

function sumScores(slot: number, {z, jacobian, inverseRoot}: Track, terms: DensityTerms): number {
  const byVariance = jacobian[slot] as Float64Array
  const {slope} = terms
  let sum = 0
  for (let t = 0; t < z.length; t++) {
    sum -= 0.5 * (1 + (z[t] as number) * (slope[t] as number)) * (byVariance[t] as number)
  }
  if (slot !== SLOT.mu && slot !== SLOT.nu && slot !== SLOT.lambda) return sum
  for (let t = 0; t < z.length; t++) sum += direct(slot, t, terms, inverseRoot)
  return sum
}

function scoresOf(slot: number, {z, jacobian, inverseRoot}: Track, terms: DensityTerms): Float64Array {
  const byVariance = jacobian[slot] as Float64Array
  const out = new Float64Array(z.length)
  for (let t = 0; t < z.length; t++) {
    const byLogVariance = -0.5 * (1 + (z[t] as number) * (terms.slope[t] as number))
    out[t] = byLogVariance * (byVariance[t] as number) + direct(slot, t, terms, inverseRoot)
  }
  return out
}
