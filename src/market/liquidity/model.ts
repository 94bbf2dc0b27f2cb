/** Which way the trade goes: liquidating a long or seized collateral sells, liquidating a short buys. */
export type TradeSide = 'buy' | 'sell'

/**
 * What a trade of a given size costs and does. Sizes are in quote units at the price before the trade, results are
 * fractions of that price and never negative: a seller receives `price x (1 - slippage)` on average and leaves the price
 * at `price x (1 - impact)`; a buyer pays `price x (1 + slippage)` and leaves `price x (1 + impact)`.
 */
export interface Liquidity {
  /** Average cost of the whole trade against the price before it. */
  slippage(notional: number, bar: number, side: TradeSide): number
  /** Where the trade leaves the price. */
  impact(notional: number, bar: number, side: TradeSide): number
}

/** A figure for all bars, or one for each bar. */
export type PerBar = Float64Array | number

export function at(value: PerBar, bar: number): number {
  return typeof value === 'number' ? value : (value[bar] as number)
}
