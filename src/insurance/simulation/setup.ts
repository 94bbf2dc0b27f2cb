import {bookKindOf, bookRules, type BookRules, type RuleSet} from '../../backtest/book/study/rules.js'
import {openAt, type OpenedBook} from '../../backtest/book/study/open.js'
import type {BookInput} from '../../backtest/book/study/study.js'
import {dayOfText} from '../../backtest/book/study/window.js'
import {refuseGaps} from '../../backtest/coverage/gaps.js'
import {bug, PlimsollError} from '../../errors.js'
import type {Series} from '../../market/series.js'
import {slice} from '../../market/slice.js'
import type {Side} from '../fields.js'
import {bookLoss, type CloseOut} from './book-loss.js'
import {economicsTerms, type EconomicsTerms} from './economics-request.js'
import {logBars, type LogBars} from './paths/log-bars.js'
import {
  fundSettings,
  oracleOf,
  rebalancingOf,
  stackOf,
  surroundings,
  type FundRequest,
  type FundSettings,
} from './request.js'
import {lastVariance, type Column, type Horizon} from './path-run.js'

const DAY_MS = 86_400_000
/** Points of the fan chart. */
const DATES = 52

export type FundInput = BookInput & {
  readonly paths?: number | undefined
  readonly seed?: number | undefined
  /** Whether the layers are priced too. */
  readonly economics?: boolean
}

const ORACLE_ASSUMED =
  'an insolvency comes at a random time of its day, the price being at its worst at once; feeds fail and err on their own, halts apart'

const REBALANCING_ASSUMED =
  'automation acts at most once a day on a position, and owners have their reserve again the day after'

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
  /** How layers are priced, and who would stand behind them. */
  economics(side: Side): EconomicsTerms
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
  if (rules.environment.feeds.length > 0) throw refused("the market's own extremes trigger: leave `oracle` out")
  if (rules.environment.fundingPerBar !== 0)
    throw refused('the book is opened afresh every day, and no funding accrues')
  const history = logBars(part)
  const opened = openAt(input, kind, rules, request.from)
  const book = perpetual(opened)
  const price = opened.prices.get(asset) ?? NaN
  const notes = new Set<string>()
  const sides: Side[] = rules.before === undefined ? ['after'] : ['before', 'after']
  // Whatever the fund's size, the book behind which it stands and its surroundings are the same.
  const known = new Map(
    sides.map((side) => {
      const {revenue, tokenBeta} = surroundings(fund, side)
      const closing = closeOut(asset, ruleSet(rules, side), fund, side, notes)
      const rebalancing = rebalancingOf(fund, side)
      const plain = bookLoss(book, price, closing)
      const around = {
        book: rebalancing === undefined ? plain : bookLoss(book, price, closing, rebalancing),
        revenue: revenue * plain.openInterest,
        ...{plain, rebalancing, tokenBeta},
        oracle: oracleOf(fund, side),
      }
      return [side, around] as const
    }),
  )
  const column = (side: Side, scale = 1): Column => {
    const around = known.get(side)
    if (around === undefined) throw bug(`a column ${side} a change that has none`)
    return {...around, ...stackOf(fund, side, scale)}
  }
  const assumptions = (): string[] => [
    ...rules.assumptions,
    ...notes,
    ...opened.notes,
    'the book is opened afresh, at the same notional, every day',
    ...(fund.oracle === undefined ? [] : [ORACLE_ASSUMED]),
    ...(fund.rebalancing === undefined ? [] : [REBALANCING_ASSUMED]),
  ]
  const stacks = sides.map((side) => stackOf(fund, side).stack)
  const economics = (side: Side): EconomicsTerms => economicsTerms(fund, side, stacks)
  for (const side of sides) {
    column(side)
    economics(side)
  }
  const {days, seed} = settings
  const dates = Array.from({length: Math.min(DATES, days)}, (_, k) =>
    Math.round(((k + 1) * days) / Math.min(DATES, days)),
  )
  return {
    asset,
    series: part,
    history,
    settings,
    horizon: {days, seed, dates, startVariance: lastVariance(history.close), measures: input.economics === true},
    sides,
    column,
    economics,
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

function perpetual({book}: OpenedBook) {
  if (book.kind === 'perpetual') return book.book
  throw new PlimsollError('FUND_BOOK', 'The fund is simulated behind perpetual positions: this book holds loans.')
}

/** How the venue closes out within a day, from the rules of the book. */
function closeOut(asset: string, set: RuleSet, fund: FundRequest, side: Side, notes: Set<string>): CloseOut {
  if (set.kind !== 'perpetual') throw refused('these are rules of loans')
  const {impact, latencyBars = 0, partial, penalty, penaltyToFund = 1, remainder = 'owner', slippage} = set.rules
  const maintenance = set.maintenance.get(asset) ?? set.rules.maintenance
  const {overshoot} = surroundings(fund, side)
  if (maintenance.kind !== 'flat') throw refused('it is simulated with one maintenance rate for all positions')
  if (impact !== undefined)
    throw refused('`overshoot` stands for what liquidations do to the price: leave `impact` out')
  if (partial !== undefined) throw refused('positions are closed in one piece')
  if (latencyBars > 1) throw refused(`it goes day by day, and liquidations take ${latencyBars} days`)
  if (latencyBars === 1 && overshoot > 0) {
    throw refused('`overshoot` says where within the day positions are closed, and they are closed at its end')
  }
  notes.add(
    latencyBars === 1
      ? 'what is still liquidatable at the close of its day is filled there'
      : `liquidations are filled ${overshoot === 0 ? 'at their thresholds' : `${Number((overshoot * 100).toFixed(4))}% of the way from threshold to the day's worst price`}`,
  )
  notes.add(
    'positions that the rules would not let stand are topped up to the initial margin, at least twice maintenance',
  )
  return {
    at: latencyBars === 1 ? 'close' : 'extreme',
    initial: Math.min(1, Math.max(1 / set.capitalEfficiency, 2 * maintenance.rate)),
    maintenance: maintenance.rate,
    ...{overshoot, penalty, penaltyToFund, remainder},
    ...(slippage && {slippage}),
  }
}

const refused = (why: string): PlimsollError =>
  new PlimsollError('FUND_BOOK', `The fund cannot be simulated behind this book: ${why}.`, {
    suggestions: ['Write `book: {latency: 0s}` for liquidations within the day.'],
  })
