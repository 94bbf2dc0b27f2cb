import {PlimsollError} from '../../errors.js'
import {at, type Liquidity, type PerBar} from './model.js'

export interface SquareRootOptions {
  /** The constant of the law, about 1. */
  readonly y?: number
  /** Volatility over the time that `volume` is counted in (a day, as a rule), as a fraction. */
  readonly sigma: PerBar
  /** Traded volume over that time, quote units. */
  readonly volume: PerBar
  /** The law knows no limit and an order beyond the market's depth does: no trade is worse than this fraction. */
  readonly cap?: number
}

/**
 * Square-root law of impact: `Y sigma sqrt(Q / V)`, charged on the whole trade (a walk along the law itself would pay two
 * thirds of it; the rest stands for spread and haste). Source: METHODS 4.4; golden `sqrtImpact`.
 */
export function squareRoot({y = 1, sigma, volume, cap = 0.99}: SquareRootOptions): Liquidity {
  if (!(y >= 0 && cap > 0 && cap < 1)) {
    throw new PlimsollError('LIQUIDITY_RANGE', `The square-root law needs Y >= 0 and 0 < cap < 1, not ${y}, ${cap}.`)
  }
  const law = (notional: number, bar: number) => {
    if (!(notional > 0)) return 0
    const traded = at(volume, bar)
    return traded > 0 ? Math.min(cap, y * at(sigma, bar) * Math.sqrt(notional / traded)) : cap
  }
  return {impact: law, slippage: law}
}
