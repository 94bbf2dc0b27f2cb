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
  readonly logVariance: Float64Array
  /** 1 / sqrt(h_t). */
  readonly inverseRoot: Float64Array
  /** For each slot, the derivative of ln h_t by it; only the slots that the model uses are written. */
  readonly jacobian: readonly Float64Array[]
  /** ln h of the first bar after the sample. */
  nextLogVariance: number
}

export function newTrack(n: number): Track {
  return {
    z: new Float64Array(n),
    logVariance: new Float64Array(n),
    inverseRoot: new Float64Array(n),
    jacobian: Array.from({length: SLOTS}, () => new Float64Array(n)),
    nextLogVariance: Number.NaN,
  }
}

/** What a model must know of the law of z: a moment and its derivatives by nu and lambda. */
export interface Moment {
  readonly value: number
  readonly byNu: number
  readonly byLambda: number
}

/** Fills the track; false where the parameters give no positive, finite variance. */
export type VariancePass = (theta: Float64Array, returns: Float64Array, track: Track, moment: Moment) => boolean

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

/**
 * GARCH(1,1): h_t = omega + alpha e_{t-1}^2 + beta h_{t-1}. GJR: `down` in the place of alpha after a fall.
 * The moment is the part of the variance of z that lies below zero (one half for symmetric laws; GJR only).
 */
export function garchPass(leverage: boolean, presample: Presample): VariancePass {
  return (theta, returns, track, moment) => {
    const mu = theta[SLOT.mu] as number
    const omega = theta[SLOT.omega] as number
    const up = theta[SLOT.alpha] as number
    const down = leverage ? (theta[SLOT.down] as number) : up
    const beta = theta[SLOT.beta] as number
    const {z, logVariance, inverseRoot, jacobian} = track
    const [byMu, byOmega, byAlpha, byDown, byBeta, byNu, byLambda] = jacobian as Jacobian

    // Before the sample the sign of e is not known. An e_0^2 of one half rise, one half fall is the convention of the
    // published fits; in the unconditional variance a fall counts for its true share.
    const share = !leverage ? 0 : presample === 'mean-square' ? 0.5 : moment.value
    const mixed = leverage ? up * (1 - share) + down * share : up
    let h: number
    let [hMu, hOmega, hAlpha, hDown, hBeta, hNu, hLambda] = [0, 1, 0, 0, 0, 0, 0]
    if (presample === 'mean-square') {
      const start = meanSquare(returns, mu)
      h = omega + (mixed + beta) * start.h
      hMu = (mixed + beta) * start.byMu
      hAlpha = (1 - share) * start.h
      hDown = share * start.h
      hBeta = start.h
    } else {
      const rest = 1 - mixed - beta
      if (!(rest > 0)) return false
      h = omega / rest
      const perUnit = h / rest
      hOmega = 1 / rest
      hAlpha = (1 - share) * perUnit
      hDown = share * perUnit
      hBeta = perUnit
      hNu = (down - up) * moment.byNu * perUnit
      hLambda = (down - up) * moment.byLambda * perUnit
    }
    for (let t = 0; t < returns.length; t++) {
      if (!(h > 0)) return false
      const inverse = 1 / h
      const root = sqrt(inverse)
      const e = (returns[t] as number) - mu
      z[t] = e * root
      logVariance[t] = log(h)
      inverseRoot[t] = root
      byMu[t] = hMu * inverse
      byOmega[t] = hOmega * inverse
      byAlpha[t] = hAlpha * inverse
      byBeta[t] = hBeta * inverse
      const square = e * e
      const fell = leverage && e < 0
      const arch = fell ? down : up
      hMu = beta * hMu - 2 * arch * e
      hOmega = beta * hOmega + 1
      hBeta = beta * hBeta + h
      hAlpha = beta * hAlpha + (fell ? 0 : square)
      if (leverage) {
        byDown[t] = hDown * inverse
        byNu[t] = hNu * inverse
        byLambda[t] = hLambda * inverse
        hDown = beta * hDown + (fell ? square : 0)
        hNu *= beta
        hLambda *= beta
      }
      h = omega + arch * square + beta * h
    }
    track.nextLogVariance = log(h)
    return h < Infinity
  }
}

type Jacobian = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]

/**
 * EGARCH(1,1): ln h_t = omega + alpha z_{t-1} + gamma (|z_{t-1}| - E|z|) + beta ln h_{t-1}; the moment is E|z|.
 * @param signs when given, |z_t| is taken as sign_t z_t (the last entry for the presample residual): smooth, and equal to
 *   EGARCH for as long as mu stays between the two returns around it
 */
export function egarchPass(presample: Presample, signs?: Int8Array): VariancePass {
  return (theta, returns, track, moment) => {
    const mu = theta[SLOT.mu] as number
    const omega = theta[SLOT.omega] as number
    const alpha = theta[SLOT.alpha] as number
    const gamma = theta[SLOT.down] as number
    const beta = theta[SLOT.beta] as number
    const {z, logVariance, inverseRoot, jacobian} = track
    const n = returns.length
    const d = new Float64Array(SLOTS)
    let logH: number
    if (presample === 'mean-square') {
      const start = meanSquare(returns, mu)
      const root = 1 / sqrt(start.h)
      const z0 = start.mean * root
      const sign = signs ? (signs[n] as number) : z0 < 0 ? -1 : 1
      const logStart = log(start.h)
      const logStartByMu = start.byMu / start.h
      logH = omega + alpha * z0 + gamma * (sign * z0 - moment.value) + beta * logStart
      d[SLOT.mu] = (alpha + gamma * sign) * (-root - 0.5 * z0 * logStartByMu) + beta * logStartByMu
      d[SLOT.alpha] = z0
      d[SLOT.down] = sign * z0 - moment.value
      d[SLOT.beta] = logStart
      d[SLOT.omega] = 1
      d[SLOT.nu] = -gamma * moment.byNu
      d[SLOT.lambda] = -gamma * moment.byLambda
    } else {
      if (!(abs(beta) < 1)) return false
      logH = omega / (1 - beta)
      d[SLOT.omega] = 1 / (1 - beta)
      d[SLOT.beta] = logH / (1 - beta)
    }
    for (let t = 0; t < n; t++) {
      if (!(abs(logH) < 700)) return false
      const root = exp(-0.5 * logH)
      const x = ((returns[t] as number) - mu) * root
      const sign = signs ? (signs[t] as number) : x < 0 ? -1 : 1
      z[t] = x
      logVariance[t] = logH
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
    track.nextLogVariance = logH
    return Number.isFinite(logH)
  }
}
