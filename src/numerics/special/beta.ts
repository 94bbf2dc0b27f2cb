import {invertMonotone} from './invert.js'
import {deviance, stirlingError, logGamma} from './log-gamma.js'

const TINY = 1e-300
const EPSILON = 1.1e-16
const TWO_PI = 6.283_185_307_179_586

/** x^a y^b / B(a, b) with y = 1 - x, by Loader's saddle point, so that a and b may be in the millions. */
function betaWeight(a: number, b: number, x: number, y: number): number {
  const n = a + b
  if (a < 1e-3 || b < 1e-3) {
    return Math.exp(a * Math.log(x) + b * Math.log(y) + logGamma(n) - logGamma(a) - logGamma(b))
  }
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y)
  return Math.exp(exponent) * Math.sqrt((a * b) / (TWO_PI * n))
}

/**
 * The continued fraction of I_x(a, b) in the form of DiDonato & Morris (ACM TOMS 18 (1992) 360-373, BFRAC), whose
 * terms are written with lambda = a - (a + b) x and do not cancel near x = 1; Lentz's algorithm; for x below its mean.
 */
function betaFraction(a: number, b: number, x: number, y: number): number {
  const lambda = x <= 0.5 ? a - (a + b) * x : (a + b) * y - b
  const beta = (n: number) =>
    (n === 0 ? 0 : n + (n * (b - n) * x) / (a + 2 * n - 1)) + ((a + n) / (a + 2 * n + 1)) * (lambda + 1 + n * (1 + y))
  let c = beta(0)
  if (Math.abs(c) < TINY) c = TINY
  let d = 0
  let fraction = c
  for (let n = 1; n < 1_000_000; n++) {
    const s = a + 2 * n - 1
    const alpha = (((a + n - 1) / s) * (a + b + n - 1) * n * (b - n) * x * x) / s
    const term = beta(n)
    d = term + alpha * d
    if (Math.abs(d) < TINY) d = TINY
    c = term + alpha / c
    if (Math.abs(c) < TINY) c = TINY
    d = 1 / d
    const change = d * c
    fraction *= change
    if (Math.abs(change - 1) <= 2 * EPSILON) break
  }
  return 1 / fraction
}

/**
 * Regularised incomplete beta function I_x(a, b), a, b > 0. Where 1 - x is known better than by subtraction, pass it
 * as `y`. For the upper tail ask for `betaRegularised(b, a, y, x)`, never one minus this.
 */
export function betaRegularised(a: number, b: number, x: number, y = 1 - x): number {
  if (!(a > 0 && b > 0) || Number.isNaN(x)) return Number.NaN
  if (x <= 0) return 0
  if (y <= 0) return 1
  const weight = betaWeight(a, b, x, y)
  if (x < (a + 1) / (a + b + 2)) return Math.min(1, weight * betaFraction(a, b, x, y))
  return Math.max(0, 1 - weight * betaFraction(b, a, y, x))
}

/** x with I_x(a, b) = p. */
export function betaQuantile(a: number, b: number, p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? 0 : p === 1 ? 1 : Number.NaN
  return p > 0.5 ? solve(b, a, 1 - p).y : solve(a, b, p).x
}

/** x with 1 - I_x(a, b) = q, for a q too small to survive `1 - q`. */
export function betaQuantileUpper(a: number, b: number, q: number): number {
  if (!(q > 0 && q < 1)) return q === 0 ? 1 : q === 1 ? 0 : Number.NaN
  return q > 0.5 ? solve(a, b, 1 - q).x : solve(b, a, q).y
}

/** x and y = 1 - x with I_x(a, b) = p: Newton on logit(x) in the log of the tail. */
function solve(a: number, b: number, p: number): {x: number; y: number} {
  const split = (s: number) => ({x: 1 / (1 + Math.exp(-s)), y: 1 / (1 + Math.exp(s))})
  const root = invertMonotone({
    value: (s) => {
      const {x, y} = split(s)
      return Math.log(betaRegularised(a, b, x, y))
    },
    slope: (s) => {
      const {x, y} = split(s)
      return betaWeight(a, b, x, y) / betaRegularised(a, b, x, y)
    },
    target: Math.log(p),
    start: Math.log(a / b),
    step: 1 / Math.sqrt(Math.max(1, Math.min(a, b))),
  })
  return split(root)
}
