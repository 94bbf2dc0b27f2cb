import {invertMonotone} from './invert.js'
import {deviance, logGamma, stirlingError} from './log-gamma.js'
import {normalQuantile} from './normal.js'

const TINY = 1e-300
const EPSILON = 1.1e-16
const TWO_PI = 6.283_185_307_179_586

/** x^a e^-x / Gamma(a + 1) by Loader's saddle point: a Poisson mass, exact in the digits also for huge a. */
function poissonMass(a: number, x: number): number {
  if (a === 0) return Math.exp(-x)
  if (a < 1e-3) return Math.exp(a * Math.log(x) - x - logGamma(a + 1))
  return Math.exp(-stirlingError(a) - deviance(a, x)) / Math.sqrt(TWO_PI * a)
}

/** P(a, x) by its power series (Abramowitz & Stegun 6.5.29). */
function lowerSeries(a: number, x: number): number {
  let term = 1
  let sum = 1
  for (let n = 1; term > sum * EPSILON; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum * poissonMass(a, x)
}

/** Q(a, x) by Legendre's continued fraction (6.5.31), evaluated with Lentz's algorithm as modified by Thompson & Barnett. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < 1_000_000; n++) {
    const an = -n * (n - a)
    b += 2
    d = an * d + b
    if (Math.abs(d) < TINY) d = TINY
    c = b + an / c
    if (Math.abs(c) < TINY) c = TINY
    d = 1 / d
    const change = d * c
    fraction *= change
    if (Math.abs(change - 1) <= 2 * EPSILON) break
  }
  return fraction * a * poissonMass(a, x)
}

/** Regularised lower incomplete gamma function P(a, x), a > 0, x >= 0. */
export function gammaP(a: number, x: number): number {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN
  if (x <= 0) return 0
  if (x === Infinity) return 1
  return x < a + 1 ? Math.min(1, lowerSeries(a, x)) : 1 - upperFraction(a, x)
}

/** Regularised upper incomplete gamma function Q(a, x): the far tail keeps its relative accuracy. */
export function gammaQ(a: number, x: number): number {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN
  if (x <= 0) return 1
  if (x === Infinity) return 0
  return x < a + 1 ? Math.max(0, 1 - lowerSeries(a, x)) : upperFraction(a, x)
}

/** P(X <= x) for chi-square with `df` degrees of freedom. */
export function chiSquareCdf(x: number, df: number): number {
  return gammaP(df / 2, x / 2)
}

/** P(X > x) for chi-square with `df` degrees of freedom: the p-value of a likelihood-ratio statistic. */
export function chiSquareSf(x: number, df: number): number {
  return gammaQ(df / 2, x / 2)
}

/** x with P(X > x) = q: the critical value at size q. Solved for ln x in the log of the smaller tail. */
export function chiSquareQuantileUpper(q: number, df: number): number {
  if (!(q > 0 && q < 1)) return q === 0 ? Infinity : q === 1 ? 0 : Number.NaN
  return q < 0.5 ? solve(q, df, chiSquareSf, -1) : solve(1 - q, df, chiSquareCdf, 1)
}

/** x with P(X <= x) = p. */
export function chiSquareQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? 0 : p === 1 ? Infinity : Number.NaN
  return p < 0.5 ? solve(p, df, chiSquareCdf, 1) : solve(1 - p, df, chiSquareSf, -1)
}

function solve(tail: number, df: number, probability: (x: number, df: number) => number, sign: 1 | -1): number {
  // Wilson & Hilferty's cube as the start.
  const cube = 1 - 2 / (9 * df) - sign * -normalQuantile(tail) * Math.sqrt(2 / (9 * df))
  const start = Math.log(cube > 0.05 ? df * cube ** 3 : df * 1e-3)
  const root = invertMonotone({
    value: (s) => Math.log(probability(Math.exp(s), df)),
    slope: (s) => {
      const x = Math.exp(s)
      return (sign * (df / 2) * poissonMass(df / 2, x / 2)) / probability(x, df)
    },
    target: Math.log(tail),
    start,
    step: 0.25,
  })
  return Math.exp(root)
}
