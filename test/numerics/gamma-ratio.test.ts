import {logGammaHalfStep} from '../../src/numerics/gamma-ratio.js'
import {logGamma} from '../../src/numerics/special/log-gamma.js'

test.each([0.01, 0.5, 1, 1.005, 2.5, 7, 23.9, 24, 60, 500])('ln Γ(x + 1/2) - ln Γ(x) at %p', (x) => {
  const {value, slope} = logGammaHalfStep(x)
  const expected = logGamma(x + 0.5) - logGamma(x)
  expect(Math.abs(value - expected)).toBeLessThan(1e-13 * (1 + Math.abs(logGamma(x))))
  const step = 1e-4 * x
  const difference = (logGammaHalfStep(x + step).value - logGammaHalfStep(x - step).value) / (2 * step)
  expect(Math.abs(slope / difference - 1)).toBeLessThan(1e-6)
})

test('known points: Γ(1)/Γ(1/2) and ψ(1) - ψ(1/2) = 2 ln 2', () => {
  const {value, slope} = logGammaHalfStep(0.5)
  expect(value).toBeCloseTo(-0.5 * Math.log(Math.PI), 14)
  expect(slope).toBeCloseTo(2 * Math.LN2, 13)
})

test('it has all its digits where the difference of log-gammas has lost them', () => {
  const x = 1e9
  // ln(x)/2 - 1/(8x) + 1/(192 x^3)
  expect(logGammaHalfStep(x).value).toBeCloseTo(0.5 * Math.log(x) - 1 / (8 * x), 14)
})
