import {requireAmount, requirePositive} from './require.js'

/**
 * A sale under the square-root law, in one go: an order of Q USD at the price before it brings
 * `R(Q) = Q (1 - a sqrt(Q))`, `a = Y sigma / sqrt(V)`. R rises up to `Q* = 4 / (9 a^2)`, where it is `R* = Q* / 3`; who
 * sells more gets less. Source: METHODS 4.4 and 5 (`L = N P (1 - f(N/V))`).
 */
export interface ImpactLaw {
  /** a, per square root of USD. */
  readonly a: number
}

/** @param sigma volatility of the token over the time that `volume` (USD) is traded in; `y` is the law's constant, about 1 */
export function impactLaw(y: number, sigma: number, volume: number): ImpactLaw {
  requireAmount('impact constant', y)
  requireAmount('volatility', sigma)
  requirePositive('volume', volume)
  return {a: (y * sigma) / Math.sqrt(volume)}
}

/** R(Q), USD, up to the order that brings most; a larger one is not placed. */
export function proceeds({a}: ImpactLaw, order: number): number {
  const placed = Math.min(order, largestOrder({a}))
  return placed * (1 - a * Math.sqrt(placed))
}

/** Q*: the order that brings most, USD at the price before it; Infinity where selling has no impact. */
export function largestOrder({a}: ImpactLaw): number {
  return a > 0 ? 4 / (9 * a * a) : Infinity
}

/**
 * The order that brings `amount`, USD at the price before it; undefined when no order does (`amount` > R*).
 * With s = sqrt(Q) it is the middle root of `a s^3 - s^2 + amount = 0`: `s = (1 + 2 cos((theta - 2 pi) / 3)) / (3a)`,
 * `cos theta = 1 - 27 a^2 amount / 2`; small amounts, where this loses digits, by Newton's method from sqrt(amount).
 */
export function orderFor({a}: ImpactLaw, amount: number): number | undefined {
  const size = a * a * amount
  if (size > (4 / 27) * (1 + 1e-12)) return undefined
  if (size === 0) return amount
  const theta = Math.acos(Math.max(-1, 1 - 13.5 * size))
  let s = size < 1e-3 ? Math.sqrt(amount) : (1 + 2 * Math.cos((theta - 2 * Math.PI) / 3)) / (3 * a)
  if (size < 0.1) for (let i = 0; i < 6; i++) s -= (s * s * (1 - a * s) - amount) / (s * (2 - 3 * a * s))
  return s * s
}
