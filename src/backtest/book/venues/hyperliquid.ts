/**
 * Hyperliquid, from its documentation ("Liquidations", "Margining"). Golden `defi_formulas.hyperliquidLiqPrice`.
 * Maintenance is half of initial margin at the market's maximum leverage, so `l = 1 / (2 maxLeverage)`.
 */
export function liquidationPrice({
  marginAvailable,
  maxLeverage,
  price,
  side,
  size,
}: {
  /** +1 long, -1 short. */
  readonly side: 1 | -1
  readonly price: number
  readonly size: number
  /** Equity (of the account, or isolated) less the maintenance margin at `price`. */
  readonly marginAvailable: number
  readonly maxLeverage: number
}): number {
  return price - (side * marginAvailable) / size / (1 - maintenanceFraction(maxLeverage) * side)
}

export function maintenanceFraction(maxLeverage: number): number {
  return 1 / (2 * maxLeverage)
}

/** Positions above 100,000 USD are closed by a fifth first, then in full; below, at once. */
export const PARTIAL_LIQUIDATION = {fraction: 0.2, minNotional: 100_000} as const
/** Below two thirds of maintenance the backstop vault takes the position over. */
export const BACKSTOP_FRACTION = 2 / 3
