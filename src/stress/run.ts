import type {CriterionResult} from '../backtest/backtest.js'
import type {Bars} from '../backtest/book/bars.js'
import type {BookKind} from '../backtest/book/positions-fields.js'
import {judgeBadDebt} from '../backtest/book/study/criterion.js'
import {equippedAll, type Environment, type Paths} from '../backtest/book/study/environment.js'
import type {ResponseAsked} from '../backtest/book/response/response-or-reason.js'
import type {BookOutcome} from '../backtest/book/study/model.js'
import {openAt, type OpenedBook} from '../backtest/book/study/open.js'
import {exposureOf} from '../backtest/book/study/replay.js'
import {bookKindOf, bookRules, type BookRules, type RuleSet} from '../backtest/book/study/rules.js'
import {singleOutcome} from '../backtest/book/study/single.js'
import type {BookInput} from '../backtest/book/study/study.js'
import {PlimsollError} from '../errors.js'
import {constantSlippage} from '../market/liquidity/constant.js'
import type {Liquidity} from '../market/liquidity/model.js'
import {openingBalance} from '../insurance/simulation/request.js'
import {thinned} from '../market/liquidity/thinned.js'
import {wholeBars} from '../market/oracle.js'
import type {Series} from '../market/series.js'
import {parseDuration} from '../units/duration.js'
import {parseRatio} from '../units/ratio.js'
import {toNumber} from '../units/rational.js'
import type {Scenario, StressOutcome, StressStudy, StressVerdict} from './model.js'
import {scenarioPrices, type Ground, type ScenarioPrices} from './prices.js'
import {reverseStresses} from './reverse.js'

const HOUR = 3600
const DAY = 24 * HOUR
const STAND_IN_SEED = 7
/** Runs of owners who respond, for each scenario: fewer than for one replay, as there are many scenarios. */
const RESPONSE_RUNS = 60

export interface StressInput extends BookInput {
  readonly scenarios: readonly Scenario[]
  /** Finer bars by scenario and asset. */
  readonly hourly: ReadonlyMap<string, ReadonlyMap<string, Series>>
  /** Whether to look for the smallest shocks that break something. */
  readonly reverse: boolean
}

/** One book in front of any prices. */
export interface Bench {
  readonly input: StressInput
  readonly opened: OpenedBook
  readonly ground: Ground
  /** What the criterion and the fund say of an outcome. */
  readonly judge: (outcome: BookOutcome) => StressVerdict
  /** @param responding whether owners are asked too; default yes */
  readonly run: (scenario: Scenario, responding?: boolean) => Omit<StressOutcome, 'verdict'>
}

/**
 * Puts the book of a proposal, as it was taken, in front of each scenario, under the parameters before and after; then
 * looks for the smallest shocks that break the criterion of bad debt or the fund.
 * @throws BOOK_*, STRESS_*; what goes wrong with a named scenario is said in `notRun`
 */
export function stress(given: StressInput): StressStudy {
  const {input, notes} = withBook(given)
  const bench = benchOf(input)
  const {ground, opened} = bench
  const scenarios: StressOutcome[] = []
  const notRun: {name: string; reason: string}[] = []
  for (const scenario of input.scenarios) {
    try {
      const outcome = bench.run(scenario)
      scenarios.push({...outcome, verdict: bench.judge(outcome.after)})
    } catch (error) {
      if (!(error instanceof PlimsollError) || !scenario.named) throw error
      notRun.push({name: scenario.name, reason: error.message})
    }
  }
  const {reverse, without} = input.reverse ? reverseStresses(bench) : {reverse: [], without: []}
  const {book, digest, seed, source} = opened
  const criterion = input.request.accept?.badDebt
  const balance = fundBalance(input)
  return {
    ...{kind: book.kind, source, positions: book.book.count},
    ...(digest !== undefined && {digest}),
    ...(seed !== undefined && {seed}),
    exposure: exposureAt(opened, ground),
    exposureIs: exposureNameOf(book.kind),
    ...(criterion !== undefined && {criterion}),
    ...(balance !== undefined && {fundBalance: balance}),
    scenarios,
    notRun: [...notRun, ...without],
    reverse,
    assumptions: [...notes, ...rulesAt(input, book.kind, ground.barSeconds).assumptions, ...opened.notes],
  }
}

/** A proposal that names no book still meets the scenarios: a synthetic one stands in, and is said to. */
function withBook(input: StressInput): {readonly input: StressInput; readonly notes: readonly string[]} {
  if (input.positions !== undefined || input.request.book !== undefined) return {input, notes: []}
  const book = {seed: STAND_IN_SEED, source: 'synthetic'}
  const notes = [`the proposal names no book: a synthetic one stands in (seed ${STAND_IN_SEED})`]
  return {input: {...input, request: {...input.request, book}}, notes}
}

function rulesAt({request, values}: StressInput, kind: BookKind, barSeconds: number): BookRules {
  return bookRules(values, kind, request.book ?? {}, barSeconds, request.horizon)
}

function exposureAt({book}: OpenedBook, {prices}: Ground): number {
  return exposureOf(book, new Map([...prices].map(([asset, price]) => [asset, {open: Float64Array.of(price)}])))
}

function benchOf(input: StressInput): Bench {
  const {positions, request, series, values} = input
  const kind = positions?.kind ?? bookKindOf(values)
  if (kind === undefined) {
    throw new PlimsollError('BOOK_RULES', 'No changed parameter says who is liquidated, so there is no book to stress.')
  }
  const barSeconds = Math.min(HOUR, ...[...series.values()].map((own) => own.barSeconds))
  const rules = rulesAt(input, kind, barSeconds)
  const opened = openAt(input, kind, rules, request.book?.taken ?? request.from)
  const closes = parseDuration(request.horizon) + (rules.environment.feeds.length > 0 ? DAY : 0)
  const ground: Ground = {
    barSeconds,
    lastsSeconds: Math.max(DAY, 2 * closes),
    prices: opened.prices,
    series,
    subjects: rules.subjects,
  }
  const exposure = exposureAt(opened, ground)
  const run = (scenario: Scenario, responding = true): Omit<StressOutcome, 'verdict'> => {
    const prices = scenarioPrices(scenario, ground, input.hourly.get(scenario.name))
    const own = thin(rulesAt(input, kind, prices.barSeconds), scenario, request.book?.slippage)
    return outcomeOf(
      scenario,
      opened,
      prices,
      own,
      responding ? {paths: RESPONSE_RUNS, speed: own.responseSpeed} : undefined,
    )
  }
  return {ground, input, judge: judgeOf(input, kind, exposure), opened, run}
}

function fundBalance({request}: StressInput): number | undefined {
  return request.fund === undefined ? undefined : openingBalance(request.fund, 'after')
}

function judgeOf(input: StressInput, kind: BookKind, exposure: number): Bench['judge'] {
  const text = input.request.accept?.badDebt
  const balance = fundBalance(input)
  const exposureIs = exposureNameOf(kind)
  return (after) => {
    const responseReason = after.responseReason ?? 'there is none'
    const judged: CriterionResult | undefined =
      text === undefined ? undefined : judgeBadDebt(text, {after, exposure, exposureIs, kind, responseReason})
    const known = judged !== undefined && judged.status !== 'not judged'
    return {
      ...(known && {criterion: judged.status === 'met'}),
      ...(balance !== undefined && {fund: drawOf(after) <= balance}),
    }
  }
}

const exposureNameOf = (kind: BookKind) => (kind === 'lending' ? 'debt' : 'open interest')

const drawOf = ({static: {badDebt, toFund}}: BookOutcome): number => badDebt - toFund

function outcomeOf(
  scenario: Scenario,
  opened: OpenedBook,
  prices: ScenarioPrices,
  rules: BookRules,
  asked: ResponseAsked | undefined,
): Omit<StressOutcome, 'verdict'> {
  const notes = [...prices.notes]
  const paths = silenced(scenario, equippedAll(prices.bars, feedsOf(scenario, rules, notes)), prices)
  const outcome = (set: RuleSet): BookOutcome => {
    const result = singleOutcome(opened.book, paths, set, asked)
    // Prices that are made up have no dates.
    return prices.from === undefined ? {...result, static: {...result.static, worstDays: []}} : result
  }
  const after = outcome(rules.after)
  const [any] = [...prices.bars.values()] as [Bars]
  return {
    name: scenario.name,
    title: scenario.title,
    bars: any.open.length,
    barSeconds: prices.barSeconds,
    ...(prices.from !== undefined && {from: prices.from}),
    ...(prices.to !== undefined && {to: prices.to}),
    ...(prices.sample && {sample: prices.sample}),
    moves: Object.fromEntries([...prices.bars].map(([asset, bars]) => [asset, moveOf(bars)])),
    ...(rules.before && {before: outcome(rules.before)}),
    after,
    fundDraw: drawOf(after),
    notes,
  }
}

function moveOf({close, high, low, open}: Bars) {
  const first = open[0] as number
  return {
    end: (close.at(-1) as number) / first - 1,
    high: Math.max(...high, ...open) / first - 1,
    low: Math.min(...low, ...open) / first - 1,
  }
}

/** An outage needs a feed that can fall silent. */
function feedsOf({outageSeconds}: Scenario, {environment}: BookRules, notes: string[]): Environment {
  if (outageSeconds === undefined || environment.feeds.length > 0) return environment
  notes.push('a feed that answers at every opening is put between the market and liquidations')
  return {...environment, feeds: [{deviation: 0}]}
}

function silenced({outageSeconds}: Scenario, paths: Paths, {barSeconds, worst}: ScenarioPrices): Paths {
  if (outageSeconds === undefined) return paths
  const bars = wholeBars('An outage', outageSeconds, barSeconds)
  return new Map(
    [...paths].map(([asset, path]) => {
      if (path.oracle === undefined) return [asset, path]
      const oracle = path.oracle.slice()
      oracle.fill(oracle[Math.max(0, worst - 1)] as number, worst, worst + bars)
      return [asset, {...path, oracle}]
    }),
  )
}

/** @throws STRESS_PRICES where liquidity is withdrawn from a market that the proposal says nothing of */
function thin(rules: BookRules, {name, withdrawn}: Scenario, stated: unknown): BookRules {
  if (withdrawn === undefined) return rules
  if (stated === undefined) {
    throw new PlimsollError(
      'STRESS_PRICES',
      `The scenario ${name} withdraws liquidity, and the proposal states none: add \`slippage:\` to its \`book:\`.`,
    )
  }
  const left = 1 - withdrawn
  // A rate for all sizes says nothing of depth: it grows as what is left shrinks.
  const market = (own: Liquidity): Liquidity =>
    typeof stated === 'string'
      ? constantSlippage(Math.min(0.99, toNumber(parseRatio(stated)) / left))
      : thinned(own, left)
  const change = (set: RuleSet): RuleSet => {
    const {impact, slippage} = set.rules
    const own = {
      ...(slippage && {slippage: market(slippage)}),
      ...(impact && {impact: {...impact, liquidity: thinned(impact.liquidity, left)}}),
    }
    return set.kind === 'lending' ? {...set, rules: {...set.rules, ...own}} : {...set, rules: {...set.rules, ...own}}
  }
  return {...rules, after: change(rules.after), ...(rules.before && {before: change(rules.before)})}
}
