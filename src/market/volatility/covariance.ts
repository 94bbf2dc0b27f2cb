import {invertPositive, Matrix} from '../../numerics/linear.js'
import {type ByParameter, type GarchSpecification, type ParameterName, parameterNames} from './model.js'
import type {Optimum} from './search.js'
import {SLOT, SLOTS} from './variance.js'

type Errors = ByParameter<number | null>

/** Standard errors three ways; null for a parameter that has none. */
export interface StandardErrors {
  /** Inverse of the observed information: right when the law is. */
  readonly hessian: Errors
  /** H^-1 OPG H^-1 (White; Bollerslev-Wooldridge): right for the variance even when the law is not. */
  readonly sandwich: Errors
  /** Inverse of the outer product of scores. */
  readonly opg: Errors
  /** Why some of them are missing. */
  readonly missing?: string
}

/** The three covariance matrices at the optimum, over the parameters that are not held at a bound. */
export function covariances(found: Optimum, specification: GarchSpecification, scale: number): StandardErrors {
  const {minimum, likelihood} = found
  const {free, hessian} = minimum
  const names = parameterNames(specification)
  const outer = likelihood.outerProduct().select(free)
  const inverse = hessian && invertPositive(hessian.select(free))
  const opg = invertPositive(outer)
  const sandwich = inverse?.times(outer).times(inverse)
  const toUser = jacobian(specification, scale)
  const errors = (covariance: Matrix | undefined): Errors =>
    Object.fromEntries(names.map((name) => [name, covariance ? errorOf(name, covariance, free, toUser) : null]))
  const held = names.filter((name) => !free.includes(PRIMARY[name]))
  const missing = [
    ...(held.length > 0 ? [`${held.join(', ')}: held at a bound, where there is no regular standard error`] : []),
    ...(inverse ? [] : ['the information matrix is not positive definite']),
  ].join('; ')
  return {
    ...{hessian: errors(inverse), sandwich: errors(sandwich), opg: errors(opg)},
    ...(missing ? {missing} : {}),
  }
}

const PRIMARY: Readonly<Record<ParameterName, number>> = {
  mu: SLOT.mu,
  omega: SLOT.omega,
  alpha: SLOT.alpha,
  gamma: SLOT.down,
  beta: SLOT.beta,
  nu: SLOT.nu,
  lambda: SLOT.lambda,
}

/** How each of the user's parameters moves with each slot of the search. */
function jacobian({model}: GarchSpecification, scale: number): Record<ParameterName, Float64Array> {
  const row = (...entries: [slot: number, value: number][]): Float64Array => {
    const out = new Float64Array(SLOTS)
    for (const [slot, value] of entries) out[slot] = value
    return out
  }
  const logSquare = 2 * Math.log(scale)
  return {
    mu: row([SLOT.mu, scale]),
    omega: model === 'egarch' ? row([SLOT.omega, 1], [SLOT.beta, -logSquare]) : row([SLOT.omega, scale * scale]),
    alpha: row([SLOT.alpha, 1]),
    gamma: model === 'egarch' ? row([SLOT.down, 1]) : row([SLOT.down, 1], [SLOT.alpha, -1]),
    beta: row([SLOT.beta, 1]),
    nu: row([SLOT.nu, 1]),
    lambda: row([SLOT.lambda, 1]),
  }
}

function errorOf(
  name: ParameterName,
  covariance: Matrix,
  free: readonly number[],
  toUser: Record<ParameterName, Float64Array>,
): number | null {
  if (!free.includes(PRIMARY[name])) return null
  const row = toUser[name]
  let variance = 0
  free.forEach((slotI, i) => {
    free.forEach((slotJ, j) => {
      variance += (row[slotI] as number) * covariance.get(i, j) * (row[slotJ] as number)
    })
  })
  return variance > 0 && variance < Infinity ? Math.sqrt(variance) : null
}
