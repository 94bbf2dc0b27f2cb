import type {Figure} from '../../market/volatility/model.js'
import {quantileOfSorted} from '../../numerics/quantile.js'

/** Value at risk and expected shortfall of a sum over paths, at one level. */
export interface DrawRisk {
  readonly level: number
  readonly valueAtRisk: Figure
  readonly expectedShortfall: Figure
  /** Of the expected shortfall, where there is one. */
  readonly standardError?: number
}

export const RISK_LEVELS = [0.95, 0.99, 0.995, 0.999] as const
/** Paths beyond a level without which nothing is said about it. */
const LEAST_BEYOND = 10

/**
 * VaR: the type-1 quantile, an observed value. ES: the mean of the worst share 1 - level, the observation at its edge in part
 * (Acerbi & Tasche, Journal of Banking & Finance 26 (2002) 1487-1503); its variance by Manistre & Hancock, North American
 * Actuarial Journal 9 (2005) 129-156: (Var(L | beyond) + level (ES - VaR)^2) / (n (1 - level)).
 * @param ascending sorted, at least one
 */
export function drawRisk(ascending: Float64Array, level: number): DrawRisk {
  const n = ascending.length
  const tail = n * (1 - level)
  if (tail < LEAST_BEYOND - 1e-9) {
    const needed = Math.ceil(LEAST_BEYOND / (1 - level) - 1e-6)
    const because = `needs at least ${needed} paths: of ${n} only ${Math.floor(tail + 1e-9)} lie beyond`
    return {level, valueAtRisk: {value: null, because}, expectedShortfall: {value: null, because}}
  }
  const quantile = quantileOfSorted(ascending, level, 1)
  let [sum, squares, left] = [0, 0, tail]
  for (let k = n - 1; k >= 0 && left > 0; k--, left--) {
    const value = ascending[k] as number
    const share = Math.min(1, left)
    sum += value * share
    squares += value * value * share
  }
  const shortfall = sum / tail
  const variance = Math.max(0, squares / tail - shortfall * shortfall)
  return {
    level,
    valueAtRisk: {value: quantile},
    expectedShortfall: {value: shortfall},
    standardError: Math.sqrt((variance + level * (shortfall - quantile) ** 2) / tail),
  }
}
