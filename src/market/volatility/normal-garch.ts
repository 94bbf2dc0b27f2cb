import type {Presample} from './model.js'
import {firstVariance, GREATEST_PRODUCT, LEAST_PRODUCT, NO_MOMENT, SLOT} from './variance.js'

const {log} = Math
const HALF_LOG_2PI = 0.5 * log(2 * Math.PI)

/**
 * Minus the Gaussian log-likelihood of GARCH(1,1) and its gradient in one loop that keeps nothing: the search asks for
 * nothing else, and it is the commonest fit. l_t = -(ln 2π + ln h_t + e_t^2 / h_t) / 2, so by a parameter of the variance
 * dl_t = -(1 - e_t^2 / h_t) / 2 . dh_t / h_t, and by mu also e_t / h_t (Fiorentini, Calzolari and Panattoni 1996).
 * @param gradient written: the slots of mu, omega, alpha and beta; the others are set to 0
 * @returns NaN outside the domain
 */
export function normalGarch(
  theta: Float64Array,
  returns: Float64Array,
  presample: Presample,
  gradient: Float64Array,
): number {
  const mu = theta[SLOT.mu] as number
  const omega = theta[SLOT.omega] as number
  const alpha = theta[SLOT.alpha] as number
  const beta = theta[SLOT.beta] as number
  const first = firstVariance(theta, returns, false, presample, NO_MOMENT)
  let h = first.h
  let hMu = first.by[SLOT.mu] as number
  let hOmega = first.by[SLOT.omega] as number
  let hAlpha = first.by[SLOT.alpha] as number
  let hBeta = first.by[SLOT.beta] as number
  // Apart, not destructured: that would box them.
  let byMu = 0
  let byOmega = 0
  let byAlpha = 0
  let byBeta = 0
  let logs = 0
  let product = 1
  let squares = 0
  for (let t = 0; t < returns.length; t++) {
    if (!(h > 0)) return Number.NaN
    product *= h
    if (!(product > LEAST_PRODUCT && product < GREATEST_PRODUCT)) {
      logs += log(product / h) + log(h)
      product = 1
    }
    const e = (returns[t] as number) - mu
    const square = e * e
    const inverse = 1 / h
    const share = square * inverse
    const weight = 0.5 * (1 - share) * inverse
    squares += share
    byMu += weight * hMu - e * inverse
    byOmega += weight * hOmega
    byAlpha += weight * hAlpha
    byBeta += weight * hBeta
    hMu = beta * hMu - 2 * alpha * e
    hOmega = beta * hOmega + 1
    hAlpha = beta * hAlpha + square
    hBeta = beta * hBeta + h
    h = omega + alpha * square + beta * h
  }
  if (!(h < Infinity)) return Number.NaN
  gradient.fill(0)
  gradient[SLOT.mu] = byMu
  gradient[SLOT.omega] = byOmega
  gradient[SLOT.alpha] = byAlpha
  gradient[SLOT.beta] = byBeta
  return 0.5 * (logs + log(product)) + returns.length * HALF_LOG_2PI + 0.5 * squares
}
