import {PlimsollError} from '../../../errors.js'
import {quantileOfSorted} from '../../../numerics/quantile.js'
import {assetViews, QUOTE, type AssetView} from '../lending/assets.js'
import type {LoanBook, LoanKind} from '../lending/book.js'
import {requireLendingRules, rulesOf, type AssetPath, type LendingRules} from '../lending/rules.js'
import {requireOwnerParameters, type OwnerParameters} from './parameters.js'
import {OwnerSimulation, type LoanMarket, type OwnedLoan, type Outcome} from './simulate.js'

const {log, max} = Math

export interface ResponseOptions {
  readonly parameters: OwnerParameters
  readonly seed: bigint | number
  /** Runs of the book. Default 1000. */
  readonly paths?: number
}

/** Median and 90% interval over the runs; each figure by itself, so that the three do not belong to one run. */
export interface ResponseRange {
  readonly median: number
  readonly low: number
  readonly high: number
}

export interface LendingResponse {
  readonly paths: number
  /** Closing actions. */
  readonly liquidations: ResponseRange
  /** Debt liquidated, quote units. */
  readonly liquidatedNotional: ResponseRange
  readonly badDebt: ResponseRange
}

const DEFAULT_PATHS = 1000
const LEVELS = {high: 0.95, low: 0.05, median: 0.5} as const
const SECONDS_PER_HOUR = 3600
const HOURS_PER_DAY = 24
/** Loans whose health factor never falls below this with idle owners are left out: owners raise risk in small steps. */
const SAFE = log(1.6)

/**
 * Liquidations of a book of loans whose owners defend them, on one price path: top-ups, repayments and new risk-taking
 * come at random with the hazards of `parameters`, loan by loan, with a factor shared by all loans of a run.
 *
 * An oracle's answer that the path does not carry is the opening one hour before, as where a security module delays
 * it; owners see the next answer that hour ahead. Answers made from market prices miss the real ones by
 * `parameters.oracle`: set it to zero for a path of recorded answers. Nobody is liquidated at the first opening: the book was found like
 * that. Latency and impact on the price are not replayed: rules that ask for them are refused.
 *
 * @param paths by asset, as for `runLending`; hourly bars or finer
 * @throws RESPONSE_PARAMETERS, RESPONSE_BARS, RESPONSE_BOOK, RESPONSE_PATHS, and what `runLending` throws of its input
 */
export function lendingResponse(
  book: LoanBook,
  paths: ReadonlyMap<string, AssetPath>,
  rules: LendingRules,
  options: ResponseOptions,
): LendingResponse {
  const {parameters, paths: runs = DEFAULT_PATHS, seed} = options
  requireOwnerParameters(parameters)
  requireLendingRules(rules)
  requireReplayable(book, rules, runs)
  const views = assetViews(book, paths, undefined)
  const seconds = [...views.values()].find(({path}) => path !== undefined)?.path?.barSeconds as number
  if (seconds > SECONDS_PER_HOUR) {
    throw new PlimsollError(
      'RESPONSE_BARS',
      `Owners react within hours: bars of ${seconds} seconds are too coarse for their response.`,
      {suggestions: ['Give hourly prices.']},
    )
  }
  const markets = book.kinds.map((kind) => marketOf(kind, views, rules, parameters, SECONDS_PER_HOUR / seconds))
  const simulation = new OwnerSimulation(exposed(book, markets), rules, parameters, seconds / SECONDS_PER_HOUR)
  const outcomes = Array.from({length: runs}, (_, path) => simulation.run(seed, path))
  return {
    badDebt: rangeOf(outcomes, ({badDebt}) => badDebt),
    liquidatedNotional: rangeOf(outcomes, ({liquidatedNotional}) => liquidatedNotional),
    liquidations: rangeOf(outcomes, ({liquidations}) => liquidations),
    paths: runs,
  }
}

function requireReplayable(book: LoanBook, {impact, latencyBars = 0}: LendingRules, runs: number): void {
  if (!(Number.isInteger(runs) && runs >= 20)) {
    throw new PlimsollError('RESPONSE_PATHS', `A 90% interval needs at least 20 runs, not ${runs}.`)
  }
  if (book.count === 0) throw new PlimsollError('BOOK_POSITION', 'The book holds no loan.')
  if (book.accounts !== book.count) {
    throw new PlimsollError(
      'RESPONSE_BOOK',
      'The owner response is fitted to loans that stand alone: accounts of several loans have none.',
    )
  }
  if (impact === undefined && latencyBars === 0) return
  throw new PlimsollError('RESPONSE_BOOK', 'The owner response replays neither latency nor impact on the price.')
}

/** @param lag bars in an hour */
function marketOf(
  kind: LoanKind,
  views: ReadonlyMap<string, AssetView>,
  rules: LendingRules,
  {response, risk}: OwnerParameters,
  lag: number,
): LoanMarket {
  const ofKind = rulesOf(kind, rules)
  const [collateral, debt] = [views.get(kind.collateralAsset)?.path, views.get(kind.debtAsset)?.path]
  const bars = (collateral ?? debt)?.open.length
  if (bars === undefined) {
    throw new PlimsollError('RESPONSE_BOOK', `A loan of ${QUOTE} against ${QUOTE} has no price that moves.`)
  }
  const ones = new Float64Array(bars).fill(1)
  const [price, debtPrice, interest] = [collateral?.open ?? ones, debt?.open ?? ones, debt?.interest ?? ones]
  const pairOf = (c: Float64Array, d: Float64Array, back: number): Float64Array =>
    Float64Array.from({length: bars}, (_, bar) => {
      const at = max(0, bar - Math.round(back))
      return log((ofKind.liquidationThreshold * (c[at] as number)) / ((d[at] as number) * (interest[bar] as number)))
    })
  const seen = pairOf(price, debtPrice, 0)
  const told = collateral?.oracle !== undefined || debt?.oracle !== undefined
  const oracle = told
    ? pairOf(collateral?.oracle ?? price, debt?.oracle ?? debtPrice, 0)
    : pairOf(price, debtPrice, lag)
  const fall = (bar: number, hours: number): number =>
    max(0, (seen[max(0, bar - Math.round(hours * lag))] as number) - (seen[bar] as number))
  return {
    alarm: seen.map((_, bar) =>
      Math.exp(response.fallHour * fall(bar, 1) + response.fallDay * fall(bar, HOURS_PER_DAY)),
    ),
    calm: seen.map((_, bar) => Math.exp(risk.fallDay * fall(bar, HOURS_PER_DAY))),
    collateral: price,
    debtPrice,
    interest,
    oracle,
    rules: ofKind,
    seen,
  }
}

/** The loans that prices can bring near liquidation. */
function exposed(book: LoanBook, markets: readonly LoanMarket[]): OwnedLoan[] {
  const lowest = markets.map(({oracle, seen}) => seen.reduce((least, value, bar) => Math.min(least, value, oracle[bar] as number), Infinity)) // prettier-ignore
  const loans: OwnedLoan[] = []
  for (let i = 0; i < book.count; i++) {
    const [collateral, debt, kind] = [book.collateral[i] as number, book.debt[i] as number, book.kind[i] as number]
    if (debt === 0 || log(collateral / debt) + (lowest[kind] as number) > SAFE) continue
    loans.push({collateral, debt, market: markets[kind] as LoanMarket})
  }
  return loans
}

function rangeOf(outcomes: readonly Outcome[], figure: (outcome: Outcome) => number): ResponseRange {
  const ascending = Float64Array.from(outcomes, figure).sort()
  const at = (level: number): number => quantileOfSorted(ascending, level, 1)
  return {high: at(LEVELS.high), low: at(LEVELS.low), median: at(LEVELS.median)}
}
