import {PlimsollError} from '../../errors.js'
import {integrate} from '../../numerics/quadrature.js'
import {normalSf} from '../../numerics/special/normal.js'

/**
 * The law of one loss, USD. `pareto`: `P(X > x) = (scale/x)^alpha` from `scale` on. `gpd-tail`: a tail beyond `threshold` that is
 * exceeded with probability `tailProbability`, `P(X > x) = tailProbability (1 + xi (x - threshold) / beta)^(-1/xi)`; known
 * above the threshold only.
 */
export type Severity =
  | {readonly law: 'exponential'; readonly mean: number}
  | {
      readonly law: 'gpd-tail'
      readonly beta: number
      readonly tailProbability: number
      readonly threshold: number
      readonly xi: number
    }
  | {readonly law: 'lognormal'; readonly mu: number; readonly sigma: number}
  | {readonly law: 'pareto'; readonly alpha: number; readonly scale: number}

/** What an excess-of-loss layer takes of one loss: `min(limit, (X - attachment)+)`. */
export interface LayerLoss {
  /** Expected, USD. */
  readonly mean: number
  /** Of the square, USD squared; NaN for an unlimited layer. */
  readonly secondMoment: number
  /** Probability that the loss reaches the attachment. */
  readonly attaches: number
}

/** P(X > x). @throws PREMIUM_RANGE below the threshold of a tail, where the law is not known */
export function survival(severity: Severity, x: number): number {
  switch (severity.law) {
    case 'exponential':
      return Math.exp(-Math.max(0, x) / severity.mean)
    case 'lognormal':
      return x > 0 ? normalSf((Math.log(x) - severity.mu) / severity.sigma) : 1
    case 'pareto':
      return x > severity.scale ? Math.pow(severity.scale / x, severity.alpha) : 1
    case 'gpd-tail': {
      const {beta, tailProbability, threshold, xi} = severity
      if (x < threshold) {
        throw new PlimsollError(
          'PREMIUM_RANGE',
          `A tail beyond ${threshold} says nothing about ${x}: attach at the threshold or above.`,
        )
      }
      const y = (x - threshold) / beta
      if (xi === 0) return tailProbability * Math.exp(-y)
      return tailProbability * Math.pow(Math.max(0, 1 + xi * y), -1 / xi)
    }
  }
}

/**
 * Moments of what a layer pays on one loss: `E = int_d^(d+l) S(x) dx`, `E2 = 2 int_d^(d+l) (x - d) S(x) dx`. The first is
 * the closed form `LEV(d + l) - LEV(d)`, as a difference of what is beyond d and beyond d + l, which keeps its digits in the tail.
 * Source: Klugman, Panjer & Willmot, Loss Models, 8; METHODS 5.
 * @throws PREMIUM_INFINITE_MEAN for an unlimited layer of a loss without a mean; PREMIUM_RANGE
 */
export function layerLoss(severity: Severity, attachment: number, limit: number): LayerLoss {
  if (!(attachment >= 0 && attachment < Infinity && limit > 0)) {
    throw new PlimsollError(
      'PREMIUM_RANGE',
      `A layer needs an attachment of 0 or more and a limit above 0, not ${attachment} and ${limit}.`,
    )
  }
  if (limit === Infinity && !hasMean(severity)) {
    throw new PlimsollError(
      'PREMIUM_INFINITE_MEAN',
      'The expected loss of this unlimited layer is infinite: no premium is enough.',
      {suggestions: ['Give the layer a limit.']},
    )
  }
  const attaches = survival(severity, attachment)
  const mean = beyond(severity, attachment, limit)
  if (limit === Infinity) return {attaches, mean, secondMoment: NaN}
  return {attaches, mean, secondMoment: secondMomentOf(severity, attachment, limit)}
}

function hasMean(severity: Severity): boolean {
  if (severity.law === 'pareto') return severity.alpha > 1
  return severity.law !== 'gpd-tail' || severity.xi < 1
}

/** `int_d^(d+l) S(x) dx`. */
function beyond(severity: Severity, d: number, l: number): number {
  switch (severity.law) {
    case 'exponential': {
      const {mean} = severity
      return -mean * Math.exp(-d / mean) * Math.expm1(-l / mean)
    }
    case 'lognormal':
      return lognormalStopLoss(severity, d) - (l === Infinity ? 0 : lognormalStopLoss(severity, d + l))
    case 'pareto': {
      const {alpha, scale} = severity
      const below = Math.max(0, Math.min(scale, d + l) - d) // where the loss is certain
      const from = Math.max(d, scale)
      return d + l <= scale ? below : below + scale * powerIntegral(alpha, from / scale, (d + l) / scale)
    }
    case 'gpd-tail': {
      const {beta, tailProbability, threshold, xi} = severity
      const [from, to] = [(d - threshold) / beta, (d + l - threshold) / beta]
      if (from < 0) survival(severity, d)
      if (xi === 0) return -tailProbability * beta * Math.exp(-from) * Math.expm1(from - to)
      if (xi < 0) return tailProbability * beta * boundedIntegral(xi, from, to)
      return ((tailProbability * beta) / xi) * powerIntegral(1 / xi, 1 + xi * from, 1 + xi * to)
    }
  }
}

/** `int_a^b z^-alpha dz` for 0 < a <= b; b may be infinite where alpha > 1. */
function powerIntegral(alpha: number, a: number, b: number): number {
  if (b === Infinity) return Math.pow(a, 1 - alpha) / (alpha - 1)
  const log = Math.log(b / a)
  return alpha === 1 ? log : (Math.pow(a, 1 - alpha) * Math.expm1((1 - alpha) * log)) / (1 - alpha)
}

/** `int_from^to (1 + xi y)^(-1/xi) dy` for xi < 0, whose support ends at -1/xi. */
function boundedIntegral(xi: number, from: number, to: number): number {
  const power = 1 - 1 / xi
  const at = (y: number): number => Math.pow(Math.max(0, 1 + xi * y), power)
  return (at(to) - at(from)) / (xi - 1)
}

/** `E(X - d)+ = exp(mu + sigma^2/2) Q(z - sigma) - d Q(z)`, `z = (ln d - mu) / sigma`. */
function lognormalStopLoss({mu, sigma}: {readonly mu: number; readonly sigma: number}, d: number): number {
  const mean = Math.exp(mu + (sigma * sigma) / 2)
  if (d === 0) return mean
  const z = (Math.log(d) - mu) / sigma
  return mean * normalSf(z - sigma) - d * normalSf(z)
}

/** `2 int_d^(d+l) (x - d) S(x) dx`, by quadrature on the pieces where S is smooth. */
function secondMomentOf(severity: Severity, d: number, l: number): number {
  const kink = severity.law === 'pareto' ? Math.min(Math.max(severity.scale, d), d + l) : d
  const piece = (from: number, to: number): number =>
    to > from ? integrate((x) => 2 * (x - d) * survival(severity, Math.max(x, d)), from, to, 1e-13) : 0
  return piece(d, kink) + piece(kink, d + l)
}

/** A layer over a year of `rate` losses (Poisson): mean and variance of what it pays, USD, without an aggregate limit. */
export function poissonLayer(loss: LayerLoss, rate: number): {readonly mean: number; readonly variance: number} {
  return {mean: rate * loss.mean, variance: rate * loss.secondMoment}
}
