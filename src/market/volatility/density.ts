import {hansenConstants, studentConstant} from '../../numerics/hansen.js'
import type {Distribution} from './model.js'

const {log} = Math

/** What a density pass writes for each standardised residual z: derivatives of ln f(z). */
export interface DensityTerms {
  /** By z. */
  readonly slope: Float64Array
  /** By nu, less the part that `DensitySum` has. */
  readonly byNu: Float64Array
  readonly byLambda: Float64Array
}

/** The sum of ln f(z_t), and the sum of the part of its derivative by nu that was not written bar by bar. */
export interface DensitySum {
  readonly value: number
  readonly byNu: number
}

/**
 * @param whole write all of each derivative: for scores. Otherwise one logarithm serves many bars, which is much faster.
 */
type Pass = (z: Float64Array, nu: number, lambda: number, out: DensityTerms, whole: boolean) => DensitySum

/** Factors are at least 1; a product is logged before the next one could overflow. */
const PRODUCT_LIMIT = 1e150

const HALF_LOG_2PI = 0.5 * log(2 * Math.PI)

const normalPass: Pass = (z, _nu, _lambda, out) => {
  const {slope} = out
  let squares = 0
  for (let t = 0; t < z.length; t++) {
    const x = z[t] as number
    squares += x * x
    slope[t] = -x
  }
  return {value: -z.length * HALF_LOG_2PI - 0.5 * squares, byNu: 0}
}

/** f(z) = c (1 + z^2 / (nu - 2))^(-(nu + 1) / 2), c = Γ((nu+1)/2) / (Γ(nu/2) sqrt(π (nu-2))). */
const studentPass: Pass = (z, nu, _lambda, out, whole) => {
  const {logC, logCByNu} = studentConstant(nu)
  const {slope, byNu} = out
  const room = nu - 2
  const perRoom = 1 / room
  const power = 0.5 * (nu + 1)
  let logs = 0
  let product = 1
  for (let t = 0; t < z.length; t++) {
    const x = z[t] as number
    const total = room + x * x
    const pull = (power * x) / total
    slope[t] = -2 * pull
    byNu[t] = pull * x * perRoom
    product *= total * perRoom
    if (product > PRODUCT_LIMIT) {
      logs += log(product)
      product = 1
    }
    if (whole) byNu[t] = logCByNu - 0.5 * log(total * perRoom) + pull * x * perRoom
  }
  logs += log(product)
  return {value: z.length * logC - power * logs, byNu: whole ? 0 : z.length * logCByNu - 0.5 * logs}
}

/**
 * Hansen's skewed Student-t: f(z) = b c (1 + y^2 / (nu - 2))^(-(nu + 1) / 2), y = (b z + a) / (1 - lambda) left of the
 * mode -a/b and (b z + a) / (1 + lambda) right of it.
 */
const skewPass: Pass = (z, nu, lambda, out, whole) => {
  const {logC, logCByNu, a, b, aByNu, aByLambda, bByNu, bByLambda} = hansenConstants(nu, lambda)
  const {slope, byNu, byLambda} = out
  const room = nu - 2
  const perRoom = 1 / room
  const power = 0.5 * (nu + 1)
  const [inverseLeft, inverseRight] = [1 / (1 - lambda), 1 / (1 + lambda)]
  const [constantByNu, constantByLambda] = [logCByNu + bByNu / b, bByLambda / b]
  let logs = 0
  let product = 1
  for (let t = 0; t < z.length; t++) {
    const x = z[t] as number
    const raw = b * x + a
    const left = raw < 0
    const inverse = left ? inverseLeft : inverseRight
    const y = raw * inverse
    const total = room + y * y
    const pull = (power * y) / total
    const byRaw = -2 * pull * inverse
    slope[t] = byRaw * b
    byNu[t] = pull * y * perRoom + byRaw * (bByNu * x + aByNu)
    byLambda[t] = constantByLambda + byRaw * (bByLambda * x + aByLambda + (left ? y : -y))
    product *= total * perRoom
    if (product > PRODUCT_LIMIT) {
      logs += log(product)
      product = 1
    }
    if (whole) byNu[t] = (byNu[t] as number) + constantByNu - 0.5 * log(total * perRoom)
  }
  logs += log(product)
  const n = z.length
  return {value: n * (log(b) + logC) - power * logs, byNu: whole ? 0 : n * constantByNu - 0.5 * logs}
}

const PASSES: Readonly<Record<Distribution, Pass>> = {normal: normalPass, 'skew-t': skewPass, t: studentPass}

/** The pass that sums ln f, and writes its derivatives, over a whole series of residuals. */
export function densityPass(distribution: Distribution): Pass {
  return PASSES[distribution]
}
