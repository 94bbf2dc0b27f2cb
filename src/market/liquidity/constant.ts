import {PlimsollError} from '../../errors.js'
import type {Liquidity} from './model.js'

/** The same cost for every size; trades do not move the price. */
export function constantSlippage(rate: number): Liquidity {
  if (!(rate >= 0 && rate < 1)) {
    throw new PlimsollError('LIQUIDITY_RANGE', `A constant slippage must lie in [0, 1), not ${rate}.`)
  }
  return {impact: () => 0, slippage: () => rate}
}

/**
 * Impact in proportion to size: `slope` per quote unit, up to `cap`. On average a trade pays half of what it moves the
 * price. The model of the cascade criterion (METHODS 4.4).
 */
export function linearImpact(slope: number, cap = 0.99): Liquidity {
  if (!(slope >= 0 && cap > 0 && cap < 1)) {
    throw new PlimsollError('LIQUIDITY_RANGE', `Linear impact needs slope >= 0 and 0 < cap < 1, not ${slope}, ${cap}.`)
  }
  const impact = (notional: number) => Math.min(cap, slope * notional)
  return {impact, slippage: (notional) => impact(notional) / 2}
}
