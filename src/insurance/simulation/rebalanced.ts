import type {PerpRebalancing} from '../rebalancing/perp-rebalancing.js'
import type {CloseOut} from './book-loss.js'
import {addClosing, adding, whenBelow, type Line} from './closing.js'
import type {Piece} from './piecewise.js'

const {max, min} = Math

/** What the automaton does on a day: notional it acts on, what that costs owners, what they pay in, notional it comes too late for. */
export const ACTIONS = ['acted', 'cost', 'paidIn', 'tooLate'] as const
export type Action = (typeof ACTIONS)[number]

export interface Rebalanced {
  readonly side: number
  readonly size: number
  readonly entry: number
  readonly collateral: number
  /** Price at which it would be liquidated. */
  readonly threshold: number
}

/** Slippage of closing a notional of this side, a fraction. */
export type SlippageOf = (notional: number) => number

/**
 * Adds what a position contributes that an automaton acts on, as pieces that are linear in the move d: P = 1 - s d is
 * the day's worst price, s = +1 long and -1 short, o the automaton's lag, R the price that triggers it.
 *
 * It acts at A = (1 - o) R + o P, as long as A has not passed the threshold T: up to d = d(R) + |R - T| / o. With cash B = c - s q e
 * an account's equity is B + s q P and its threshold -B / (q (s - m)), m being the maintenance rate. The order x, sized at R for a
 * health of `target`, makes it B' = B + s x A (1 - s slippage) and q' = q - x; a top-up makes it B' = B + D. Both are linear
 * in d, so that the new threshold, the fill and the equity after it are. What it came too late for is closed out as ever.
 * @returns from which move on the position is closed out as if there were no automaton
 */
export function addRebalanced(
  pieces: {readonly losses: Piece[]; readonly actions: Piece<Action>[]},
  position: Rebalanced,
  rules: CloseOut,
  rule: PerpRebalancing,
  slippageOf: SlippageOf,
): number {
  const {collateral, entry, side, size, threshold} = position
  const {maintenance, overshoot} = rules
  const triggered = max(0, side * (1 - threshold * rule.trigger ** side))
  if (side === 1 && triggered >= 1) return Infinity
  const at = 1 - side * triggered
  const late = rule.lag === 0 ? Infinity : triggered + max(0, side * (at - threshold)) / rule.lag
  const acted: Line = {at: (1 - rule.lag) * at + rule.lag, slope: -side * rule.lag}
  const {closed, paidIn} = orderOf(position, at, maintenance, rule)
  const weight = rule.share
  const act = adding(pieces.actions, weight, late)
  const kept = 1 - side * rule.slippage
  const handled = rule.action === 'deleverage' ? closed : size
  act(triggered, 'acted', handled * acted.at, handled * acted.slope)
  act(triggered, 'cost', rule.slippage * closed * acted.at, rule.slippage * closed * acted.slope)
  act(triggered, 'paidIn', paidIn, 0)
  if (late < Infinity) adding(pieces.actions, weight)(late, 'tooLate', size * threshold, 0)
  const add = adding(pieces.losses, weight, late)
  const cash: Line = {
    at: collateral - side * size * entry + paidIn + side * closed * kept * acted.at,
    slope: side * closed * kept * acted.slope,
  }
  const margin = collateral + side * size * (1 - entry) + paidIn
  const left = size - closed
  if (left <= 0) {
    const broke = whenBelow(cash.at, cash.slope, triggered)
    add(broke, 'badDebt', -cash.at, -cash.slope)
    add(broke, 'margin', max(0, margin), 0)
    return late
  }
  const share = -1 / (left * (side - maintenance))
  const next: Line = {at: share * cash.at, slope: share * cash.slope}
  // Liquidated once the worst price is beyond the new threshold: s (T' - P) >= 0, which rises with the move.
  const from = max(triggered, (side * (1 - next.at)) / (1 + side * next.slope))
  if (side === 1 && from >= 1) return late
  const base: Line = {
    at: (1 - overshoot) * next.at + overshoot,
    slope: (1 - overshoot) * next.slope - side * overshoot,
  }
  const price = 1 - side * slippageOf(left * (next.at + next.slope * triggered))
  const fill: Line = {at: base.at * price, slope: base.slope * price}
  const equity: Line = {
    at: cash.at + side * left * fill.at,
    slope: cash.slope + side * left * fill.slope,
  }
  addClosing(add, {from, size: left, base, fill, equity, margin}, rules)
  return late
}

/** What is closed, in units, or paid in, USD, so that the threshold lies `target` away from the price `at`. */
function orderOf(
  {collateral, entry, side, size}: Rebalanced,
  at: number,
  maintenance: number,
  {action, reserve, slippage, target}: PerpRebalancing,
): {closed: number; paidIn: number} {
  const cash = collateral - side * size * entry
  const wanted = (side - maintenance) * at * target ** -side
  const missing = -(cash + size * wanted)
  if (missing <= 0) return {closed: 0, paidIn: 0}
  if (action === 'top-up') return {closed: 0, paidIn: min(missing, reserve * max(0, collateral))}
  return {closed: min(size, missing / (side * at * (1 - side * slippage) - wanted)), paidIn: 0}
}
