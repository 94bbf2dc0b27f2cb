import {fitGarch} from '../../../market/volatility/garch.js'
import type {LogBars} from './log-bars.js'
import type {PathModel} from './model.js'
import {tiltedDays} from './tilted-days.js'

/**
 * Filtered historical simulation (Barone-Adesi, Giannopoulos & Vosper, Journal of Futures Markets 19 (1999) 583-602): the days
 * of history are divided by their GARCH(1,1) volatility, drawn with replacement, and multiplied by a volatility that goes on
 * from the last day and takes up what it drew. A day is drawn whole: its low and high come with its close, in units of its
 * volatility.
 * @throws VOLATILITY_NOT_CONVERGED
 */
export function filteredModel(history: LogBars): PathModel {
  const fit = fitGarch(history.close, {presample: 'unconditional'})
  const {mu = 0, omega = 0, alpha = 0, beta = 0} = fit.parameters
  const days = fit.residuals.length
  const roots = fit.variances.map(Math.sqrt)
  const low = Float64Array.from(roots, (root, t) => ((history.low[t] as number) - mu) / root)
  const high = Float64Array.from(roots, (root, t) => ((history.high[t] as number) - mu) / root)
  const {nextVariance, residuals} = fit
  const {max, min, sqrt} = Math
  const tilt = tiltedDays(Float64Array.from(low, (value, day) => max(0, -value, high[day] as number)))
  /** Writes a day and returns the variance of the next. */
  const next = (h: number, day: number, t: number, out: LogBars): number => {
    const root = sqrt(h)
    const z = residuals[day] as number
    const close = mu + root * z
    out.close[t] = close
    out.low[t] = min(0, close, mu + root * (low[day] as number))
    out.high[t] = max(0, close, mu + root * (high[day] as number))
    return omega + h * (alpha * z * z + beta)
  }
  return {
    name: 'filtered',
    title: 'filtered historical simulation, GARCH(1,1)',
    parameters: {mu, omega, alpha, beta, persistence: fit.persistence, nextVariance},
    notes: fit.warnings,
    draw(random, out) {
      let h = nextVariance
      for (let t = 0; t < out.close.length; t++) {
        const day = random.below(days)
        h = next(h, day, t, out)
      }
    },
    drawTilted(random, out) {
      const picked = new Int32Array(out.close.length)
      const weight = tilt.draw(random, picked)
      let h = nextVariance
      for (let t = 0; t < picked.length; t++) h = next(h, picked[t] as number, t, out)
      return weight
    },
  }
}
