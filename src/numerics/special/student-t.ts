import {betaRegularised} from './beta.js'
import {invertMonotone} from './invert.js'
import {logGamma} from './log-gamma.js'
import {normalQuantile} from './normal.js'

/** Density of Student's t with `df` degrees of freedom (not standardised to unit variance). */
export function studentTPdf(t: number, df: number): number {
  return Math.exp(
    logGamma((df + 1) / 2) -
      logGamma(df / 2) -
      0.5 * Math.log(Math.PI * df) -
      ((df + 1) / 2) * Math.log1p((t * t) / df),
  )
}

/** P(T < -|t|): half of I_x(df/2, 1/2) at x = df/(df + t^2) (Abramowitz & Stegun 26.7.1). */
function lowerTail(t: number, df: number): number {
  const square = t * t
  if (square === Infinity) return 0
  return 0.5 * betaRegularised(df / 2, 0.5, df / (df + square), square / (df + square))
}

/** P(0 < T < |t|). */
function half(t: number, df: number): number {
  const square = t * t
  if (square === Infinity) return 0.5
  return 0.5 * betaRegularised(0.5, df / 2, square / (df + square), df / (df + square))
}

/** P(T <= t), df > 0 (any real). */
export function studentTCdf(t: number, df: number): number {
  if (Number.isNaN(t) || !(df > 0)) return Number.NaN
  return t < 0 ? lowerTail(t, df) : 0.5 + half(t, df)
}

/** P(T > t), with the upper tail to full relative accuracy. */
export function studentTSf(t: number, df: number): number {
  return studentTCdf(-t, df)
}

/**
 * t with P(T <= t) = p, solved for ln |t| in the log of the tail (or of the mass between 0 and t near the centre).
 * For an upper tail q take `-studentTQuantile(q, df)`.
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1) || !(df > 0)) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN
  if (p === 0.5) return 0
  if (p > 0.5) return -studentTQuantile(1 - p, df)
  const inTail = p < 0.25
  const probability = inTail ? lowerTail : half
  const root = invertMonotone({
    value: (s) => Math.log(probability(Math.exp(s), df)),
    slope: (s) => {
      const t = Math.exp(s)
      return ((inTail ? -1 : 1) * t * studentTPdf(t, df)) / probability(t, df)
    },
    target: Math.log(inTail ? p : 0.5 - p),
    start: Math.log(-normalQuantile(p)),
    step: 0.5,
  })
  return -Math.exp(root)
}

/** Mean of T given T below its p-quantile, df > 1 (infinite otherwise): the (negative) expected shortfall. */
export function studentTTailMean(p: number, df: number): number {
  if (!(df > 1)) return -Infinity
  const t = studentTQuantile(p, df)
  return (-studentTPdf(t, df) * (df + t * t)) / ((df - 1) * p)
}
