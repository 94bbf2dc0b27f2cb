import {PlimsollError} from '../../../errors.js'

export interface SmartLtvInput {
  /** Volatility of the collateral/debt pair. */
  readonly sigma: number
  /** What can be sold at a slippage of the liquidation bonus, same units as `cap`. */
  readonly liquidity: number
  /** Debt cap. */
  readonly cap: number
  /** Liquidation bonus. */
  readonly bonus: number
}

/**
 * RiskDAO / B.Protocol SmartLTV (backstop-protocol/smart-ltv, SmartLTV.sol): `LTV = exp(-c sigma / sqrt(l / d)) - beta`
 * at a confidence level factor c. Golden `defi_formulas.smartLtv`. Negative: no LTV is safe at this confidence.
 */
export function smartLtv({bonus, cap, liquidity, sigma}: SmartLtvInput, confidence: number): number {
  return Math.exp((-confidence * sigma) / Math.sqrt(liquidity / cap)) - bonus
}

/**
 * The inverse: risk level `sigma sqrt(d) / (ln(1 / (LTV + beta)) sqrt(l))`, which is 1/c of the LTV that SmartLTV gives.
 * @throws SMART_LTV_RANGE when LTV + bonus reaches 1: the logarithm turns, and the published script prints a negative risk
 */
export function smartLtvRisk({bonus, cap, liquidity, sigma}: SmartLtvInput, ltv: number): number {
  if (!(ltv + bonus < 1 && ltv + bonus > 0)) {
    throw new PlimsollError(
      'SMART_LTV_RANGE',
      `LTV ${ltv} and bonus ${bonus} add up to ${ltv + bonus}: a liquidation would take all the collateral, so no risk level exists.`,
    )
  }
  return (sigma * Math.sqrt(cap)) / (Math.log(1 / (ltv + bonus)) * Math.sqrt(liquidity))
}
