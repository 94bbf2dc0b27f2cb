import {bug} from '../../../errors.js'
import {QUOTE} from '../lending/assets.js'
import {runLending} from '../lending/run.js'
import type {LoanBook} from '../lending/book.js'
import {runIsolated} from '../perps/isolated.js'
import {bracketsOf} from '../perps/maintenance.js'
import {preparePerps} from '../perps/prepare.js'
import type {BookResult, RunOptions} from '../result.js'
import {dollars, type Path} from './environment.js'
import type {Book} from './replay.js'
import type {RuleSet} from './rules.js'

/**
 * `replay` for many paths of one asset over one synthetic book. Perpetuals are sorted once; of the loans, which are in the
 * order of their health, only those are replayed that the path's lowest price could reach: the rest cannot change a figure.
 * A path may bring rules of its own, for perpetuals whose margin moves.
 */
export function repeatedReplay(
  book: Book,
  asset: string,
  set: RuleSet,
): (path: Path, options: RunOptions, own?: RuleSet) => BookResult {
  if (book.kind === 'perpetual' && set.kind === 'perpetual') {
    const rulesOf = ({maintenance, rules}: typeof set) => ({...rules, maintenance: maintenance.get(asset) ?? rules.maintenance}) // prettier-ignore
    const rules = rulesOf(set)
    const prepared = preparePerps(book.book, bracketsOf(rules.maintenance))
    return (path, options, own) =>
      runIsolated(prepared, path, own?.kind === 'perpetual' ? rulesOf(own) : rules, options)
  }
  if (book.kind !== 'lending' || set.kind !== 'lending') throw bug('rules of another kind of book')
  const {rules} = set
  const threshold = rules.assets[asset]?.liquidationThreshold ?? NaN
  return (path, options) => {
    const lowest = path.low.reduce((least, low, bar) => Math.min(least, low, path.open[bar] as number), Infinity)
    const grown = path.interest?.at(-1) ?? 1
    // Sales that move the price can reach anybody.
    const all = rules.impact === undefined ? reachable(book.book, (lowest * threshold) / grown) : book.book.count
    const paths = new Map([[asset, path]])
    if (path.interest !== undefined) paths.set(QUOTE, dollars(path))
    return runLending(firstOf(book.book, all), paths, rules, options)
  }
}

/** How many loans, from the first, owe more per unit of collateral than `limit`; at least one. */
function reachable({collateral, count, debt}: LoanBook, limit: number): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = (low + high) >>> 1
    // As much as touches the limit stays in: the replay decides.
    if ((debt[middle] as number) / (collateral[middle] as number) >= limit * (1 - 1e-9)) low = middle + 1
    else high = middle
  }
  return Math.max(1, low)
}

function firstOf(book: LoanBook, count: number): LoanBook {
  const {account, collateral, debt, kind} = book
  return {
    ...book,
    account: account.subarray(0, count),
    accounts: count,
    collateral: collateral.subarray(0, count),
    count,
    debt: debt.subarray(0, count),
    kind: kind.subarray(0, count),
  }
}
