import {bug} from '../../../errors.js'
import {QUOTE} from '../lending/assets.js'
import {loanBook, type LoanBook} from '../lending/book.js'
import {runLending} from '../lending/run.js'
import {perpBook, type PerpBook} from '../perps/book.js'
import {runPerps} from '../perps/run.js'
import type {Positions} from '../positions.js'
import type {BookResult, RunOptions} from '../result.js'
import type {Path, Paths} from './environment.js'
import type {RuleSet} from './rules.js'

/** A book of either kind, and the price paths of its assets by name. */
export type Book =
  {readonly kind: 'lending'; readonly book: LoanBook} | {readonly kind: 'perpetual'; readonly book: PerpBook}

export function bookOf(positions: Positions): Book {
  return positions.kind === 'lending'
    ? {book: loanBook(positions.positions), kind: 'lending'}
    : {book: perpBook(positions.positions), kind: 'perpetual'}
}

/** One replay. Rules and book are of one kind: the caller took both from it. */
export function replay(book: Book, paths: Paths, set: RuleSet, options: RunOptions): BookResult {
  if (book.kind === 'lending' && set.kind === 'lending') return runLending(book.book, paths, set.rules, options)
  if (book.kind !== 'perpetual' || set.kind !== 'perpetual') throw bug('rules of another kind of book')
  const markets = new Map(
    [...paths].map(([name, path]) => {
      const [haircut, maintenance] = [set.haircuts.get(name), set.maintenance.get(name)]
      return [name, {path, ...(haircut !== undefined && {haircut}), ...(maintenance && {maintenance})}]
    }),
  )
  return runPerps(book.book, markets, set.rules, options)
}

/** Debt, or notional of the larger side, at the first openings: what shares of bad debt are of. */
export function exposureOf(book: Book, paths: ReadonlyMap<string, Pick<Path, 'open'>>): number {
  const priceOf = (name: string): number => (name === QUOTE ? 1 : (paths.get(name)?.open[0] ?? NaN))
  let [first, second] = [0, 0]
  for (let i = 0; i < book.book.count; i++) {
    if (book.kind === 'lending') {
      first += (book.book.debt[i] as number) * priceOf(book.book.kinds[book.book.kind[i] as number]?.debtAsset ?? '')
      continue
    }
    const notional = (book.book.size[i] as number) * priceOf(book.book.markets[book.book.market[i] as number] ?? '')
    if (book.book.side[i] === 1) first += notional
    else second += notional
  }
  return Math.max(first, second)
}

/** Size of the account (or single position) that each of some ids stands for, at the first openings. */
export function sizesOf(book: Book, paths: Paths, ids: readonly string[]): number[] {
  const {account, count} = book.book
  const index = new Map(Array.from({length: count}, (_, i) => [book.book.idOf(i), i]))
  const shared = new Map<number, number>()
  const sizeOf = (i: number): number => exposureOf(only(book, i), paths)
  const wanted = new Set(ids.map((id) => account[index.get(id) as number] as number))
  for (let i = 0; i < count; i++) {
    const own = account[i] as number
    if (own >= 0 && wanted.has(own)) shared.set(own, (shared.get(own) ?? 0) + sizeOf(i))
  }
  return ids.map((id) => {
    const i = index.get(id) as number
    const own = account[i] as number
    return own < 0 ? sizeOf(i) : (shared.get(own) as number)
  })
}

/** The book of one position, as far as its size goes. */
function only(book: Book, i: number): Book {
  const at = (column: Float64Array): Float64Array => column.subarray(i, i + 1)
  if (book.kind === 'lending') {
    return {
      book: {...book.book, count: 1, debt: at(book.book.debt), kind: book.book.kind.subarray(i, i + 1)},
      kind: 'lending',
    }
  }
  const {market, side, size} = book.book
  const one = {market: market.subarray(i, i + 1), side: side.subarray(i, i + 1), size: at(size)}
  return {book: {...book.book, ...one, count: 1}, kind: 'perpetual'}
}
