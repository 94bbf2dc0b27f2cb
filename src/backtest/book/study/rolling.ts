import {formatTime} from '../../../market/bars.js'
import type {Series} from '../../../market/series.js'
import {quantileOfSorted, sorted} from '../../../numerics/quantile.js'
import {scaledBars, type Bars} from '../bars.js'
import type {Maintenance} from '../perps/maintenance.js'
import {isIsolated} from '../perps/prepare.js'
import type {BookResult, RunOptions} from '../result.js'
import {equippedAll, type Environment, type Path, type Paths} from './environment.js'
import {staticFigures} from './figures.js'
import type {BookOutcome, StaticFigures} from './model.js'
import {repeatedReplay} from './repeated.js'
import {exposureOf, replay, sizesOf, type Book} from './replay.js'
import {cascadeRisk} from './runaway.js'
import type {RuleSet} from './rules.js'

export interface RollingInput {
  readonly book: Book
  /** By asset; all with the same bars. */
  readonly series: ReadonlyMap<string, Series>
  /** Prices that the book was taken at: every path is scaled to open there, so that the book has its leverage again. */
  readonly prices: ReadonlyMap<string, number>
  /** Whether loans are in the order of their health, the worst first, which saves replaying those out of reach. */
  readonly ordered: boolean
  /** Bars at which the book is opened. */
  readonly starts: readonly number[]
  readonly horizonBars: number
  readonly environment: Environment
  readonly confidence: number
  /** By market, for each bar of its series: a maintenance margin that moves, instead of the rules' own. */
  readonly margins?: ReadonlyMap<string, Float64Array>
}

/** What is kept of the replay of one start: plain figures, so that a worker can hand them over. */
export interface StartFigures extends StaticFigures {
  /** Closing actions, by which times to close are weighted. */
  readonly actions: number
}

/** The bars of one start, scaled so that the first openings are the book's prices. */
export function pathsFrom({environment, horizonBars, prices, series}: RollingInput, start: number): Paths {
  const windows = [...series].map(([asset, own]): [string, Bars] => {
    const scale = (prices.get(asset) as number) / (own.open[start] as number)
    return [asset, scaledBars(own, start, start + horizonBars, scale)]
  })
  return equippedAll(new Map(windows), environment)
}

type Run = (start: number, paths: Paths, options: RunOptions) => BookResult

function runOf({book, horizonBars, margins, ordered, series}: RollingInput, set: RuleSet): Run {
  const [asset] = [...series.keys()] as [string]
  const own = (start: number): RuleSet => withMargins(set, margins, start, start + horizonBars)
  const sortable = series.size === 1 && (book.kind === 'perpetual' ? isIsolated(book.book) : ordered)
  if (!sortable) return (start, paths, options) => replay(book, paths, own(start), options)
  const run = repeatedReplay(book, asset, own(0))
  return (start, paths, options) => run(paths.get(asset) as Path, options, margins && own(start))
}

/** The rules with margins that move in time over some bars. */
export function withMargins(
  set: RuleSet,
  margins: ReadonlyMap<string, Float64Array> | undefined,
  from: number,
  to: number,
): RuleSet {
  if (margins === undefined || set.kind !== 'perpetual') return set
  const moving = [...margins].map(([name, rates]): [string, Maintenance] => [
    name,
    {kind: 'series', rates: rates.subarray(from, to)},
  ])
  const maintenance = moving[0]?.[1]
  return {...set, maintenance: new Map(moving), rules: {...set.rules, ...(maintenance && {maintenance})}}
}

/** Replays some of the starts: each depends on nothing but itself, so that any split gives the same figures. */
export function runStarts(input: RollingInput, set: RuleSet, starts: readonly number[]): StartFigures[] {
  const {book, series} = input
  const run = runOf(input, set)
  const exposure = exposureOf(book, pathsFrom(input, input.starts[0] as number))
  const barSeconds = [...series.values()][0]?.barSeconds as number
  return starts.map((start) => {
    const result = run(start, pathsFrom(input, start), {detail: 'totals'})
    return {...staticFigures(result, book.kind, exposure, barSeconds), actions: result.liquidations.count}
  })
}

/**
 * Opens the same book at every start and replays the horizon: what the book would have lost had it been there on each day
 * of history. Starts nearer than the horizon see the same days, so they are not independent: the quantiles are of history,
 * not of a law.
 * @param figures of all starts, where they were replayed already
 */
export function rollingOutcome(
  input: RollingInput,
  set: RuleSet,
  figures: readonly StartFigures[] = runStarts(input, set, input.starts),
): BookOutcome {
  const {book, confidence, series, starts} = input
  const run = runOf(input, set)
  const [first] = [...series.values()] as [Series]
  const opening = pathsFrom(input, starts[0] as number)
  const exposure = exposureOf(book, opening)
  const worst = [...starts.keys()].sort((a, b) => worseThan(figures, a, b)).slice(0, 5)
  const detailed = worst.map((k) => run(starts[k] as number, pathsFrom(input, starts[k] as number), {detail: 'series'}))
  const dates = starts.map((start) => formatTime(first.time[start] as number))
  const {ids, ...atExecution} = run(starts[0] as number, opening, {detail: 'totals'}).atExecution
  const risk = cascadeRisk(book, opening, set)
  const losses = figures.map(({badDebt}) => badDebt)
  const {worst: worstLoss, ...lossTail} = tailOf(losses, confidence)
  const liquidated = figures.map(({liquidatedNotional}) => liquidatedNotional)
  const {expectedShortfall, valueAtRisk} = tailOf(liquidated, confidence)
  return {
    static: {...mean(figures), worstDays: worstDays(detailed, book, exposure, first.barSeconds)},
    atExecution: {...atExecution, ids, sizes: sizesOf(book, opening, ids)},
    capitalEfficiency: set.capitalEfficiency,
    ...(risk && {cascadeRisk: risk}),
    losses: {time: dates, loss: losses, inflow: figures.map(({toFund}) => toFund)},
    distribution: {
      starts: starts.length,
      confidence,
      ...lossTail,
      worst: worstLoss,
      liquidationsAtRisk: {valueAtRisk, expectedShortfall},
      worstStarts: worst.map((k) => ({
        date: dates[k] as string,
        badDebt: losses[k] as number,
        notional: liquidated[k] as number,
        count: (figures[k] as StaticFigures).liquidations,
      })),
    },
  }
}

function worseThan(figures: readonly StaticFigures[], a: number, b: number): number {
  const [x, y] = [figures[a] as StaticFigures, figures[b] as StaticFigures]
  return y.badDebt - x.badDebt || y.liquidatedNotional - x.liquidatedNotional || a - b
}

/**
 * VaR: the quantile of the empirical distribution (type 1). ES: the mean of the worst share `1 - confidence`, the observation
 * at its edge counted in part (Acerbi & Tasche, Journal of Banking & Finance 26 (2002), definition 2.6).
 */
function tailOf(figures: readonly number[], confidence: number) {
  const ascending = sorted(figures)
  const tail = figures.length * (1 - confidence)
  let [sum, left] = [0, tail]
  for (let k = figures.length - 1; k >= 0 && left > 0; k--, left--) sum += (ascending[k] as number) * Math.min(1, left)
  return {
    valueAtRisk: quantileOfSorted(ascending, confidence, 1),
    expectedShortfall: sum / tail,
    worst: ascending.at(-1) as number,
  }
}

/** Means over all starts; the time to close is weighted by closing actions. */
function mean(figures: readonly StartFigures[]): Omit<StaticFigures, 'worstDays'> {
  const of = (pick: (figure: StartFigures) => number): number =>
    figures.reduce((sum, figure) => sum + pick(figure), 0) / figures.length
  const actions = figures.reduce((sum, figure) => sum + figure.actions, 0)
  const waited = figures.reduce((sum, figure) => sum + figure.secondsToClose.mean * figure.actions, 0)
  return {
    liquidations: of((f) => f.liquidations),
    liquidatedNotional: of((f) => f.liquidatedNotional),
    liquidatedShare: of((f) => f.liquidatedShare),
    badDebt: of((f) => f.badDebt),
    badDebtShare: of((f) => f.badDebtShare),
    penalties: of((f) => f.penalties),
    userCost: of((f) => f.userCost),
    toFund: of((f) => f.toFund),
    slippage: of((f) => f.slippage),
    secondsToClose: {
      mean: actions === 0 ? 0 : waited / actions,
      max: Math.max(...figures.map(({secondsToClose}) => secondsToClose.max)),
    },
    unfinished: {
      count: of((f) => f.unfinished.count),
      exposure: of((f) => f.unfinished.exposure),
      shortfall: of((f) => f.unfinished.shortfall),
    },
    ...(figures[0]?.cascade && {
      cascade: {
        amplification: of((f) => f.cascade?.amplification ?? 1),
        displacement: Math.max(...figures.map(({cascade}) => cascade?.displacement ?? 0)),
        induced: of((f) => f.cascade?.induced ?? 0),
      },
    }),
  }
}

/** The worst days of the worst starts, each date once. */
function worstDays(
  results: readonly BookResult[],
  {kind}: Book,
  exposure: number,
  barSeconds: number,
): StaticFigures['worstDays'] {
  const days = results.flatMap((result) => staticFigures(result, kind, exposure, barSeconds).worstDays)
  const ordered = days.sort((a, b) => b.badDebt - a.badDebt || b.notional - a.notional || (a.date < b.date ? -1 : 1))
  return ordered.filter(({date}, i) => ordered.findIndex((day) => day.date === date) === i).slice(0, 5)
}
