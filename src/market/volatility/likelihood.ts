import {Matrix} from '../../numerics/linear.js'
import type {Objective} from '../../numerics/optimise/problem.js'
import {densityPass, type DensityTerms} from './density.js'
import {lowerVariance, meanAbsolute} from './law.js'
import type {GarchSpecification} from './model.js'
import {normalGarch} from './normal-garch.js'
import {
  egarchPass,
  garchPass,
  gjrPass,
  type Jacobian,
  newTrack,
  NO_MOMENT,
  SLOT,
  SLOTS,
  type Track,
} from './variance.js'

/** The Gaussian, Student or Hansen log-likelihood of a GARCH-family model, with its analytic gradient. */
export interface Likelihood {
  /** Minus the log-likelihood at a vector laid out as `SLOT` says; NaN outside the domain. */
  readonly objective: Objective
  /** Outer product of the scores of the single observations, at the vector last evaluated. */
  outerProduct(): Matrix
  /** Variances and residuals at the vector last evaluated. */
  readonly track: Track
}

/**
 * @param signs fixes the signs of the residuals in EGARCH's |z|: see `egarchPass`
 */
export function likelihoodOf(returns: Float64Array, specification: GarchSpecification, signs?: Int8Array): Likelihood {
  const {model, distribution, presample} = specification
  const n = returns.length
  const track = newTrack(n)
  const terms: DensityTerms = {
    slope: new Float64Array(n),
    byNu: new Float64Array(n),
    byLambda: new Float64Array(n),
  }
  const pass = {egarch: egarchPass, garch: garchPass, gjr: gjrPass}[model]
  const needsLowerVariance = model === 'gjr' && presample === 'unconditional'
  const momentOf = model === 'egarch' ? meanAbsolute : needsLowerVariance ? lowerVariance : () => NO_MOMENT
  const density = densityPass(distribution)
  const active = activeSlots(specification)
  const fixed = Array.from({length: SLOTS}, (_, slot) => slot).filter((slot) => !active.includes(slot))
  const throughLaw = (model === 'egarch' || needsLowerVariance) && distribution !== 'normal'
  const shape = new Float64Array(2)

  // l_t = ln f(z_t) - ln(h_t) / 2 with z_t = e_t / sqrt(h_t), so by any parameter of the variance
  // dl_t = -(1 + z f'/f) / 2 . d ln h_t; mu and the shape parameters act directly too.
  const whole: Objective = (theta, gradient) => {
    const nu = theta[SLOT.nu] as number
    const lambda = theta[SLOT.lambda] as number
    if (!pass(theta, returns, track, momentOf({distribution, nu, lambda}), presample, signs)) return Number.NaN
    shape[0] = nu
    shape[1] = lambda
    const sum = density(track.z, nu, lambda, terms, false)
    gradient.fill(0)
    addByVariance(track, terms.slope, gradient)
    if (throughLaw) addByShape(track, terms.slope, gradient)
    if (distribution !== 'normal') gradient[SLOT.nu] = (gradient[SLOT.nu] as number) - total(terms.byNu) - sum.byNu
    if (distribution === 'skew-t') gradient[SLOT.lambda] = (gradient[SLOT.lambda] as number) - total(terms.byLambda)
    for (const slot of fixed) gradient[slot] = 0
    return 0.5 * track.logVariances - sum.value
  }

  // The one that needs no track while it searches; what is asked of the track afterwards is made then.
  const isNormalGarch = model === 'garch' && distribution === 'normal'
  const latest = new Float64Array(SLOTS)
  const unused = new Float64Array(SLOTS)
  let isTracked = true
  const objective: Objective = (theta, gradient) => {
    if (!isNormalGarch) return whole(theta, gradient)
    latest.set(theta)
    isTracked = false
    const value = normalGarch(theta, returns, presample, gradient)
    for (const slot of fixed) gradient[slot] = 0
    return value
  }
  const tracked = (): Track => {
    if (!isTracked) whole(latest, unused)
    isTracked = true
    return track
  }

  const outerProduct = (): Matrix => {
    tracked()
    density(track.z, shape[0] as number, shape[1] as number, terms, true)
    const scores = active.map((slot) => scoresOf(slot, track, terms))
    const out = new Matrix(SLOTS, SLOTS)
    active.forEach((slotI, i) => {
      active.forEach((slotJ, j) => {
        if (j > i) return
        const [a, b] = [scores[i] as Float64Array, scores[j] as Float64Array]
        const sum = sumOfProducts(a, b)
        out.set(slotI, slotJ, sum)
        out.set(slotJ, slotI, sum)
      })
    })
    return out
  }
  return {
    objective,
    outerProduct,
    get track() {
      return tracked()
    },
  }
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

// The sums below take minus the scores: the objective is minus the log-likelihood. One loop for all, for its speed.

function addByVariance({z, inverseRoot, jacobian}: Track, slope: Float64Array, gradient: Float64Array): void {
  const [byMu, byOmega, byAlpha, byDown, byBeta] = jacobian as Jacobian
  // Apart, not destructured: that would box them.
  let mu = 0
  let omega = 0
  let alpha = 0
  let down = 0
  let beta = 0
  for (let t = 0; t < z.length; t++) {
    const pull = slope[t] as number
    const weight = 0.5 * (1 + (z[t] as number) * pull)
    mu += weight * (byMu[t] as number) + pull * (inverseRoot[t] as number)
    omega += weight * (byOmega[t] as number)
    alpha += weight * (byAlpha[t] as number)
    down += weight * (byDown[t] as number)
    beta += weight * (byBeta[t] as number)
  }
  gradient[SLOT.mu] = mu
  gradient[SLOT.omega] = omega
  gradient[SLOT.alpha] = alpha
  gradient[SLOT.down] = down
  gradient[SLOT.beta] = beta
}

function addByShape({z, jacobian}: Track, slope: Float64Array, gradient: Float64Array): void {
  const [, , , , , byNu, byLambda] = jacobian as Jacobian
  let nu = 0
  let lambda = 0
  for (let t = 0; t < z.length; t++) {
    const weight = 0.5 * (1 + (z[t] as number) * (slope[t] as number))
    nu += weight * (byNu[t] as number)
    lambda += weight * (byLambda[t] as number)
  }
  gradient[SLOT.nu] = nu
  gradient[SLOT.lambda] = lambda
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let t = 0; t < a.length; t++) sum += (a[t] as number) * (b[t] as number)
  return sum
}

function total(values: Float64Array): number {
  let sum = 0
  for (let t = 0; t < values.length; t++) sum += values[t] as number
  return sum
}

/** The derivative of each l_t by one parameter. */
function scoresOf(slot: number, {z, jacobian, inverseRoot}: Track, {slope, byNu, byLambda}: DensityTerms) {
  const byVariance = jacobian[slot] as Float64Array
  const direct = slot === SLOT.nu ? byNu : slot === SLOT.lambda ? byLambda : undefined
  const out = new Float64Array(z.length)
  for (let t = 0; t < z.length; t++) {
    const pull = slope[t] as number
    const score = -0.5 * (1 + (z[t] as number) * pull) * (byVariance[t] as number)
    out[t] = slot === SLOT.mu ? score - pull * (inverseRoot[t] as number) : score
  }
  if (direct) for (let t = 0; t < z.length; t++) out[t] = (out[t] as number) + (direct[t] as number)
  return out
}
