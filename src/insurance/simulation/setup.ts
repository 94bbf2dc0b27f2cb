import {bookKindOf, bookRules, type BookRules, type RuleSet} from '../../backtest/book/study/rules.js'
import {renamed} from '../../backtest/book/study/names.js'
import {bookOf, type Book} from '../../backtest/book/study/replay.js'
import {BOOK_PRICE, drawnBook} from '../../backtest/book/study/drawn-book.js'
import type {BookInput} from '../../backtest/book/study/study.js'
import {dayOfText} from '../../backtest/book/study/window.js'
import {refuseGaps} from '../../backtest/coverage/gaps.js'
import {PlimsollError} from '../../errors.js'
import {formatTime} from '../../market/bars.js'
import type {Series} from '../../market/series.js'
import {slice} from '../../market/slice.js'
import type {Side} from '../fields.js'
import {bookLoss, type CloseOut} from './book-loss.js'
import {logBars, type LogBars} from './paths/log-bars.js'
import {fundSettings, stackOf, surroundings, type FundRequest, type FundSettings} from './request.js'
import {lastVariance, type Column, type Horizon} from './run-paths.js'

const DAY_MS = 86_400_000
/** Points of the fan chart. */
const DATES = 52

export type FundInput = BookInput & {readonly paths?: number | undefined; readonly seed?: number | undefined}

/** Everything that simulations of a proposal's stack share; a worker makes its own from the same input. */
export interface FundSetup {
  readonly asset: string
  readonly series: Series
  readonly history: LogBars
  readonly settings: FundSettings
  readonly horizon: Horizon
  readonly sides: readonly Side[]
  /** The book and the stack, the fund's opening balance multiplied by `scale`. */
  column(side: Side, scale?: number): Column
  readonly assumptions: readonly string[]
}

/**
 * Reads a proposal for a study of its fund.
 * @throws FUND_*, BOOK_*, BACKTEST_*, INSURANCE_*, DATA_* when the question cannot be asked
 */
export function fundSetup(input: FundInput): FundSetup {
  const {positions, request, values} = input
  const fund = request.fund
  if (fund === undefined) {
    throw new PlimsollError('FUND_NONE', 'The proposal has no `backtest.fund`, so there is no stack to simulate.', {
      suggestions: ['Add one: `fund: {layers: [{layer: insurance-fund, balance: 12m USD}]}`.'],
    })
  }
  const kind = positions?.kind ?? bookKindOf(values)
  if (kind !== 'perpetual') {
    throw new PlimsollError(
      'FUND_BOOK',
      'The fund is simulated behind a book of perpetual positions: no changed or kept value has the role maintenanceMargin.',
    )
  }
  if (positions === undefined && request.book === undefined) {
    throw new PlimsollError('FUND_BOOK', 'The fund needs a book of positions whose losses it pays.', {
      suggestions: ['Add `book: {source: synthetic, seed: 7}` to `backtest`, or give --positions.'],
    })
  }
  const asked = fundSettings(request, fund)
  const settings = {...asked, paths: input.paths ?? asked.paths, seed: input.seed ?? asked.seed}
  const {asset, part} = sampleOf(
    input,
    values.map(({subject}) => subject),
  )
  const rules = bookRules(values, kind, request.book ?? {}, part.barSeconds, request.horizon)
  const [only] = rules.subjects
  if (rules.subjects.length !== 1 || only !== asset) {
    throw new PlimsollError(
      'FUND_BOOK',
      `The fund is simulated on one market, and the proposal changes ${rules.subjects.join(', ')}.`,
    )
  }
  const history = logBars(part)
  const book = perpetuals(input, asset, rules)
  const notes = new Set<string>()
  const column = (side: Side, scale = 1): Column => {
    const around = surroundings(fund, side)
    const loss = bookLoss(book.book, book.price, closeOut(ruleSet(rules, side), fund, side, notes))
    return {
      ...stackOf(fund, side, scale),
      book: loss,
      revenue: around.revenue * loss.openInterest,
      tokenBeta: around.tokenBeta,
    }
  }
  const sides: Side[] = rules.before === undefined ? ['after'] : ['before', 'after']
  const assumptions = (): string[] => [
    ...rules.assumptions,
    ...notes,
    ...book.notes,
    'the book is opened afresh, at the same notional, every day',
  ]
  sides.forEach((side) => column(side))
  const {days, seed} = settings
  const dates = Array.from({length: Math.min(DATES, days)}, (_, k) =>
    Math.round(((k + 1) * days) / Math.min(DATES, days)),
  )
  return {
    asset,
    series: part,
    history,
    settings,
    horizon: {days, seed, dates, startVariance: lastVariance(history.close)},
    sides,
    column,
    assumptions: assumptions(),
  }
}

function ruleSet({after, before}: BookRules, side: Side): RuleSet {
  return side === 'before' && before !== undefined ? before : after
}

/** The history that laws are fitted to; of a book that was read `from` is its own day, and history is all there is. */
function sampleOf({positions, request, series}: FundInput, subjects: readonly string[]): {asset: string; part: Series} {
  const asset = subjects.find((subject) => series.has(subject))
  const own = asset === undefined ? undefined : series.get(asset)
  if (asset === undefined || own === undefined) {
    throw new PlimsollError('FUND_BARS', `No price series is named for ${[...new Set(subjects)].join(', ')}.`)
  }
  const from =
    request.from === undefined || positions !== undefined ? undefined : dayOfText(request.from, 'from') * 1000
  const to = request.to === undefined ? undefined : dayOfText(request.to, 'to') * 1000 + DAY_MS
  const part = slice(own, from, to)
  refuseGaps(part)
  return {asset, part}
}

function perpetuals({positions, request, series}: FundInput, asset: string, rules: BookRules) {
  if (positions === undefined) {
    const {book} = drawnBook(
      'perpetual',
      asset,
      request.book as NonNullable<typeof request.book>,
      rules.before ?? rules.after,
    )
    return {
      book: perpetual(book),
      price: BOOK_PRICE,
      notes: ['a synthetic book: it compares parameters, it does not forecast losses'],
    }
  }
  const own = series.get(asset) as Series
  const day = request.from === undefined ? undefined : dayOfText(request.from, 'from')
  const bar = day === undefined ? own.time.length - 1 : own.time.indexOf(day)
  const book = renamed(positions, rules.subjects, [...series.keys()])
  const at = Math.max(0, bar)
  return {
    book: perpetual(bookOf(book)),
    price: own.open[at] as number,
    notes: [
      ...book.notes,
      `the positions of ${positions.file} are taken at the opening of ${formatTime(own.time[at] as number)}`,
    ],
  }
}

function perpetual(book: Book) {
  if (book.kind === 'perpetual') return book.book
  throw new PlimsollError('FUND_BOOK', 'The fund is simulated behind perpetual positions: this book holds loans.')
}

/** How the venue closes out within a day, from the rules of the book. */
function closeOut(set: RuleSet, fund: FundRequest, side: Side, notes: Set<string>): CloseOut {
  if (set.kind !== 'perpetual') throw new PlimsollError('FUND_BOOK', 'The rules are those of loans.')
  const {latencyBars = 0, maintenance, penalty, remainder = 'owner', slippage} = set.rules
  if (maintenance.kind !== 'flat')
    throw new PlimsollError('FUND_BOOK', 'The fund is simulated with one maintenance rate.')
  const {overshoot} = surroundings(fund, side)
  if (latencyBars > 1 || (latencyBars === 1 && overshoot > 0)) {
    throw new PlimsollError(
      'FUND_BOOK',
      latencyBars > 1
        ? `The fund is simulated day by day: liquidations that take ${latencyBars} days cannot be.`
        : '`overshoot` says where within the day positions are closed, but they are closed at its end.',
      {suggestions: ['Write `book: {latency: 0s}` for liquidations within the day.']},
    )
  }
  const initial = Math.min(1, Math.max(1 / set.capitalEfficiency, 2 * maintenance.rate))
  notes.add(
    latencyBars === 1
      ? 'what is still liquidatable at the close of its day is filled there'
      : `liquidations are filled ${overshoot === 0 ? 'at their thresholds' : `${(overshoot * 100).toFixed(0)}% of the way from threshold to the day's worst price`}`,
  )
  notes.add(
    'positions that the rules would not let stand are topped up to the initial margin, at least twice maintenance',
  )
  return {
    at: latencyBars === 1 ? 'close' : 'extreme',
    initial,
    maintenance: maintenance.rate,
    overshoot,
    penalty,
    remainder,
    ...(slippage && {slippage}),
  }
}
