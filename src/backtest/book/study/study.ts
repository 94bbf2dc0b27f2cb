import {PlimsollError} from '../../../errors.js'
import {formatTime} from '../../../market/bars.js'
import type {Series} from '../../../market/series.js'
import {barsFor, slice} from '../../../market/slice.js'
import type {BacktestRequest} from '../../../proposal/model.js'
import type {RiskValue} from '../../../protocols/model.js'
import {parseDuration} from '../../../units/duration.js'
import {parseRatio} from '../../../units/ratio.js'
import {toNumber} from '../../../units/rational.js'
import {refuseGaps} from '../../coverage/gaps.js'
import type {Positions} from '../positions.js'
import type {BookKind} from '../positions-fields.js'
import {equippedAll} from './environment.js'
import type {AtExecution, BookOutcome, BookSample, BookStudy} from './model.js'
import {dynamicMargin} from './dynamic.js'
import {openAt, openFile, priced, type OpenedBook} from './open.js'
import {exposureOf} from './replay.js'
import {pathsFrom, rollingOutcome, runStarts, withMargins, type RollingInput, type StartFigures} from './rolling.js'
import {bookKindOf, bookRules, type BookRules, type RuleSet} from './rules.js'
import {singleOutcome} from './single.js'
import {dailyStarts, dayOfText, requireSameBars, singleWindow} from './window.js'

const DAY_MS = 86_400_000
const NO_RESPONSE = 'owners are given time to respond only where a file of positions is replayed once'

export interface BookInput {
  readonly request: BacktestRequest
  readonly values: readonly RiskValue[]
  /** By asset of the proposal, and by other assets that prices are given for. */
  readonly series: ReadonlyMap<string, Series>
  /** What was read of a file; absent for a synthetic book. */
  readonly positions?: Positions & {readonly file: string}
}

/** The figures of all starts of the rolling mode, under both sets of rules. */
export interface RolledStarts {
  readonly before?: readonly StartFigures[]
  readonly after: readonly StartFigures[]
}

/**
 * The book backtest of a proposal: who is liquidated, and what is left unpaid, under the parameters before and after. A
 * book that was read is replayed once, from the day it was taken; a synthetic one, or one of which `taken` says the day,
 * is opened on every day of history.
 * @param rolled the starts of the rolling mode, where workers replayed them
 * @throws BOOK_*, BACKTEST_*, DATA_*, DELAY_FINER_THAN_BAR
 */
export function bookStudy(input: BookInput, rolled?: RolledStarts): BookStudy {
  const {kind, rules} = begun(input)
  return isRolling(input) ? rolling(input, kind, rules, rolled) : single(input, kind, rules)
}

/** Whether the book of a backtest is opened on every day. */
export const isRolling = ({positions, request}: Pick<BookInput, 'positions' | 'request'>): boolean =>
  positions === undefined || request.book?.taken !== undefined

/** How many starts the rolling mode has, and what a part of them gives: what workers share out. */
export function rollingParts(input: BookInput): {
  readonly positions: number
  readonly starts: number
  readonly part: (from: number, to: number) => RolledStarts
} {
  const {kind, rules} = begun(input)
  const {shared} = rollingInput(input, kind, rules)
  const run = (set: RuleSet, from: number, to: number) => runStarts(shared, set, shared.starts.slice(from, to))
  return {
    positions: shared.book.book.count,
    starts: shared.starts.length,
    part: (from, to) => ({
      after: run(rules.after, from, to),
      ...(rules.before && {before: run(rules.before, from, to)}),
    }),
  }
}

function begun({positions, request, series, values}: BookInput): {kind: BookKind; rules: BookRules} {
  const kind = positions?.kind ?? bookKindOf(values)
  if (kind === undefined) {
    throw new PlimsollError('BOOK_RULES', 'No changed parameter says who is liquidated, so there is no book to replay.')
  }
  const [any] = [...series.values()]
  if (any === undefined) throw new PlimsollError('BOOK_PATH', 'No price series is named for the assets of the book.')
  return {kind, rules: bookRules(values, kind, request.book ?? {}, any.barSeconds, request.horizon)}
}

/** How long a replay runs: twice the close-out horizon where the book is opened daily, so that what is triggered first is closed. */
function horizonOf({book, horizon}: BacktestRequest, times = 1): number {
  return book?.horizon === undefined ? times * parseDuration(horizon) : parseDuration(book.horizon)
}

function single(input: BookInput, kind: BookKind, rules: BookRules): BookStudy {
  const {positions, request, series} = input
  const opened = openFile(positions as NonNullable<BookInput['positions']>, rules, series)
  const horizon = horizonOf(request)
  const windows = opened.assets.map((asset) => ({asset, ...singleWindow(priced(asset, series), request, horizon)}))
  requireSameBars(windows.map(({part}) => part))
  const parts = new Map(windows.map(({asset, part}) => [asset, part]))
  const paths = equippedAll(parts, rules.environment)
  const [first] = windows as [(typeof windows)[number]]
  return {
    ...compared(rules, (set) => singleOutcome(opened.book, paths, set, {speed: rules.responseSpeed})),
    ...identityOf(opened, kind),
    mode: 'single',
    exposure: exposureOf(opened.book, paths),
    horizonSeconds: first.part.time.length * first.part.barSeconds,
    sample: windows.map(({asset, part}) => sampleOf(asset, part)),
    ...dynamicMargin(input, rules, parts, (margins, set, bars) => ({
      outcome: singleOutcome(opened.book, paths, withMargins(set, margins, 0, bars), undefined),
      starts: 1,
    })),
    assumptions: [...rules.assumptions, ...opened.notes, ...windows.flatMap(({notes}) => notes)],
  }
}

function identityOf({book, digest, seed, source}: OpenedBook, kind: BookKind) {
  return {kind, positions: book.book.count, source, ...(digest !== undefined && {digest}), ...(seed !== undefined && {seed})} // prettier-ignore
}

function rollingInput(input: BookInput, kind: BookKind, rules: BookRules) {
  const {request, series} = input
  const drawn = openAt(input, kind, rules, request.book?.taken)
  const from = request.from === undefined ? undefined : dayOfText(request.from, 'from') * 1000
  const to = request.to === undefined ? undefined : dayOfText(request.to, 'to') * 1000 + DAY_MS
  const windows = drawn.assets.map((asset) => {
    const part = slice(priced(asset, series), from, to)
    refuseGaps(part)
    return [asset, part] as const
  })
  requireSameBars(windows.map(([, part]) => part))
  const [, first] = windows[0] as (typeof windows)[number]
  const horizon = horizonOf(request, 2)
  const horizonBars = barsFor(horizon, first)
  const starts = dailyStarts(first, horizonBars)
  if (starts.length === 0) {
    throw new PlimsollError(
      'BOOK_PRICES_SHORT',
      `The sample has ${first.time.length} bars of ${first.id}: shorter than the book's horizon of ${horizonBars} bars.`,
    )
  }
  const shared: RollingInput = {
    book: drawn.book,
    confidence: toNumber(parseRatio(request.confidence)),
    environment: rules.environment,
    horizonBars,
    ordered: drawn.ordered,
    prices: drawn.prices,
    series: new Map(windows),
    starts,
  }
  return {drawn, horizon, shared}
}

function rolling(input: BookInput, kind: BookKind, rules: BookRules, rolled: RolledStarts | undefined): BookStudy {
  const {drawn, horizon, shared} = rollingInput(input, kind, rules)
  const opening = pathsFrom(shared, shared.starts[0] as number)
  return {
    ...compared(rules, (set) => rollingOutcome(shared, set, set === rules.after ? rolled?.after : rolled?.before)),
    ...identityOf(drawn, kind),
    mode: 'rolling',
    exposure: exposureOf(drawn.book, opening),
    horizonSeconds: horizon,
    sample: [...shared.series].map(([asset, part]) => sampleOf(asset, part)),
    ...dynamicMargin(input, rules, shared.series, (margins, set, _, first) => {
      const starts = shared.starts.filter((start) => start >= first)
      const own = {...shared, starts, ...(margins && {margins})}
      return {outcome: rollingOutcome(own, set), starts: starts.length}
    }),
    assumptions: [...rules.assumptions, ...drawn.notes],
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
