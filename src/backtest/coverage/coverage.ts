import {PlimsollError} from '../../errors.js'
import type {Series} from '../../market/series.js'
import {hitRateBounds} from './bound.js'
import {conditionalCoverage, independence} from '../var/christoffersen.js'
import {hitsAt, type Hits} from '../var/hits.js'
import {pof} from '../var/pof.js'
import type {TestResult} from '../var/result.js'
import {trafficLight} from '../var/traffic-light.js'
import {closeOutWindows, type Side, type Windows} from './windows.js'

/** One-sided confidence of every bound. */
export const BOUND_CONFIDENCE = 0.95
const YEAR_SECONDS = 365 * 86_400

/** Part of a series, and how long a close-out takes. */
export interface Sample {
  readonly series: Series
  /** First bar at whose close a window may start. */
  readonly first: number
  /** Last bar whose prices are used. */
  readonly last: number
  readonly horizonBars: number
  /** Nominal coverage that the tests are against: 0.99. */
  readonly confidence: number
}

/** A window whose loss exceeded the margin. */
export interface Breach {
  /** Bar of the worst price: its opening time, UTC. */
  readonly date: string
  /** Bar at whose close the window started. */
  readonly from: string
  /** Fraction of the price at the start. */
  readonly loss: number
}

export interface CoverageResult {
  readonly side: Side
  readonly margin: number
  /** Close-out windows in the sample; they overlap when the horizon is longer than a bar. */
  readonly windows: number
  /** Windows whose loss exceeded the margin. */
  readonly breaches: number
  readonly coverage: number
  /** The lower of the two bounds: what acceptance criteria read. */
  readonly bound: {readonly value: number; readonly confidence: number; readonly exact: number; readonly clustered: number}
  /** In time order, one for each day of a worst price, with the window that lost most. */
  readonly breachDays: readonly Breach[]
  /** The worst losses of the sample, breach or not, at most five. */
  readonly worst: readonly Breach[]
  readonly tests: readonly TestResult[]
}

/** `2020-03-12`, or `2020-03-12T10:00Z` for bars shorter than a day. */
export function barDate(series: Series, bar: number): string {
  const iso = new Date((series.time[bar] ?? Number.NaN) * 1000).toISOString()
  return series.barSeconds % 86_400 === 0 ? iso.slice(0, 10) : `${iso.slice(0, 16)}Z`
}

function breachesByDay(series: Series, {loss, start, worst}: Windows, margin: number): Breach[] {
  const byDay = new Map<number, number>()
  for (let index = 0; index < loss.length; index++) {
    const day = worst[index] ?? 0
    const known = byDay.get(day)
    if ((loss[index] ?? 0) > margin && (known === undefined || (loss[known] ?? 0) < (loss[index] ?? 0))) byDay.set(day, index)
  }
  return [...byDay.entries()]
    .sort(([a], [b]) => a - b)
    .map(([day, index]) => ({date: barDate(series, day), from: barDate(series, start[index] ?? 0), loss: loss[index] ?? 0}))
}

/** Every h-th window, counted from the last one backwards: they do not overlap. */
function apart(hits: Uint8Array, horizonBars: number, p: number, most = Infinity): Hits {
  const days: number[] = []
  const size = Math.min(most, Math.floor((hits.length - 1) / horizonBars) + 1)
  for (let k = 0; k < size; k++) {
    if (hits[hits.length - 1 - (size - 1 - k) * horizonBars] === 1) days.push(k + 1)
  }
  return hitsAt(days, size, p)
}

function testsOf(hits: Uint8Array, {series, horizonBars, confidence}: Sample): TestResult[] {
  const p = Number((1 - confidence).toPrecision(12))
  const all = apart(hits, horizonBars, p)
  const year = Math.max(1, Math.floor(YEAR_SECONDS / (series.barSeconds * horizonBars)))
  return [pof(all), independence(all), conditionalCoverage(all), trafficLight(apart(hits, horizonBars, p, year))]
}

/**
 * How often a constant margin covered the worst loss of the close-out horizon, with bounds and tests.
 * Tests use windows that do not overlap (every h-th, up to the last bar); the traffic light uses those of the last 365
 * days. @throws BACKTEST_NO_WINDOWS when the sample is shorter than the horizon.
 */
export function coverageOf(side: Side, margin: number, sample: Sample): CoverageResult {
  const {series, first, last, horizonBars} = sample
  const windows = closeOutWindows(series, side, horizonBars, first, last)
  const {length} = windows.loss
  if (length === 0) {
    const bars = Math.max(0, last - first + 1)
    throw new PlimsollError(
      'BACKTEST_NO_WINDOWS',
      `The sample has ${bars} bars of ${series.id}: too few for a close-out horizon of ${horizonBars}.`,
    )
  }
  const hits = Uint8Array.from(windows.loss, (loss) => (loss > margin ? 1 : 0))
  const breaches = hits.reduce((sum, hit) => sum + hit, 0)
  const upper = hitRateBounds(hits, horizonBars, BOUND_CONFIDENCE)
  const [exact, clustered] = [1 - upper.exact, 1 - upper.clustered]
  return {
    side,
    margin,
    windows: length,
    breaches,
    coverage: 1 - breaches / length,
    bound: {value: Math.min(exact, clustered), confidence: BOUND_CONFIDENCE, exact, clustered},
    breachDays: breachesByDay(series, windows, margin),
    worst: breachesByDay(series, windows, Number.NEGATIVE_INFINITY)
      .sort((a, b) => b.loss - a.loss)
      .slice(0, 5),
    tests: testsOf(hits, sample),
  }
}
