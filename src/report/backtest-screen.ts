import type {CriterionResult} from '../backtest/backtest.js'
import type {BacktestReport} from './backtest-report.js'
import {bookLines} from './book-text.js'
import {coverageLines} from './review-screen.js'
import {style} from './style.js'
import {wrap} from './text.js'

const WIDTH = 80

const PAINT: Readonly<Record<CriterionResult['status'], (text: string) => string>> = {
  met: style.good,
  missed: style.bad,
  'not judged': style.warn,
}

/** A backtest on one screen of at most 80 columns. */
export function backtestScreen(report: BacktestReport): string {
  const {book, confidence, coverage, criteria, file, horizonSeconds, proposalDigest, reasons, sealed, title} = report
  return [
    style.strong(title),
    style.faint(file),
    style.faint(`sha256 ${proposalDigest}`),
    '',
    ...coverage.flatMap((each) => coverageLines(each, confidence, horizonSeconds)),
    ...(book ? bookLines(book) : []),
    ...reasons.flatMap((reason) => wrap(`note: ${reason}`, WIDTH)),
    ...(criteria.length > 0 ? [''] : []),
    ...criteria.flatMap(({detail, name, status, text}) => {
      const [first = '', ...rest] = wrap(`${name} ${text} ${status}: ${detail}`, WIDTH)
      return [PAINT[status](first), ...rest]
    }),
    ...(sealed
      ? ['', ...wrap(`sealed: evidence ${sealed.line}`, WIDTH), `the file's sha256 is now ${sealed.digest}`]
      : []),
  ].join('\n')
}
