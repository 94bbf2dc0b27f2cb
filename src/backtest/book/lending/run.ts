import {PlimsollError} from '../../../errors.js'
import {runLoanAccounts} from './accounts.js'
import type {RunOptions} from '../result.js'
import type {LoanBook} from './book.js'
import {runLoans} from './loans.js'
import type {AssetPath, LendingRules} from './rules.js'
import type {LendingResult} from './tally.js'

/**
 * Replays asset prices against a book of loans. A book in which no account has two loans takes the sorted road; accounts
 * of several assets the general one.
 * @param paths by asset; `USD` needs none
 */
export function runLending(
  book: LoanBook,
  paths: ReadonlyMap<string, AssetPath>,
  rules: LendingRules,
  options: RunOptions = {},
): LendingResult {
  if (book.count === 0) throw new PlimsollError('BOOK_POSITION', 'The book holds no loan.')
  return (book.accounts === book.count ? runLoans : runLoanAccounts)(book, paths, rules, options)
}
