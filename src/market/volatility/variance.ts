import type {Presample} from './model.js'

const {abs, exp, log, sqrt} = Math

/**
 * Where each parameter stands in the vector that the optimiser moves. GJR is moved by what a fall adds to the variance
 * altogether (`down` = alpha + gamma), so that non-negativity is a box; EGARCH keeps its gamma there.
 */
export const SLOT = {mu: 0, omega: 1, alpha: 2, down: 3, beta: 4, nu: 5, lambda: 6} as const
export const SLOTS = 7

/** The conditional variances and standardised residuals at one parameter vector, and how they react to it. */
export interface Track {
  readonly z: Float64Array
  /** 1 / sqrt(h_t). */
  readonly inverseRoot: Float64Array
  /** For each slot, the derivative of ln h_t by it; only the slots that the model uses are written. */
  readonly jacobian: readonly Float64Array[]
  /** Sum of ln h_t. */
  logVariances: number
  /** h of the first bar after the sample. */
  nextVariance: number
}

export function newTrack(n: number): Track {
  return {
    z: new Float64Array(n),
    inverseRoot: new Float64Array(n),
    jacobian: Array.from({length: SLOTS}, () => new Float64Array(n)),
    logVariances: Number.NaN,
    nextVariance: Number.NaN,
  }
}

/** What a model must know of the law of z: a moment and its derivatives by nu and lambda. */
export interface Moment {
  readonly value: number
  readonly byNu: number
  readonly byLambda: number
}

/** For a law whose moment the model does not ask for. */
export const NO_MOMENT: Moment = {value: Number.NaN, byNu: 0, byLambda: 0}

// A pass fills the track; it is false where the parameters give no positive, finite variance.

/** Variances are multiplied up, and the product logged before it could leave the range of a double. */
export const LEAST_PRODUCT = 1e-150
export const GREATEST_PRODUCT = 1e150

interface Start {
  readonly h: number
  readonly byMu: number
}

function meanSquare(returns: Float64Array, mu: number): Start & {readonly mean: number} {
  let sum = 0
  let squares = 0
  for (let t = 0; t < returns.length; t++) {
    const e = (returns[t] as number) - mu
    sum += e
    squares += e * e
  }
  return {h: squares / returns.length, byMu: (-2 * sum) / returns.length, mean: sum / returns.length}
}

/** The variance of the first bar, and its derivatives by slot. */
interface FirstVariance {
  readonly h: number
  readonly by: Float64Array
}

/**
 * @param leverage whether falls have an effect of their own
 * @param moment the part of the variance of z that lies below zero (one half for symmetric laws)
 */
export function firstVariance(
  theta: Float64Array,
  returns: Float64Array,
  leverage: boolean,
  presample: Presample,
  moment: Moment,
): FirstVariance {
  const at = (slot: number): number => theta[slot] as number
  const [omega, up, beta] = [at(SLOT.omega), at(SLOT.alpha), at(SLOT.beta)]
  const down = leverage ? at(SLOT.down) : up
  // Before the sample the sign of e is not known. An e_0^2 of one half rise, one half fall is the convention of the
  // published fits; in the unconditional variance a fall counts for its true share.
  const share = !leverage ? 0 : presample === 'mean-square' ? 0.5 : moment.value
  const mixed = up * (1 - share) + down * share
  if (presample === 'mean-square') {
    const {h, byMu} = meanSquare(returns, at(SLOT.mu))
    const by = Float64Array.of((mixed + beta) * byMu, 1, (1 - share) * h, share * h, h, 0, 0)
    return {h: omega + (mixed + beta) * h, by}
  }
  const rest = 1 - mixed - beta
  if (!(rest > 0)) return {h: Number.NaN, by: new Float64Array(SLOTS)}
  const h = omega / rest
  const unit = h / rest
  const byShare = (down - up) * unit
  return {
    h,
    by: Float64Array.of(
      ...[0, 1 / rest, (1 - share) * unit, share * unit, unit],
      ...[byShare * moment.byNu, byShare * moment.byLambda],
    ),
  }
}

/** GARCH(1,1): h_t = omega + alpha e_{t-1}^2 + beta h_{t-1}. */
export function garchPass(
  theta: Float64Array,
  returns: Float64Array,
  track: Track,
  moment: Moment,
  presample: Presample,
): boolean {
  const [mu, omega, alpha, , beta] = theta as unknown as Values
  const {z, inverseRoot, jacobian} = track
  const [byMu, byOmega, byAlpha, , byBeta] = jacobian as Jacobian
  const first = firstVariance(theta, returns, false, presample, moment)
  let h = first.h
  let [hMu, hOmega, hAlpha, , hBeta] = first.by as unknown as Values
  let logs = 0
  let product = 1
  for (let t = 0; t < returns.length; t++) {
    if (!(h > 0)) return false
    product *= h
    if (!(product > LEAST_PRODUCT && product < GREATEST_PRODUCT)) {
      logs += log(product / h) + log(h)
      product = 1
    }
    const inverse = 1 / h
    const root = sqrt(inverse)
    const e = (returns[t] as number) - mu
    z[t] = e * root
    inverseRoot[t] = root
    byMu[t] = hMu * inverse
    byOmega[t] = hOmega * inverse
    byAlpha[t] = hAlpha * inverse
    byBeta[t] = hBeta * inverse
    hMu = beta * hMu - 2 * alpha * e
    hOmega = beta * hOmega + 1
    hAlpha = beta * hAlpha + e * e
    hBeta = beta * hBeta + h
    h = omega + alpha * (e * e) + beta * h
  }
  track.logVariances = logs + log(product)
  track.nextVariance = h
  return h < Infinity
}

/** GJR(1,1): as GARCH, with `down` = alpha + gamma in the place of alpha after a fall. */
export function gjrPass(
  theta: Float64Array,
  returns: Float64Array,
  track: Track,
  moment: Moment,
  presample: Presample,
): boolean {
  const [mu, omega, up, down, beta] = theta as unknown as Values
  const {z, inverseRoot, jacobian} = track
  const [byMu, byOmega, byUp, byDown, byBeta, byNu, byLambda] = jacobian as Jacobian
  const first = firstVariance(theta, returns, true, presample, moment)
  let h = first.h
  let [hMu, hOmega, hUp, hDown, hBeta, hNu, hLambda] = first.by as unknown as Values
  let logs = 0
  let product = 1
  for (let t = 0; t < returns.length; t++) {
    if (!(h > 0)) return false
    product *= h
    if (!(product > LEAST_PRODUCT && product < GREATEST_PRODUCT)) {
      logs += log(product / h) + log(h)
      product = 1
    }
    const inverse = 1 / h
    const root = sqrt(inverse)
    const e = (returns[t] as number) - mu
    const rise = e < 0 ? 0 : e
    const fall = e - rise
    z[t] = e * root
    inverseRoot[t] = root
    byMu[t] = hMu * inverse
    byOmega[t] = hOmega * inverse
    byUp[t] = hUp * inverse
    byDown[t] = hDown * inverse
    byBeta[t] = hBeta * inverse
    byNu[t] = hNu * inverse
    byLambda[t] = hLambda * inverse
    hMu = beta * hMu - 2 * (up * rise + down * fall)
    hOmega = beta * hOmega + 1
    hUp = beta * hUp + rise * rise
    hDown = beta * hDown + fall * fall
    hBeta = beta * hBeta + h
    hNu *= beta
    hLambda *= beta
    h = omega + up * rise * rise + down * fall * fall + beta * h
  }
  track.logVariances = logs + log(product)
  track.nextVariance = h
  return h < Infinity
}

type Values = [number, number, number, number, number, number, number]
/** A column a slot, in the order of `SLOT`. */
export type Jacobian = [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
]

/** ln h of EGARCH's first bar, and its derivatives by slot; NaN where there is none. */
function firstLogVariance(
  theta: Float64Array,
  returns: Float64Array,
  moment: Moment,
  presample: Presample,
  fixedSign: number | undefined,
): {value: number; by: Float64Array} {
  const [mu, omega, alpha, gamma, beta] = theta as unknown as Values
  if (presample === 'unconditional') {
    const rest = 1 - beta
    const value = abs(beta) < 1 ? omega / rest : Number.NaN
    return {value, by: Float64Array.of(0, 1 / rest, 0, 0, value / rest, 0, 0)}
  }
  const start = meanSquare(returns, mu)
  const root = 1 / sqrt(start.h)
  const z0 = start.mean * root
  const sign = fixedSign ?? (z0 < 0 ? -1 : 1)
  const logStart = log(start.h)
  const logStartByMu = start.byMu / start.h
  const surprise = sign * z0 - moment.value
  const byMu = (alpha + gamma * sign) * (-root - 0.5 * z0 * logStartByMu) + beta * logStartByMu
  return {
    value: omega + alpha * z0 + gamma * surprise + beta * logStart,
    by: Float64Array.of(byMu, 1, z0, surprise, logStart, -gamma * moment.byNu, -gamma * moment.byLambda),
  }
}

/**
 * EGARCH(1,1): ln h_t = omega + alpha z_{t-1} + gamma (|z_{t-1}| - E|z|) + beta ln h_{t-1}; the moment is E|z|.
 * @param signs when given, |z_t| is taken as sign_t z_t (the last entry for the presample residual): smooth, and equal to
 *   EGARCH for as long as mu stays between the two returns around it
 */
export function egarchPass(
  theta: Float64Array,
  returns: Float64Array,
  track: Track,
  moment: Moment,
  presample: Presample,
  signs?: Int8Array,
): boolean {
  const [mu, omega, alpha, gamma, beta] = theta as unknown as Values
  const {z, inverseRoot, jacobian} = track
  const n = returns.length
  const first = firstLogVariance(theta, returns, moment, presample, signs?.[n])
  let logH = first.value
  const d = first.by
  let logs = 0
  for (let t = 0; t < n; t++) {
    if (!(abs(logH) < 700)) return false
    const root = exp(-0.5 * logH)
    const x = ((returns[t] as number) - mu) * root
    const sign = signs ? (signs[t] as number) : x < 0 ? -1 : 1
    z[t] = x
    logs += logH
    inverseRoot[t] = root
    const news = alpha + gamma * sign
    const keep = beta - 0.5 * news * x
    for (let k = 0; k < SLOTS; k++) {
      const slope = d[k] as number
      ;(jacobian[k] as Float64Array)[t] = slope
      d[k] = keep * slope
    }
    const surprise = sign * x - moment.value
    d[SLOT.mu] = (d[SLOT.mu] as number) - news * root
    d[SLOT.omega] = (d[SLOT.omega] as number) + 1
    d[SLOT.alpha] = (d[SLOT.alpha] as number) + x
    d[SLOT.down] = (d[SLOT.down] as number) + surprise
    d[SLOT.beta] = (d[SLOT.beta] as number) + logH
    d[SLOT.nu] = (d[SLOT.nu] as number) - gamma * moment.byNu
    d[SLOT.lambda] = (d[SLOT.lambda] as number) - gamma * moment.byLambda
    logH = omega + alpha * x + gamma * surprise + beta * logH
  }
  track.logVariances = logs
  track.nextVariance = exp(logH)
  return abs(logH) < 700
}
