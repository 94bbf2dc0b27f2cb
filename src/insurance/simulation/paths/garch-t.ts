import {fitGarch} from '../../../market/volatility/garch.js'
import {gamma} from '../../../numerics/random/gamma.js'
import {normal} from '../../../numerics/random/normal.js'
import {bridgeMaximum, bridgeMinimum} from './bridge.js'
import type {LogBars} from './log-bars.js'
import type {PathModel} from './model.js'

const {sqrt} = Math

/**
 * GARCH(1,1) with Student-t residuals (Bollerslev, Review of Economics and Statistics 69 (1987) 542-547). A t variate is a
 * normal one with a random variance W = h (nu - 2) / chi^2(nu): given W the day is a Brownian path, whose low and high are
 * drawn by its bridge.
 * @throws VOLATILITY_NOT_CONVERGED
 */
export function garchTModel(history: LogBars): PathModel {
  const fit = fitGarch(history.close, {distribution: 't', presample: 'unconditional'})
  const {mu = 0, omega = 0, alpha = 0, beta = 0, nu = Infinity} = fit.parameters
  const {nextVariance} = fit
  const half = nu / 2
  return {
    name: 'garch-t',
    title: 'GARCH(1,1) with Student-t residuals',
    parameters: {mu, omega, alpha, beta, nu, persistence: fit.persistence, nextVariance},
    notes: fit.warnings,
    draw(random, out) {
      let h = nextVariance
      for (let t = 0; t < out.close.length; t++) {
        const variance = (h * (half - 1)) / gamma(random, half)
        const shock = sqrt(variance) * normal(random)
        const close = mu + shock
        out.close[t] = close
        out.low[t] = bridgeMinimum(random, close, variance)
        out.high[t] = bridgeMaximum(random, close, variance)
        h = omega + alpha * shock * shock + beta * h
      }
    },
  }
}
