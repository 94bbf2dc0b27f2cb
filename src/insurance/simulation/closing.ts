import type {Piece} from './piecewise.js'

const {max} = Math

/** A straight line in the move d against a position's side: `at + slope d`. */
export interface Line {
  readonly at: number
  readonly slope: number
}

/** How one position is closed out from a move on. */
export interface Closing {
  readonly from: number
  readonly size: number
  /** Price of the fill, without and with slippage, and the account's equity after it. */
  readonly base: Line
  readonly fill: Line
  readonly equity: Line
  /** Margin at the day's opening. */
  readonly margin: number
}

export interface PenaltyRules {
  readonly penalty: number
  readonly penaltyToFund: number
  readonly remainder: 'fund' | 'owner'
}

export type AddPiece<Name extends string = Piece['output']> = (
  from: number,
  output: Name,
  value: number,
  slope: number,
) => void

/** Adds pieces to a list, weighted, and takes them off again from the move `until` on. */
export function adding<Name extends string>(pieces: Piece<Name>[], weight = 1, until = Infinity): AddPiece<Name> {
  return (from, output, value, slope) => {
    if (!(from < until)) return
    pieces.push({from, output, value: weight * value, slope: weight * slope})
    if (until < Infinity) pieces.push({from: until, output, value: -weight * value, slope: -weight * slope})
  }
}

/** What a closing contributes: see `bookLoss`. Equity falls with the move. */
export function addClosing(add: AddPiece, closing: Closing, {penalty, penaltyToFund, remainder}: PenaltyRules): void {
  const {base, equity, fill, from, margin, size} = closing
  const {at: here, slope: fall} = equity
  const due = penalty * size * fill.at
  const dueSlope = penalty * size * fill.slope
  const paysAll = whenBelow(here - due, fall - dueSlope, from)
  const broke = whenBelow(here, fall, from)
  add(from, 'notional', size * base.at, size * base.slope)
  // While equity exceeds the penalty the penalty is paid in full, and the rest stays with the owner or goes to the fund.
  const others = 1 - penaltyToFund
  const [full, fullSlope] =
    remainder === 'fund'
      ? [here - others * due, fall - others * dueSlope]
      : [penaltyToFund * due, penaltyToFund * dueSlope]
  add(from, 'penalty', full, fullSlope)
  add(paysAll, 'penalty', penaltyToFund * here - full, penaltyToFund * fall - fullSlope)
  add(broke, 'penalty', -penaltyToFund * here, -penaltyToFund * fall)
  add(broke, 'badDebt', -here, -fall)
  add(broke, 'margin', max(0, margin), 0)
}

/** From which move on, at or after `from`, a falling line is below 0; Infinity when never. */
export function whenBelow(value: number, slope: number, from: number): number {
  if (value + slope * from < 0) return from
  return slope < 0 ? max(from, -value / slope) : Infinity
}
