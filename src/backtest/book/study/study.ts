import {PlimsollError} from '../../../errors.js'
import {formatTime} from '../../../market/bars.js'
import type {Series} from '../../../market/series.js'
import {barsFor, slice} from '../../../market/slice.js'
import type {BacktestRequest} from '../../../proposal/model.js'
import type {RiskValue} from '../../../protocols/model.js'
import {parseDuration} from '../../../units/duration.js'
import {parseRatio} from '../../../units/ratio.js'
import {toNumber} from '../../../units/rational.js'
import type {Positions} from '../positions.js'
import type {BookKind} from '../positions-fields.js'
import {BOOK_PRICE, drawnBook} from './drawn-book.js'
import type {AtExecution, BookOutcome, BookSample, BookStudy} from './model.js'
import {renamed} from './names.js'
import {bookOf, exposureOf, withFeed} from './replay.js'
import {rollingOutcome, type RollingInput} from './rolling.js'
import {bookKindOf, bookRules, type BookRules, type RuleSet} from './rules.js'
import {singleOutcome} from './single.js'
import {refuseGaps} from '../../coverage/gaps.js'
import {dailyStarts, dayOfText, requireSameBars, singleWindow} from './window.js'

const DAY_MS = 86_400_000
const NO_RESPONSE = 'no response of owners is fitted in this version: the figures are those of owners who do nothing'

export interface BookInput {
  readonly request: BacktestRequest
  readonly values: readonly RiskValue[]
  /** By asset of the proposal, and by other assets that prices are given for. */
  readonly series: ReadonlyMap<string, Series>
  /** What was read of a file; absent for a synthetic book. */
  readonly positions?: Positions & {readonly file: string}
}

/**
 * The book backtest of a proposal: who is liquidated, and what is left unpaid, under the parameters before and after. A
 * book that was read is replayed once, from the day it was taken; a synthetic one is opened on every day of history.
 * @throws BOOK_*, BACKTEST_*, DATA_*, DELAY_FINER_THAN_BAR
 */
export function bookStudy(input: BookInput): BookStudy {
  const {positions, request, values} = input
  const kind = positions?.kind ?? bookKindOf(values)
  if (kind === undefined) {
    throw new PlimsollError('BOOK_RULES', 'No changed parameter says who is liquidated, so there is no book to replay.')
  }
  const [any] = [...input.series.values()]
  if (any === undefined) throw new PlimsollError('BOOK_PATH', 'No price series is named for the assets of the book.')
  const rules = bookRules(values, kind, request.book ?? {}, any.barSeconds, request.horizon)
  return positions === undefined ? rolling(input, kind, rules) : single(input, positions, rules)
}

/** How long a replay runs: twice the close-out horizon for a synthetic book, so that what is triggered first is closed. */
function horizonOf({book, horizon}: BacktestRequest, times = 1): number {
  return book?.horizon === undefined ? times * parseDuration(horizon) : parseDuration(book.horizon)
}

function single({request, series}: BookInput, file: NonNullable<BookInput['positions']>, rules: BookRules): BookStudy {
  const positions = renamed(file, rules.subjects, [...series.keys()])
  const horizon = horizonOf(request)
  const windows = [...assetsOf(positions)].map((asset) => {
    const own = series.get(asset)
    if (own === undefined) {
      throw new PlimsollError(
        'BOOK_PATH',
        `No price series is named for ${asset}: write \`prices: {${asset}: SERIES}\`.`,
      )
    }
    return {asset, ...singleWindow(own, request, horizon)}
  })
  requireSameBars(windows.map(({part}) => part))
  const book = bookOf(positions)
  const paths = withFeed(new Map(windows.map(({asset, part}) => [asset, part])), rules.feed)
  const [first] = windows as [(typeof windows)[number]]
  return {
    ...compared(rules, (set) => singleOutcome(book, paths, set)),
    kind: file.kind,
    mode: 'single',
    source: file.file,
    digest: file.digest,
    positions: book.book.count,
    exposure: exposureOf(book, paths),
    horizonSeconds: first.part.time.length * first.part.barSeconds,
    sample: windows.map(({asset, part}) => sampleOf(asset, part)),
    assumptions: [...rules.assumptions, ...positions.notes, ...windows.flatMap(({notes}) => notes)],
  }
}

/** Assets whose prices a replay needs. */
function assetsOf(positions: Positions): Set<string> {
  const names =
    positions.kind === 'lending'
      ? positions.positions.flatMap(({collateralAsset, debtAsset}) => [collateralAsset, debtAsset])
      : positions.positions.flatMap(({collateralAsset, market}) => [market, collateralAsset ?? ''])
  return new Set(names.filter((name) => name !== '' && name !== 'USD'))
}

function rolling({request, series}: BookInput, kind: BookKind, rules: BookRules): BookStudy {
  const [asset] = rules.subjects as [string]
  if (rules.subjects.length > 1) {
    throw new PlimsollError(
      'BOOK_SYNTHETIC',
      `A synthetic book holds one asset, and the proposal changes ${rules.subjects.join(', ')}: give a file of positions.`,
    )
  }
  const own = series.get(asset)
  if (own === undefined) throw new PlimsollError('BOOK_PATH', `No price series is named for ${asset}.`)
  const from = request.from === undefined ? undefined : dayOfText(request.from, 'from') * 1000
  const to = request.to === undefined ? undefined : dayOfText(request.to, 'to') * 1000 + DAY_MS
  const part = slice(own, from, to)
  refuseGaps(part)
  const horizon = horizonOf(request, 2)
  const horizonBars = barsFor(horizon, part)
  const starts = dailyStarts(part, horizonBars)
  if (starts.length === 0) {
    throw new PlimsollError(
      'BOOK_PRICES_SHORT',
      `The sample has ${part.time.length} bars of ${part.id}: shorter than the book's horizon of ${horizonBars} bars.`,
    )
  }
  const drawn = drawnBook(kind, asset, request.book as NonNullable<BacktestRequest['book']>, rules.before ?? rules.after)
  const confidence = toNumber(parseRatio(request.confidence))
  const shared: RollingInput = {
    asset, book: drawn.book, confidence, feed: rules.feed, horizonBars, price: BOOK_PRICE, series: part, starts,
  } // prettier-ignore
  return {
    ...compared(rules, (set) => rollingOutcome(shared, set)),
    kind,
    mode: 'rolling',
    source: 'synthetic',
    seed: drawn.seed,
    positions: drawn.book.book.count,
    exposure: exposureOf(drawn.book, new Map([[asset, {...part, open: Float64Array.of(BOOK_PRICE)}]])),
    horizonSeconds: horizon,
    sample: [sampleOf(asset, part)],
    assumptions: [...rules.assumptions, 'a synthetic book: it compares parameters, it does not forecast losses'],
  }
}

function compared(
  {after, before}: BookRules,
  outcome: (set: RuleSet) => BookOutcome,
): Pick<BookStudy, 'after' | 'before' | 'exposureIs' | 'newAtExecution' | 'responseReason'> {
  const [now, then] = [outcome(after), before && outcome(before)]
  return {
    ...(then && {before: then, newAtExecution: newIds(then.atExecution, now.atExecution)}),
    after: now,
    exposureIs: after.kind === 'lending' ? 'debt' : 'open interest',
    responseReason: now.responseReason ?? NO_RESPONSE,
  }
}

function newIds(before: AtExecution, after: AtExecution): string[] {
  const there = new Set(before.ids)
  return after.ids.filter((id) => !there.has(id))
}

function sampleOf(asset: string, {barSeconds, digest, id, source, time}: Series): BookSample {
  const [from, to] = [formatTime(time[0] as number), formatTime(time.at(-1) as number)]
  return {asset, bars: time.length, barSeconds, digest, from, series: id, source, to}
}
