import {PlimsollError} from '../../../errors.js'
import {argsortDescending} from '../../../numerics/argsort.js'
import type {PerpBook} from './book.js'
import type {Bracket} from './maintenance.js'

/**
 * The positions of one side of one market in the order in which they are liquidated.
 *
 * With s = +1 for longs and -1 for shorts, a position of size q, entry e, collateral c is liquidatable at price P, funding
 * index F and maintenance `max_b (r_b q P - a_b)` when for some bracket b
 *
 *     s (P - F) - r_b P  <  s e - (c + a_b) / q
 *
 * The left side is the market's and the right side the position's: one sort for each bracket serves every path, every
 * funding history and every rate. (With flat maintenance a long reads `P (1 - mm) - F < entry - collateral / size`.)
 */
export interface PreparedSide {
  readonly sign: 1 | -1
  readonly count: number
  /** Slot (rank in the first bracket's order) to index in the book. */
  readonly index: Int32Array
  readonly size: Float64Array
  readonly entry: Float64Array
  readonly collateral: Float64Array
  /** Threshold keys in descending order, for each bracket. */
  readonly keys: readonly Float64Array[]
  /** Rank to slot, for each bracket; absent for the first, whose ranks are the slots. */
  readonly order: readonly (Int32Array | undefined)[]
  /** Units. */
  readonly total: number
  readonly totalCollateral: number
}

export interface PreparedPerps {
  readonly book: PerpBook
  readonly sides: readonly [long: PreparedSide, short: PreparedSide]
  /** Maintenance amounts that the sort was made with: a rule with others needs another sort. */
  readonly amounts: readonly number[]
}

/** Whether a book can take the sorted road: isolated positions on one market, collateral in the quote currency. */
export function isIsolated(book: PerpBook): boolean {
  return book.accounts === 0 && book.markets.length === 1
}

/**
 * Sorts the positions of a book by their thresholds.
 * @throws BOOK_POSITION when the book needs the general road
 */
export function preparePerps(book: PerpBook, brackets: readonly Bracket[]): PreparedPerps {
  if (!isIsolated(book)) {
    throw new PlimsollError(
      'BOOK_POSITION',
      `Only isolated positions on one market can be sorted: this book has ${book.markets.length} markets and ${book.accounts} accounts with shared or priced collateral.`,
    )
  }
  const amounts = brackets.map(({amount}) => amount)
  return {amounts, book, sides: [prepareSide(book, 1, amounts), prepareSide(book, -1, amounts)]}
}

function prepareSide(book: PerpBook, sign: 1 | -1, amounts: readonly number[]): PreparedSide {
  let count = 0
  for (let i = 0; i < book.count; i++) if (book.side[i] === sign) count++
  const members = new Int32Array(count)
  const raw = new Float64Array(count)
  let n = 0
  for (let i = 0; i < book.count; i++) {
    if (book.side[i] !== sign) continue
    members[n] = i
    raw[n++] = thresholdKey(book, i, sign, amounts[0] as number)
  }
  const first = argsortDescending(raw)
  const index = new Int32Array(count)
  const size = new Float64Array(count)
  const entry = new Float64Array(count)
  const collateral = new Float64Array(count)
  const key = new Float64Array(count)
  let total = 0
  let totalCollateral = 0
  for (let slot = 0; slot < count; slot++) {
    const rank = first[slot] as number
    const i = members[rank] as number
    index[slot] = i
    size[slot] = book.size[i] as number
    entry[slot] = book.entry[i] as number
    collateral[slot] = book.collateral[i] as number
    key[slot] = raw[rank] as number
    total += size[slot] as number
    totalCollateral += collateral[slot] as number
  }
  const keys = [key]
  const order: (Int32Array | undefined)[] = [undefined]
  for (const amount of amounts.slice(1)) {
    const unsorted = new Float64Array(count)
    for (let slot = 0; slot < count; slot++) unsorted[slot] = thresholdKey(book, index[slot] as number, sign, amount)
    const ranks = argsortDescending(unsorted)
    keys.push(Float64Array.from(ranks, (slot) => unsorted[slot] as number))
    order.push(ranks)
  }
  return {collateral, count, entry, index, keys, order, sign, size, total, totalCollateral}
}

function thresholdKey(book: PerpBook, i: number, sign: number, amount: number): number {
  return sign * (book.entry[i] as number) - ((book.collateral[i] as number) + amount) / (book.size[i] as number)
}
