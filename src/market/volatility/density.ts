import {logGammaHalfStep} from '../../numerics/gamma-ratio.js'
import type {Distribution} from './model.js'

const {log} = Math

/** What a density pass writes for each standardised residual z: ln f(z), and its derivatives. */
export interface DensityTerms {
  readonly value: Float64Array
  /** By z. */
  readonly slope: Float64Array
  readonly byNu: Float64Array
  readonly byLambda: Float64Array
}

type Pass = (z: Float64Array, nu: number, lambda: number, out: DensityTerms) => void

const HALF_LOG_2PI = 0.5 * log(2 * Math.PI)

const normalPass: Pass = (z, _nu, _lambda, out) => {
  for (let t = 0; t < z.length; t++) {
    const x = z[t] as number
    out.value[t] = -HALF_LOG_2PI - 0.5 * x * x
    out.slope[t] = -x
  }
}

/** ln of the constant c of the unit-variance Student-t, and its derivative by nu. */
function studentConstant(nu: number): {logC: number; logCByNu: number} {
  const {value, slope} = logGammaHalfStep(nu / 2)
  return {logC: value - 0.5 * log(Math.PI * (nu - 2)), logCByNu: 0.5 * slope - 0.5 / (nu - 2)}
}

/** f(z) = c (1 + z^2 / (nu - 2))^(-(nu + 1) / 2), c = Γ((nu+1)/2) / (Γ(nu/2) sqrt(π (nu-2))). */
const studentPass: Pass = (z, nu, _lambda, out) => {
  const {logC, logCByNu} = studentConstant(nu)
  const room = nu - 2
  const power = 0.5 * (nu + 1)
  for (let t = 0; t < z.length; t++) {
    const x = z[t] as number
    const total = room + x * x
    const logged = log(total / room)
    out.value[t] = logC - power * logged
    out.slope[t] = (-2 * power * x) / total
    out.byNu[t] = logCByNu - 0.5 * logged + (power * (x * x)) / (room * total)
  }
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

/**
 * Hansen's skewed Student-t: f(z) = b c (1 + y^2 / (nu - 2))^(-(nu + 1) / 2), y = (b z + a) / (1 - lambda) left of the
 * mode -a/b and (b z + a) / (1 + lambda) right of it.
 */
const skewPass: Pass = (z, nu, lambda, out) => {
  const {logC, logCByNu, a, b, aByNu, aByLambda, bByNu, bByLambda} = hansenConstants(nu, lambda)
  const constant = log(b) + logC
  const room = nu - 2
  const power = 0.5 * (nu + 1)
  for (let t = 0; t < z.length; t++) {
    const x = z[t] as number
    const raw = b * x + a
    const side = raw < 0 ? -1 : 1
    const inverse = 1 / (1 + side * lambda)
    const y = raw * inverse
    const total = room + y * y
    const logged = log(total / room)
    const byY = (-2 * power * y) / total
    out.value[t] = constant - power * logged
    out.slope[t] = byY * b * inverse
    out.byNu[t] =
      bByNu / b + logCByNu - 0.5 * logged + (power * y * y) / (room * total) + byY * (bByNu * x + aByNu) * inverse
    out.byLambda[t] = bByLambda / b + byY * (bByLambda * x + aByLambda - side * y) * inverse
  }
}

const PASSES: Readonly<Record<Distribution, Pass>> = {normal: normalPass, 'skew-t': skewPass, t: studentPass}

/** The pass that computes ln f and its derivatives for a whole series of residuals. */
export function densityPass(distribution: Distribution): Pass {
  return PASSES[distribution]
}
