import {hansenConstants} from '../../numerics/hansen.js'
import {normalQuantile, normalTailMean} from '../../numerics/special/normal.js'
import {studentTCdf, studentTQuantile, studentTTailMean} from '../../numerics/special/student-t.js'
import type {Distribution} from './model.js'
import type {Moment} from './variance.js'

/** Parameters of a unit-variance law; what its family does not have is ignored. */
export interface Shape {
  readonly distribution: Distribution
  readonly nu: number
  readonly lambda: number
}

type MomentOf = (nu: number, lambda: number) => number

/** Distribution function of the unit-variance Student-t. */
function unitStudentCdf(x: number, nu: number): number {
  return studentTCdf(x * Math.sqrt(nu / (nu - 2)), nu)
}

/** E|u| of the unit-variance Student-t, 2 c (nu - 2) / (nu - 1). */
const studentMeanAbsolute: MomentOf = (nu) => hansenConstants(nu, 0).aByLambda / 2

/** E|z| of Hansen's law: twice the mean of its part above 0, from partial moments of the Student-t beyond a/(1+lambda). */
const skewMeanAbsolute: MomentOf = (nu, lambda) => {
  const {a, b} = hansenConstants(nu, Math.abs(lambda)) // |z| has the same mean for -lambda
  const side = 1 + Math.abs(lambda)
  const k = a / side
  const partialMean = 0.5 * studentMeanAbsolute(nu, 0) * (1 + (k * k) / (nu - 2)) ** (-(nu - 1) / 2)
  return (2 * side * (side * partialMean - a * unitStudentCdf(-k, nu))) / b
}

/** E[z^2; z < 0] of Hansen's law; one half without skew. */
const skewLowerVariance: MomentOf = (nu, lambda) => {
  if (lambda > 0) return 1 - skewLowerVariance(nu, -lambda)
  const {a, b} = hansenConstants(nu, lambda)
  const side = 1 - lambda
  const k = a / side
  const below = unitStudentCdf(k, nu)
  const mean = -0.5 * studentMeanAbsolute(nu, 0) * (1 + (k * k) / (nu - 2)) ** (-(nu - 1) / 2)
  // A Student-t weighted by its square is, but for constants, one with two degrees of freedom less, of the same scale.
  const square = (nu - 1) * studentTCdf(k, nu - 2) - (nu - 2) * below
  return (side * (side * side * square - 2 * a * side * mean + a * a * below)) / (b * b)
}

/** A moment with its derivatives by central differences of fourth order: it enters a likelihood once an evaluation. */
function withSlopes(moment: MomentOf, nu: number, lambda: number): Moment {
  const byNu = slope((x) => moment(x, lambda), nu, 2e-3 * (nu - 2))
  const byLambda = slope((x) => moment(nu, x), lambda, 2e-3 * (1 - Math.abs(lambda)))
  return {value: moment(nu, lambda), byNu, byLambda}
}

function slope(f: (x: number) => number, x: number, step: number): number {
  return (8 * (f(x + step) - f(x - step)) - (f(x + 2 * step) - f(x - 2 * step))) / (12 * step)
}

/** E|z| of a unit-variance law. */
export function meanAbsolute({distribution, nu, lambda}: Shape): Moment {
  if (distribution === 'normal') return {value: Math.sqrt(2 / Math.PI), byNu: 0, byLambda: 0}
  if (distribution === 't') return {...withSlopes(studentMeanAbsolute, nu, 0), byLambda: 0}
  return withSlopes(skewMeanAbsolute, nu, lambda)
}

/** E[z^2; z < 0] of a unit-variance law: the weight of the leverage term in a GJR's persistence. */
export function lowerVariance({distribution, nu, lambda}: Shape): Moment {
  if (distribution !== 'skew-t') return {value: 0.5, byNu: 0, byLambda: 0}
  return withSlopes(skewLowerVariance, nu, lambda)
}

/** The p-quantile of a unit-variance law. */
export function lawQuantile({distribution, nu, lambda}: Shape, p: number): number {
  if (distribution === 'normal') return normalQuantile(p)
  const unit = Math.sqrt((nu - 2) / nu)
  if (distribution === 't') return unit * studentTQuantile(p, nu)
  const {a, b} = hansenConstants(nu, lambda)
  return (skewRawQuantile(nu, lambda, p) - a) / b
}

/** The mean of a unit-variance law below its p-quantile. */
export function lawTailMean(shape: Shape, p: number): number {
  const {distribution, nu, lambda} = shape
  if (distribution === 'normal') return normalTailMean(p)
  if (distribution === 't') return Math.sqrt((nu - 2) / nu) * studentTTailMean(p, nu)
  const {a, b} = hansenConstants(nu, lambda)
  const y = skewRawQuantile(nu, lambda, p)
  // E[y; y beyond] of either half; y = b z + a has mean a.
  const side = y < 0 ? 1 - lambda : 1 + lambda
  const beyond = 0.5 * side * side * studentMeanAbsolute(nu, 0) * (1 + (y / side) ** 2 / (nu - 2)) ** (-(nu - 1) / 2)
  return ((y < 0 ? -beyond : a - beyond) / p - a) / b
}

/** The p-quantile of y = b z + a, whose mode is 0: (1 - lambda)/2 of the probability lies below it. */
function skewRawQuantile(nu: number, lambda: number, p: number): number {
  const unit = Math.sqrt((nu - 2) / nu)
  if (p < (1 - lambda) / 2) return (1 - lambda) * unit * studentTQuantile(p / (1 - lambda), nu)
  return (1 + lambda) * unit * studentTQuantile((p + lambda) / (1 + lambda), nu)
}
