import {PlimsollError} from '../../errors.js'
import type {Liquidity} from './model.js'

/** A market of which a part `left` of the depth is left: a trade costs and moves what one `1 / left` as large did. */
export function thinned(market: Liquidity, left: number): Liquidity {
  if (!(left > 0 && left <= 1)) {
    throw new PlimsollError('LIQUIDITY_RANGE', `The part of a market that is left must lie in (0, 1], not ${left}.`)
  }
  return {
    impact: (notional, bar, side) => market.impact(notional / left, bar, side),
    slippage: (notional, bar, side) => market.slippage(notional / left, bar, side),
  }
}
