import {PlimsollError} from '../../errors.js'
import type {Liquidity} from './model.js'

export interface AmmTrade {
  /** Quote units received. */
  readonly out: number
  readonly averagePrice: number
  /** Marginal price after the trade. */
  readonly newSpot: number
  /** `1 - averagePrice / spot`. */
  readonly slippage: number
}

/** Sells `dx` of the base asset into a constant-product pool of `x` base and `y` quote: `out = y dx / (x + dx)`. */
export function sellIntoPool(x: number, y: number, dx: number): AmmTrade {
  if (!(x > 0 && y > 0 && dx > 0)) {
    throw new PlimsollError('LIQUIDITY_RANGE', `A pool trade needs positive amounts, not ${x}, ${y}, ${dx}.`)
  }
  const out = (y * dx) / (x + dx)
  return {averagePrice: y / (x + dx), newSpot: (x * y) / ((x + dx) * (x + dx)), out, slippage: dx / (x + dx)}
}

/**
 * A constant-product pool that arbitrage brings back to the market price before each trade, holding `quoteReserve` on the
 * quote side (and as much on the other). Selling `Q`: slippage `Q / (y + Q)`, price left at `(y / (y + Q))^2`. Buying `Q`
 * worth of base at the old price: slippage `Q / (y - Q)`, price left at `(y / (y - Q))^2`; the pool never sells out, so a
 * buy is taken to at most nine tenths of it.
 */
export function constantProduct(quoteReserve: number): Liquidity {
  if (!(quoteReserve > 0)) {
    throw new PlimsollError('LIQUIDITY_RANGE', `A pool's reserve must be positive, not ${quoteReserve}.`)
  }
  const y = quoteReserve
  const bought = (notional: number) => Math.min(notional, 0.9 * y)
  return {
    impact(notional, _bar, side) {
      if (!(notional > 0)) return 0
      return side === 'sell' ? 1 - (y / (y + notional)) ** 2 : (y / (y - bought(notional))) ** 2 - 1
    },
    slippage(notional, _bar, side) {
      if (!(notional > 0)) return 0
      return side === 'sell' ? notional / (y + notional) : bought(notional) / (y - bought(notional))
    },
  }
}
