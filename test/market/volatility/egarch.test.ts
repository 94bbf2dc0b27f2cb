import {fitGarch} from '../../../src/market/volatility/garch.js'
import type {ByParameter, Presample} from '../../../src/market/volatility/model.js'
import {nelderMead} from '../../../src/numerics/optimise/nelder-mead.js'
import {golden} from '../../helpers/goldens.js'

const returns: number[] = golden('garch_synth').returnsPercent.slice(0, 600)

/** The Gaussian EGARCH log-likelihood, written down as plainly as it can be. */
function naive({mu = 0, omega = 0, alpha = 0, gamma = 0, beta = 0}: ByParameter, presample: Presample): number {
  const e = returns.map((r) => r - mu)
  const mean = e.reduce((sum, x) => sum + x, 0) / e.length
  const square = e.reduce((sum, x) => sum + x * x, 0) / e.length
  let logH =
    presample === 'unconditional'
      ? omega / (1 - beta)
      : omega +
        (alpha * mean) / Math.sqrt(square) +
        gamma * (Math.abs(mean) / Math.sqrt(square) - Math.sqrt(2 / Math.PI)) +
        beta * Math.log(square)
  let sum = 0
  for (const x of e) {
    const z = x / Math.exp(logH / 2)
    sum += -0.5 * (Math.log(2 * Math.PI) + logH + z * z)
    logH = omega + alpha * z + gamma * (Math.abs(z) - Math.sqrt(2 / Math.PI)) + beta * logH
  }
  return sum
}

describe.each<Presample>(['mean-square', 'unconditional'])('EGARCH with presample %s', (presample) => {
  const fit = fitGarch(returns, {model: 'egarch', presample}, 'percent')
  const {mu = 0, omega = 0, alpha = 0, gamma = 0, beta = 0} = fit.parameters

  test('its log-likelihood is that of the plain recursion', () => {
    expect(Math.abs(naive(fit.parameters, presample) - fit.logLikelihood)).toBeLessThan(1e-8)
  })

  test('no point around it is better, across the kinks in mu', () => {
    const step = 0.3
    const found = nelderMead(
      ([a = 0, b = 0, c = 0, d = 0, f = 0]) => -naive({mu: a, omega: b, alpha: c, gamma: d, beta: f}, presample),
      [mu, omega, alpha, gamma, beta],
      {steps: [step, 0.05, 0.05, 0.05, -0.02], maxEvaluations: 3000},
    )
    expect(-found.value).toBeLessThanOrEqual(fit.logLikelihood + 1e-7)
  })
})
