import {EXIT, PlimsollError} from '../../errors.js'
import {invertPositive} from '../../numerics/linear.js'
import {bfgs} from '../../numerics/optimise/bfgs.js'
import {polish} from '../../numerics/optimise/newton.js'
import type {Bounds, Objective} from '../../numerics/optimise/problem.js'
import type {Figure} from './model.js'

/**
 * A generalised Pareto tail: P(X > u + y | X > u) = (1 + xi y / beta)^(-1/xi). X is a loss: large is bad.
 * Threshold, beta, VaR and ES are in the unit of the values.
 */
export interface GpdFit {
  readonly threshold: number
  readonly observations: number
  readonly exceedances: number
  readonly xi: number
  readonly beta: number
  readonly logLikelihood: number
  /** From the observed and from the expected information; null, with the reason, where maximum likelihood is irregular. */
  readonly standardErrors: {
    readonly observed: {readonly xi: number; readonly beta: number} | null
    readonly expected: {readonly xi: number; readonly beta: number} | null
    readonly missing?: string
  }
}

const LEAST_EXCEEDANCES = 20
/** Below it the likelihood has no maximum: it grows without end as the support shrinks onto the largest value. */
const LEAST_XI = -1
const IRREGULAR_XI = -0.5

/**
 * Fits the excesses over a threshold (strictly above it) by maximum likelihood.
 * @throws VOLATILITY_TAIL_TOO_SHORT, or VOLATILITY_NOT_CONVERGED where the likelihood has no regular maximum
 */
export function fitGpd(values: ArrayLike<number>, threshold: number): GpdFit {
  const excesses = excessesOver(values, threshold)
  const n = excesses.length
  const scale = excesses.reduce((sum, y) => sum + y, 0) / n
  const objective = likelihoodOf(excesses.map((y) => y / scale))
  const bounds: Bounds = {lower: [LEAST_XI, -Infinity], upper: [Infinity, Infinity]}
  const start = bestStart(objective)
  const found = bfgs(objective, start, {bounds, tolerance: 1e-6})
  const best = polish(objective, found, bounds, [n, n])
  const [xi, logBeta] = best.x as unknown as [number, number]
  if (!best.converged || xi <= LEAST_XI) {
    throw new PlimsollError(
      'VOLATILITY_NOT_CONVERGED',
      `No generalised Pareto tail fits the ${n} values above ${threshold}: ${best.reason ?? 'the tail ends at once'}.`,
      {exit: EXIT.cannotTell, suggestions: ['Choose a lower threshold, or look for repeated or capped values.']},
    )
  }
  const beta = Math.exp(logBeta) * scale
  const covariance = best.hessian && invertPositive(best.hessian)
  const regular = xi > IRREGULAR_XI
  return {
    ...{threshold, xi, beta, observations: values.length, exceedances: n},
    logLikelihood: -best.value - n * Math.log(scale),
    standardErrors: {
      observed:
        regular && covariance
          ? {xi: Math.sqrt(covariance.get(0, 0)), beta: beta * Math.sqrt(covariance.get(1, 1))}
          : null,
      expected: regular ? {xi: (1 + xi) / Math.sqrt(n), beta: beta * Math.sqrt((2 * (1 + xi)) / n)} : null,
      ...(regular ? {} : {missing: `xi is below ${IRREGULAR_XI}, where maximum likelihood has no regular errors`}),
    },
  }
}

function excessesOver(values: ArrayLike<number>, threshold: number): Float64Array {
  const out: number[] = []
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (!Number.isFinite(value)) {
      throw new PlimsollError('VOLATILITY_NOT_FINITE', `Value ${i + 1} is ${value}: a tail is fitted to numbers.`)
    }
    if (value > threshold) out.push(value - threshold)
  }
  if (!Number.isFinite(threshold) || out.length < LEAST_EXCEEDANCES) {
    throw new PlimsollError(
      'VOLATILITY_TAIL_TOO_SHORT',
      `A tail needs at least ${LEAST_EXCEEDANCES} values above the threshold; ${out.length} of ${values.length} are above ${threshold}.`,
      {exit: EXIT.cannotTell, suggestions: ['Choose a lower threshold, or take a longer history.']},
    )
  }
  return Float64Array.from(out)
}

/** Minus the log-likelihood in (xi, ln beta), with its gradient; excesses have mean 1. */
function likelihoodOf(excesses: Float64Array): Objective {
  return (x, gradient) => {
    const [xi, logBeta] = x as unknown as [number, number]
    const perBeta = Math.exp(-logBeta)
    let value = 0
    let byXi = 0
    let byLogBeta = 0
    for (const excess of excesses) {
      const y = excess * perBeta
      const u = xi * y
      if (!(u > -1)) return Number.NaN
      const logged = xi === 0 ? y : Math.log1p(u) / xi
      const share = y / (1 + u)
      value += logged + xi * logged
      byXi += y * y * bend(u) + share
      byLogBeta += share * (1 + xi)
    }
    gradient[0] = byXi
    gradient[1] = excesses.length - byLogBeta
    return value + excesses.length * logBeta
  }
}

/** (u / (1 + u) - ln(1 + u)) / u^2, by its series where that cancels: what keeps xi near 0 exact. */
function bend(u: number): number {
  if (Math.abs(u) > 0.01) return (u / (1 + u) - Math.log1p(u)) / (u * u)
  let sum = 0
  let power = -1
  for (let k = 2; k <= 10; k++) {
    sum += power * (1 - 1 / k)
    power *= -u
  }
  return sum
}

function bestStart(objective: Objective): Float64Array {
  const slope = new Float64Array(2)
  let best = Float64Array.of(0, 0)
  let least = objective(best, slope)
  for (const xi of [-0.3, -0.1, 0.2, 0.5, 0.9]) {
    const x = Float64Array.of(xi, Math.log(Math.max(0.1, 1 - xi)))
    const value = objective(x, slope)
    if (value < least) [best, least] = [x, value]
  }
  return best
}

/** The value that a share `tail` of all observations exceeds. @throws VOLATILITY_BELOW_THRESHOLD above the fitted tail */
export function tailVar(fit: GpdFit, tail: number): number {
  const {threshold, xi, beta, exceedances, observations} = fit
  const share = exceedances / observations
  if (!(tail > 0 && tail <= share)) {
    throw new PlimsollError(
      'VOLATILITY_BELOW_THRESHOLD',
      `The fitted tail holds ${(100 * share).toPrecision(4)}% of the values: it says nothing about the worst ${(100 * tail).toPrecision(4)}%.`,
      {suggestions: ['Ask for a higher confidence, or choose a lower threshold.']},
    )
  }
  const logRatio = Math.log(share / tail)
  return threshold + beta * (xi === 0 ? logRatio : Math.expm1(xi * logRatio) / xi)
}

/** The mean of the worst share `tail`: (VaR + beta - xi u) / (1 - xi); there is none from xi = 1 on. */
export function tailEs(fit: GpdFit, tail: number): Figure {
  const {threshold, xi, beta} = fit
  if (xi >= 1) return {value: null, because: `xi is ${xi.toPrecision(4)}: a tail this heavy has an infinite mean`}
  return {value: (tailVar(fit, tail) + beta - xi * threshold) / (1 - xi)}
}
