import {fillNormal, normal} from '../../numerics/random/normal.js'
import {skewStudent} from '../../numerics/random/skew-student.js'
import type {Stream} from '../../numerics/random/stream.js'
import {student} from '../../numerics/random/student.js'
import {lowerVariance, meanAbsolute} from './law.js'
import type {ByParameter, Figure, GarchSpecification} from './model.js'
import {logNewsMean, NO_EXPONENTIAL_MOMENT} from './persistence.js'

/** A GARCH-family process at one moment: what `GarchFit` holds of it, or parameters made up. Unit: that of omega. */
export interface Process {
  readonly specification: Pick<GarchSpecification, 'distribution' | 'model'>
  readonly parameters: ByParameter
  /** h of the next bar. */
  readonly nextVariance: number
}

/** h_{t+1} from h_t and z_t. */
export type VarianceStep = (variance: number, residual: number) => number

/** The recursion of the variance, one bar at a time. */
export function varianceStep({specification, parameters}: Omit<Process, 'nextVariance'>): VarianceStep {
  const {omega = 0, alpha = 0, gamma = 0, beta = 0, nu = Infinity, lambda = 0} = parameters
  switch (specification.model) {
    case 'garch':
      return (h, z) => omega + h * (alpha * z * z + beta)
    case 'gjr':
      return (h, z) => omega + h * ((z < 0 ? alpha + gamma : alpha) * z * z + beta)
    case 'egarch': {
      const expected = meanAbsolute({distribution: specification.distribution, nu, lambda}).value
      return (h, z) => Math.exp(omega + alpha * z + gamma * (Math.abs(z) - expected) + beta * Math.log(h))
    }
  }
}

/** A sampler of the standardised residual. */
export function residualSampler({
  specification,
  parameters,
}: Omit<Process, 'nextVariance'>): (random: Stream) => number {
  const {nu = Infinity, lambda = 0} = parameters
  if (specification.distribution === 'normal') return normal
  return specification.distribution === 't' ? (random) => student(random, nu) : skewStudent(nu, lambda)
}

/** Fills `out` with one path of returns, the first of them with the variance `nextVariance`. */
export function simulateReturns(dynamics: Process, random: Stream, out: Float64Array): Float64Array {
  const {mu = 0, omega = 0, alpha = 0, beta = 0} = dynamics.parameters
  const {model, distribution} = dynamics.specification
  if (model === 'garch' && distribution === 'normal') {
    return simulateGarch(random, {mu, omega, alpha, beta, start: dynamics.nextVariance}, out)
  }
  const step = varianceStep(dynamics)
  const draw = residualSampler(dynamics)
  let h = dynamics.nextVariance
  for (let t = 0; t < out.length; t++) {
    const z = draw(random)
    out[t] = mu + Math.sqrt(h) * z
    h = step(h, z)
  }
  return out
}

interface Garch {
  readonly mu: number
  readonly omega: number
  readonly alpha: number
  readonly beta: number
  readonly start: number
}

/** The commonest case by itself: tens of millions of bars a second. No square root stands between one variance and the next. */
function simulateGarch(random: Stream, {mu, omega, alpha, beta, start}: Garch, out: Float64Array): Float64Array {
  fillNormal(random, out)
  let h = start
  for (let t = 0; t < out.length; t++) {
    const z = out[t] as number
    out[t] = mu + Math.sqrt(h) * z
    h = omega + h * (alpha * z * z + beta)
  }
  return out
}

/** What is expected of the variances of the bars after the sample. */
export interface VarianceForecast {
  readonly horizon: number
  /** `mean` is E[h_{t+k}]; `exp-mean-log` is exp(E ln h_{t+k}), for an EGARCH whose variance has no mean. */
  readonly kind: 'exp-mean-log' | 'mean'
  /** k = 1..horizon. */
  readonly variances: readonly number[]
  /** Variance of the return over the whole horizon: their sum, where they are means. */
  readonly total: Figure
}

/** E[h_{t+k}] by its recursion, which also holds where the process is not stationary. */
export function forecastVariance(dynamics: Process, horizon: number): VarianceForecast {
  const {specification, parameters, nextVariance} = dynamics
  if (specification.model === 'egarch') return forecastEgarch(dynamics, horizon)
  const {omega = 0, alpha = 0, gamma = 0, beta = 0, nu = Infinity, lambda = 0} = parameters
  const {distribution, model} = specification
  const leverage = model === 'gjr' ? gamma * lowerVariance({distribution, nu, lambda}).value : 0
  const persistence = alpha + leverage + beta
  const variances: number[] = []
  for (let h = nextVariance, k = 0; k < horizon; k++) {
    variances.push(h)
    h = omega + persistence * h
  }
  return {horizon, kind: 'mean', variances, total: {value: variances.reduce((sum, h) => sum + h, 0)}}
}

/** ln h is an AR(1): its mean is known for every law; the mean of h only for normal residuals (Nelson 1991). */
function forecastEgarch({specification, parameters, nextVariance}: Process, horizon: number): VarianceForecast {
  const {omega = 0, beta = 0} = parameters
  const isNormal = specification.distribution === 'normal'
  const variances: number[] = []
  let meanLog = Math.log(nextVariance)
  let spread = 0
  for (let k = 0, power = 1; k < horizon; k++, power *= beta) {
    variances.push(Math.exp(meanLog + spread))
    meanLog = omega + beta * meanLog
    if (isNormal) spread += logNewsMean(power, parameters)
  }
  return {
    ...{horizon, kind: isNormal ? 'mean' : 'exp-mean-log', variances},
    total: isNormal ? {value: variances.reduce((sum, h) => sum + h, 0)} : {value: null, because: NO_EXPONENTIAL_MOMENT},
  }
}
