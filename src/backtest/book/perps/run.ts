import {PlimsollError} from '../../../errors.js'
import type {BookResult, RunOptions} from '../result.js'
import type {PerpMarket} from './accounts.js'
import type {PerpBook} from './book.js'
import {runCross} from './cross.js'
import {runIsolated} from './isolated.js'
import {bracketsOf} from './maintenance.js'
import {isIsolated, preparePerps} from './prepare.js'
import type {PerpPath, PerpRules} from './rules.js'

/**
 * Replays price paths against a book of perpetual positions. A book of isolated positions on one market takes the fast
 * road; several markets, shared margin or collateral that has a price of its own take the general one. (For many paths or
 * many sets of rules on one book, call `preparePerps` once and `runIsolated` for each.)
 * @param markets the path of the one market, or the paths of every market and collateral asset by name
 */
export function runPerps(
  book: PerpBook,
  markets: PerpPath | ReadonlyMap<string, PerpMarket>,
  rules: PerpRules,
  options: RunOptions = {},
): BookResult {
  const [only] = book.markets
  if (only === undefined) throw new PlimsollError('BOOK_POSITION', 'The book holds no position.')
  const simple = isIsolated(book)
  if (!isMap(markets)) {
    if (book.markets.length > 1 || book.assets.length > 1) {
      throw new PlimsollError(
        'BOOK_PATH',
        `The book holds ${[...book.markets, ...book.assets.slice(1)].join(', ')}: give a price path for each.`,
      )
    }
    if (!simple) return runCross(book, new Map([[only, {path: markets}]]), rules, options)
    return runIsolated(preparePerps(book, bracketsOf(rules.maintenance)), markets, rules, options)
  }
  const market = markets.get(only)
  if (!simple || market === undefined) return runCross(book, markets, rules, options)
  return runPerps(book, market.path, {...rules, ...overridesOf(market)}, options)
}

function isMap(markets: PerpPath | ReadonlyMap<string, PerpMarket>): markets is ReadonlyMap<string, PerpMarket> {
  return 'get' in markets
}

function overridesOf({impact, maintenance, slippage}: PerpMarket): Partial<PerpRules> {
  return {...(impact && {impact}), ...(maintenance && {maintenance}), ...(slippage && {slippage})}
}
