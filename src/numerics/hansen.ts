import {logGammaHalfStep} from './gamma-ratio.js'

/** ln of the constant c of the unit-variance Student-t, and its derivative by nu. */
export function studentConstant(nu: number): {logC: number; logCByNu: number} {
  const {value, slope} = logGammaHalfStep(nu / 2)
  return {logC: value - 0.5 * Math.log(Math.PI * (nu - 2)), logCByNu: 0.5 * slope - 0.5 / (nu - 2)}
}

/** The constants a, b of Hansen's density, which give it mean 0 and variance 1, with their derivatives. */
export function hansenConstants(nu: number, lambda: number) {
  const {logC, logCByNu} = studentConstant(nu)
  const c = Math.exp(logC)
  const k = (4 * c * (nu - 2)) / (nu - 1)
  const kByNu = k * (logCByNu + 1 / (nu - 2) - 1 / (nu - 1))
  const a = lambda * k
  const b = Math.sqrt(1 + 3 * lambda * lambda - a * a)
  return {
    ...{logC, logCByNu, a, b},
    aByNu: lambda * kByNu,
    aByLambda: k,
    bByNu: (-a * lambda * kByNu) / b,
    bByLambda: (3 * lambda - a * k) / b,
  }
}
