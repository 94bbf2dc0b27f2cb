import {PlimsollError} from '../../errors.js'
import type {Liquidity} from './model.js'

export interface DepthLevel {
  /** Distance from the mid price, as a fraction. */
  readonly distance: number
  /** Quote units that can be traded up to that distance, all nearer levels included. */
  readonly cumulative: number
}

/**
 * An order-book depth table, the same on both sides. Between two levels depth is spread evenly over the distance; a trade
 * beyond the last level pays `beyond` on what the book does not hold.
 */
export function depthTable(levels: readonly DepthLevel[], beyond = 0.99): Liquidity {
  let last: DepthLevel = {cumulative: 0, distance: 0}
  if (levels.length === 0) throw new PlimsollError('LIQUIDITY_RANGE', 'A depth table needs at least one level.')
  for (const level of levels) {
    if (!(level.distance >= last.distance && level.cumulative > last.cumulative && level.distance < 1)) {
      throw new PlimsollError(
        'LIQUIDITY_RANGE',
        `Depth levels must grow: ${level.cumulative} at ${level.distance} does not follow ${last.cumulative} at ${last.distance}.`,
      )
    }
    last = level
  }
  if (!(beyond >= last.distance && beyond < 1)) {
    throw new PlimsollError(
      'LIQUIDITY_RANGE',
      `What a trade beyond the table pays must lie between its last distance, ${last.distance}, and 1, not ${beyond}.`,
    )
  }

  /** [cost in quote units, distance reached] of a trade. */
  const walk = (notional: number): [cost: number, reached: number] => {
    let cost = 0
    let from: DepthLevel = {cumulative: 0, distance: 0}
    for (const level of levels) {
      const room = level.cumulative - from.cumulative
      if (notional <= level.cumulative) {
        const taken = notional - from.cumulative
        const reached = from.distance + ((level.distance - from.distance) * taken) / room
        return [cost + (taken * (from.distance + reached)) / 2, reached]
      }
      cost += (room * (from.distance + level.distance)) / 2
      from = level
    }
    return [cost + (notional - from.cumulative) * beyond, beyond]
  }
  return {
    impact: (notional) => (notional > 0 ? walk(notional)[1] : 0),
    slippage: (notional) => (notional > 0 ? walk(notional)[0] / notional : 0),
  }
}
