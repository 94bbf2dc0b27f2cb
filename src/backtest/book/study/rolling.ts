import {formatTime} from '../../../market/bars.js'
import {feedAnswers, type FeedOptions} from '../../../market/oracle.js'
import type {Series} from '../../../market/series.js'
import {quantileOfSorted, sorted} from '../../../numerics/quantile.js'
import type {Bars} from '../bars.js'
import type {BookResult} from '../result.js'
import {liquidatedOf, staticFigures} from './figures.js'
import type {BookOutcome, LossDistribution, StaticFigures} from './model.js'
import {repeatedReplay} from './repeated.js'
import {exposureOf, sizesOf, type Book, type Path} from './replay.js'
import type {RuleSet} from './rules.js'

export interface RollingInput {
  readonly book: Book
  readonly asset: string
  /** Price that the book was drawn at: every path is scaled to open there, so that the book has its leverage again. */
  readonly price: number
  readonly series: Series
  /** Bars at which the book is opened. */
  readonly starts: readonly number[]
  readonly horizonBars: number
  readonly feed: FeedOptions | undefined
  readonly confidence: number
}

/** The bars of one start, scaled so that the first opening is the book's price. */
export function pathFrom({feed, horizonBars, price, series}: RollingInput, start: number): Path {
  const end = start + horizonBars
  const scale = price / (series.open[start] as number)
  const scaled = (column: Float64Array): Float64Array => column.subarray(start, end).map((value) => value * scale)
  const path: Bars = {
    barSeconds: series.barSeconds,
    close: scaled(series.close),
    high: scaled(series.high),
    low: scaled(series.low),
    open: scaled(series.open),
    time: series.time.subarray(start, end),
  }
  return feed === undefined ? path : {...path, oracle: feedAnswers(path.open, feed)}
}

/**
 * Opens the same book at every start and replays the horizon: what the book would have lost had it been there on each day
 * of history. Starts nearer than the horizon see the same days, so they are not independent: the quantiles are of history,
 * not of a law.
 */
export function rollingOutcome(input: RollingInput, set: RuleSet): BookOutcome {
  const {asset, book, confidence, series, starts} = input
  const run = repeatedReplay(book, asset, set)
  const results = starts.map((start) => run(pathFrom(input, start), {detail: 'totals'}))
  const opening = new Map([[asset, pathFrom(input, starts[0] as number)]])
  const exposure = exposureOf(book, opening)
  const figures = results.map((result) => staticFigures(result, book.kind, exposure, series.barSeconds))
  const worst = [...starts.keys()].sort((a, b) => worseThan(figures, a, b)).slice(0, 5)
  const detailed = worst.map((k) => run(pathFrom(input, starts[k] as number), {detail: 'series'}))
  const dates = starts.map((start) => formatTime(series.time[start] as number))
  const {ids, ...atExecution} = (results[0] as BookResult).atExecution
  return {
    static: {...mean(figures, results), worstDays: worstDays(detailed, book, exposure, series.barSeconds)},
    atExecution: {...atExecution, ids, sizes: sizesOf(book, opening, ids)},
    capitalEfficiency: set.capitalEfficiency,
    losses: {time: dates, loss: figures.map(({badDebt}) => badDebt), inflow: figures.map(({toFund}) => toFund)},
    distribution: {
      ...distributionOf(
        figures.map(({badDebt}) => badDebt),
        confidence,
      ),
      worstStarts: worst.map((k) => ({
        date: dates[k] as string,
        badDebt: (figures[k] as StaticFigures).badDebt,
        notional: liquidatedOf(results[k] as BookResult, book.kind),
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
function distributionOf(losses: readonly number[], confidence: number): Omit<LossDistribution, 'worstStarts'> {
  const ascending = sorted(losses)
  const tail = losses.length * (1 - confidence)
  let [sum, left] = [0, tail]
  for (let k = losses.length - 1; k >= 0 && left > 0; k--, left--) sum += (ascending[k] as number) * Math.min(1, left)
  return {
    starts: losses.length,
    confidence,
    valueAtRisk: quantileOfSorted(ascending, confidence, 1),
    expectedShortfall: sum / tail,
    worst: ascending.at(-1) as number,
  }
}

/** Means over all starts; the time to close is weighted by closing actions. */
function mean(figures: readonly StaticFigures[], results: readonly BookResult[]): Omit<StaticFigures, 'worstDays'> {
  const of = (pick: (figure: StaticFigures) => number): number =>
    figures.reduce((sum, figure) => sum + pick(figure), 0) / figures.length
  const actions = results.reduce((sum, {liquidations}) => sum + liquidations.count, 0)
  const waited = figures.reduce(
    (sum, {secondsToClose}, k) => sum + secondsToClose.mean * (results[k] as BookResult).liquidations.count,
    0,
  )
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
