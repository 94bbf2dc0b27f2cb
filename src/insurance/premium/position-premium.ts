import {PlimsollError} from '../../errors.js'
import {normalCdf} from '../../numerics/special/normal.js'

/** A position as its insurer sees it. */
export interface InsuredPosition {
  /** USD at the current price. */
  readonly notional: number
  /** Price at which its margin is used up, over the current price: below 1 for a long, above 1 for a short. */
  readonly bankruptcy: number
}

/**
 * Expected shortfall of a position by a gap over the close-out time, as a share of its notional: an option struck at the
 * bankruptcy price, `E(B - P)+` for a long and `E(P - B)+` for a short, P log-normal without drift (Black 1976, rates
 * zero). It ignores that a liquidation may begin before: an upper bound for venues that liquidate in time.
 * @param volatility a year; `years` is the close-out time
 */
export function gapLoss(bankruptcy: number, volatility: number, years: number): number {
  if (!(bankruptcy > 0 && volatility >= 0 && years >= 0)) {
    throw new PlimsollError(
      'PREMIUM_RANGE',
      `A gap loss needs a bankruptcy price above 0 and a volatility and time of 0 or more, not ${bankruptcy}, ${volatility}, ${years}.`,
    )
  }
  const spread = volatility * Math.sqrt(years)
  const long = bankruptcy < 1
  if (spread === 0) return 0
  const d1 = (-Math.log(bankruptcy) + (spread * spread) / 2) / spread
  const d2 = d1 - spread
  return long ? bankruptcy * normalCdf(-d2) - normalCdf(-d1) : normalCdf(d1) - bankruptcy * normalCdf(d2)
}

/**
 * A market's premium split among its positions by their expected gap loss, as rates on notional for the period; together they
 * collect the premium. Where no position has any, all pay the same rate.
 */
export function positionRates(
  positions: readonly InsuredPosition[],
  premium: number,
  volatility: number,
  years: number,
): Float64Array {
  const losses = Float64Array.from(positions, ({bankruptcy}) => gapLoss(bankruptcy, volatility, years))
  const expected = positions.reduce((sum, {notional}, i) => sum + notional * (losses[i] as number), 0)
  const open = positions.reduce((sum, {notional}) => sum + notional, 0)
  if (!(open > 0)) throw new PlimsollError('PREMIUM_RANGE', 'There is no open interest to charge a premium on.')
  return losses.map((loss) => (expected > 0 ? (premium * loss) / expected : premium / open))
}
