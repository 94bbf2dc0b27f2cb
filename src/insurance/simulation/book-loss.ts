import {PlimsollError} from '../../errors.js'
import type {Liquidity} from '../../market/liquidity/model.js'
import type {PerpBook} from '../../backtest/book/perps/book.js'
import {isIsolated} from '../../backtest/book/perps/prepare.js'
import {requireEffective, type PerpRebalancing} from '../rebalancing/perp-rebalancing.js'
import {addClosing, adding} from './closing.js'
import {Piecewise, type Outputs, type Piece} from './piecewise.js'
import {ACTIONS, addRebalanced, type Action} from './rebalanced.js'

const {max, min} = Math

/** How a venue closes positions out within a day. Rates are fractions. */
export interface CloseOut {
  readonly maintenance: number
  /** Margin that a new position must have. */
  readonly initial: number
  /** Of the notional closed, from what equity is left. */
  readonly penalty: number
  /** Part of the penalty that comes to the fund; liquidators keep the rest. */
  readonly penaltyToFund: number
  /** Who keeps what is left after the penalty. */
  readonly remainder: 'fund' | 'owner'
  readonly slippage?: Liquidity
  /** `close`: what can still be liquidated at the day's close is filled there; `extreme`: what the day's extreme triggers is. */
  readonly at: 'close' | 'extreme'
  /**
   * Where between its threshold (0) and the day's adverse extreme (1) a liquidation is filled: how far the market runs while
   * positions are closed.
   */
  readonly overshoot: number
}

/** A perpetual book that is opened afresh, at the same notional, at every day's opening. */
export interface BookLoss {
  /** Notional of the larger side. */
  readonly openInterest: number
  /** Share of the notional whose owners had to add margin before they could hold it under these rules. */
  readonly toppedUp: number
  /** The falls and rises over the opening, fractions, beyond which something is left unpaid; Infinity: none. */
  readonly firstLoss: {readonly fall: number; readonly rise: number}
  /** Whether a day's moves are those to its close or to its extremes. */
  readonly at: CloseOut['at']
  /** What a day costs, given its low, high and close over its opening as logarithms, into `out`: see `OUTPUTS`. */
  day(low: number, high: number, close: number, out: Outputs): void
  /** The same, given the moves against longs and against shorts as fractions of the opening: see `Moves`. */
  moved(fall: number, rise: number, out: Outputs): void
  /** What the automaton does on a day, where there is one, into `out`: see `ACTIONS`. */
  readonly rebalanced?: (low: number, high: number, out: Outputs) => void
  /** Unrealised profits of the other side than `losing` at such a price, and the equity of all solvent accounts. */
  profits(ratio: number, losing: number): number
  equity(ratio: number): number
  /** Accounts when the price is `ratio` times the opening, before any is closed out; profits of the losing side count as 0. */
  accounts(ratio: number, losing: number): Accounts
  /** What each position would leave unpaid if nothing closed it out before the price is `ratio` times the opening. */
  shortfalls(ratio: number): Float64Array
}

/** Columns over positions; a buffer that the next call overwrites. */
export interface Accounts {
  readonly profit: Float64Array
  readonly equity: Float64Array
  readonly leverage: Float64Array
  readonly notional: Float64Array
}

/** One position at an opening price of 1, so that its size is its notional. */
interface Position {
  readonly side: number
  readonly size: number
  readonly entry: number
  readonly collateral: number
}

/**
 * Precomputes what a day costs as a function of how far its price goes: every position contributes pieces that are linear in
 * the price (its penalty once it is triggered, its shortfall once the fill is beyond bankruptcy), so that sorting them once and
 * adding them up makes a day two searches, whatever the number of positions. Exact for isolated positions and flat
 * maintenance; slippage is charged on the notional at the position's threshold.
 *
 * With d the move against a side (1 - P/open for longs, P/open - 1 for shorts), s = +1 long and -1 short, o the overshoot,
 * T the threshold and sigma the slippage: fill f = ((1 - o) T + o P) (1 - s sigma), equity = c + s q (f - e), penalty =
 * min(rate q f, max(0, equity)), bad debt = max(0, -equity).
 *
 * Positions that the rules would liquidate at the opening could not be held: their margin is raised to the initial one.
 * @param rebalancing what an automaton does with positions before they are triggered: see `addRebalanced`
 * @throws FUND_BOOK for cross margin, several markets, or rates out of range
 * @throws REBALANCING_RANGE for rebalancing that makes positions worse
 */
export function bookLoss(
  book: PerpBook,
  openingPrice: number,
  rules: CloseOut,
  rebalancing?: PerpRebalancing,
): BookLoss {
  if (!isIsolated(book)) {
    throw new PlimsollError(
      'FUND_BOOK',
      `The fund is simulated on isolated positions of one market: this book has ${book.markets.length} markets and ${book.accounts} accounts with shared margin.`,
    )
  }
  const {initial, maintenance, overshoot} = rules
  if (!(maintenance >= 0 && maintenance < initial && initial <= 1 && overshoot >= 0 && overshoot <= 1)) {
    throw new PlimsollError(
      'FUND_BOOK',
      `Maintenance margin (${maintenance}) must be below initial margin (${initial}), and the overshoot (${overshoot}) between 0 and 1.`,
    )
  }
  const held = positionsOf(book, openingPrice, rules)
  if (rebalancing) {
    requireEffective(rebalancing, maintenance)
    if (rules.at === 'close') {
      throw new PlimsollError('FUND_BOOK', 'Automation acts within the day, and positions are closed out at its end.', {
        suggestions: ['Write `book: {latency: 0s}` for liquidations within the day.'],
      })
    }
  }
  const pieces: [Piece[], Piece[]] = [[], []]
  const actions: [Piece<Action>[], Piece<Action>[]] = [[], []]
  let [long, short, topped] = [0, 0, 0]
  for (const {position, raised} of held) {
    if (position.side === 1) long += position.size
    else short += position.size
    if (raised) topped += position.size
    const of = position.side === 1 ? 0 : 1
    addPieces({losses: pieces[of], actions: actions[of]}, position, rules, rebalancing)
  }
  const [down, up] = [new Piecewise(pieces[0]), new Piecewise(pieces[1])]
  const positions = held.map(({position}) => position)
  const [onFall, onRise] = [new Piecewise(actions[0], ACTIONS), new Piecewise(actions[1], ACTIONS)]
  const {expm1} = Math
  const byClose = rules.at === 'close'
  const moved = (fall: number, rise: number, out: Outputs): void => {
    out[0] = out[1] = out[2] = out[3] = 0
    down.addAt(fall, out)
    up.addAt(rise, out)
  }
  return {
    at: rules.at,
    openInterest: max(long, short),
    toppedUp: topped / (long + short),
    firstLoss: {fall: firstOf(pieces[0], 'badDebt'), rise: firstOf(pieces[1], 'badDebt')},
    day(low, high, close, out) {
      moved(-expm1(byClose ? close : low), expm1(byClose ? close : high), out)
    },
    moved,
    ...(rebalancing && {
      rebalanced: (low: number, high: number, out: Outputs): void => {
        out[0] = out[1] = out[2] = out[3] = 0
        onFall.addAt(-expm1(low), out)
        onRise.addAt(expm1(high), out)
      },
    }),
    accounts: accountsOf(positions),
    profits: profitsOf(positions),
    equity: (ratio) => {
      let sum = 0
      for (const {collateral, entry, side, size} of positions) sum += max(0, collateral + side * size * (ratio - entry))
      return sum
    },
    shortfalls: (ratio) =>
      Float64Array.from(positions, ({collateral, entry, side, size}) =>
        max(0, -(collateral + side * size * (ratio - entry))),
      ),
  }
}

function firstOf(pieces: readonly Piece[], wanted: Piece['output']): number {
  return pieces.reduce((first, {from, output}) => (output === wanted ? min(first, from) : first), Infinity)
}

function positionsOf(
  book: PerpBook,
  openingPrice: number,
  {initial, maintenance}: CloseOut,
): {position: Position; raised: boolean}[] {
  return Array.from({length: book.count}, (_, i) => {
    const side = book.side[i] as number
    const size = (book.size[i] as number) * openingPrice
    const entry = (book.entry[i] as number) / openingPrice
    const collateral = book.collateral[i] as number
    const equity = collateral + side * size * (1 - entry)
    const raised = equity < maintenance * size || equity <= 0
    return {
      position: {side, size, entry, collateral: raised ? collateral + initial * size - equity : collateral},
      raised,
    }
  })
}

/** Adds what one position contributes: see `bookLoss`. Moves are those against its side. */
function addPieces(
  pieces: {readonly losses: Piece[]; readonly actions: Piece<Action>[]},
  position: Position,
  rules: CloseOut,
  rebalancing: PerpRebalancing | undefined,
): void {
  const {collateral, entry, side, size} = position
  const {at, maintenance, overshoot, slippage} = rules
  const threshold = (entry - (side * collateral) / size) / (1 - side * maintenance)
  const slippageOf = (notional: number): number =>
    slippage === undefined ? 0 : slippage.slippage(notional, 0, side === 1 ? 'sell' : 'buy')
  let trigger = max(0, side * (1 - threshold))
  const close = (weight: number): void => {
    if (!(trigger < (side === 1 ? 1 : Infinity))) return
    const kept = 1 - side * slippageOf(size * threshold)
    const share = at === 'close' ? 1 : overshoot
    // Fill = start + slope d, equity = here + fall d.
    const start = ((1 - share) * threshold + share) * kept
    const slope = -side * share * kept
    const closing = {
      from: trigger,
      size,
      base: {at: (1 - share) * threshold + share, slope: -side * share},
      fill: {at: start, slope},
      equity: {at: collateral + side * size * (start - entry), slope: side * size * slope},
      margin: collateral + side * size * (1 - entry),
    }
    addClosing(adding(pieces.losses, weight), closing, rules)
  }
  if (rebalancing === undefined) {
    close(1)
    return
  }
  if (rebalancing.share < 1) close(1 - rebalancing.share)
  // Those for which the automaton comes too late are closed out from then on as the others are.
  trigger = max(trigger, addRebalanced(pieces, {...position, threshold}, rules, rebalancing, slippageOf))
  close(rebalancing.share)
}

function accountsOf(positions: readonly Position[]): BookLoss['accounts'] {
  const column = () => new Float64Array(positions.length)
  const accounts = {profit: column(), equity: column(), leverage: column(), notional: column()}
  return (ratio, losing) => {
    positions.forEach(({collateral, entry, side, size}, i) => {
      const profit = side * size * (ratio - entry)
      const equity = collateral + profit
      const notional = size * ratio
      accounts.profit[i] = side === losing ? 0 : profit
      accounts.equity[i] = equity
      accounts.notional[i] = notional
      accounts.leverage[i] = equity > 0 ? min(1e6, notional / equity) : 1e6
    })
    return accounts
  }
}

/** Sums of the winners' profits by one search: each side in the order of its entries, with running sums of size and cost. */
function profitsOf(positions: readonly Position[]): BookLoss['profits'] {
  const sides = new Map(
    [1, -1].map((side) => {
      // Longs win from low entries on, shorts from high ones.
      const order = positions.filter((position) => position.side === side).sort((a, b) => side * (a.entry - b.entry))
      const [size, cost] = [new Float64Array(order.length + 1), new Float64Array(order.length + 1)]
      order.forEach((position, k) => {
        size[k + 1] = (size[k] as number) + position.size
        cost[k + 1] = (cost[k] as number) + position.size * position.entry
      })
      return [side, {entries: order.map(({entry}) => entry), size, cost}] as const
    }),
  )
  return (ratio, losing) => {
    const {cost, entries, size} = sides.get(-losing) as {entries: number[]; size: Float64Array; cost: Float64Array}
    let [low, high] = [0, entries.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (losing * ((entries[middle] as number) - ratio) > 0) low = middle + 1
      else high = middle
    }
    return max(0, -losing * (ratio * (size[low] as number) - (cost[low] as number)))
  }
}
