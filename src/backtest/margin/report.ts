import {PlimsollError} from '../../errors.js'
import {coverageBound} from '../var/coverage-bound.js'
import {hitsOf, tailOf} from '../var/hits.js'
import {phasesTest} from '../overlap.js'
import type {TestResult} from '../var/result.js'
import {peakToTrough, rise, type Rise} from './procyclicality.js'
import {withBuffer, withFloor, withStress} from './tools.js'

/** Confidence levels of EMIR RTS 153/2013, art. 24: 99%, and 99.5% for OTC derivatives. */
export const EMIR_LEVELS = [0.99, 0.995] as const
/** Horizons of the short-term measure, in observations. */
export const RISE_OVER = [1, 5, 30] as const

export interface MarginInput {
  /** Returns over the close-out period (signed: losses are negative). */
  readonly returns: Float64Array
  /** Margin per unit of exposure for each return, positive. */
  readonly margin: Float64Array
  /** Margin from stressed observations alone, for tool (b). */
  readonly stressMargin?: Float64Array | number
  /** Margin from ten-year (or full-history) volatility, for tool (c). */
  readonly floor?: Float64Array | number
  /** Length of the close-out period in observations; above 1 the windows overlap. */
  readonly horizonBars?: number
}

export interface MarginVariant {
  readonly id: 'base' | 'buffer' | 'floor' | 'stress'
  readonly title: string
  readonly observations: number
  readonly breaches: number
  /** Observations (from 1) of the breaches. */
  readonly breachDays: Int32Array
  /** Share of returns that the margin covered. */
  readonly coverage: number
  /** Mean and largest loss beyond the margin; 0 without a breach. */
  readonly meanBreach: number
  readonly maxBreach: number
  /** The coverage test at each level: exact and one-sided, on non-overlapping phases where windows overlap. */
  readonly levels: readonly {readonly level: number; readonly test: TestResult}[]
  readonly mean: number
  /** Mean margin over that of the base, less 1: what the tool costs. */
  readonly cost: number
  /** Standard deviation of the margin over its mean (divisor T). */
  readonly variation: number
  readonly peakToTrough: number
  readonly rises: readonly {readonly observations: number; readonly rise: Rise | undefined}[]
}

/**
 * A clearing house's view of a margin: coverage, breaches, procyclicality and cost, for the margin as it is and under
 * each of the three tools of art. 28 whose input is given. A breach is a loss strictly beyond the margin.
 * @throws BACKTEST_MARGIN_SIGN for a margin that is not positive
 */
export function marginReport({returns, margin, stressMargin, floor, horizonBars = 1}: MarginInput): MarginVariant[] {
  const wrong = margin.findIndex((value) => !(value > 0))
  if (wrong >= 0) {
    throw new PlimsollError(
      'BACKTEST_MARGIN_SIGN',
      `A margin is a positive share of the exposure; number ${wrong + 1} is ${margin[wrong] as number}.`,
    )
  }
  const base = mean(margin)
  const measure = (id: MarginVariant['id'], title: string, series: Float64Array) =>
    variant(id, title, series, returns, base, horizonBars)
  return [
    measure('base', 'as it is', margin),
    measure('buffer', '(a) 25% buffer', withBuffer(margin)),
    ...(stressMargin === undefined ? [] : [measure('stress', '(b) 25% stressed', withStress(margin, stressMargin))]),
    ...(floor === undefined ? [] : [measure('floor', '(c) long-run floor', withFloor(margin, floor))]),
  ]
}

function mean(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0) / values.length
}

function variant(
  id: MarginVariant['id'],
  title: string,
  margin: Float64Array,
  returns: Float64Array,
  baseMean: number,
  horizonBars: number,
): MarginVariant {
  const negative = margin.map((value) => -value)
  const {days} = hitsOf(returns, negative, tailOf(EMIR_LEVELS[0]))
  const sizes = Array.from(days, (day) => (negative[day - 1] as number) - (returns[day - 1] as number))
  const average = mean(margin)
  const spread = Math.sqrt(mean(margin.map((value) => (value - average) ** 2)))
  return {
    id,
    title,
    observations: returns.length,
    breaches: days.length,
    breachDays: days,
    coverage: 1 - days.length / returns.length,
    meanBreach: sizes.length === 0 ? 0 : sizes.reduce((a, b) => a + b, 0) / sizes.length,
    maxBreach: sizes.reduce((a, b) => Math.max(a, b), 0),
    levels: EMIR_LEVELS.map((level) => {
      const hits = {periods: returns.length, p: tailOf(level), days}
      return {level, test: horizonBars > 1 ? phasesTest(hits, horizonBars) : coverageBound(hits)}
    }),
    mean: average,
    cost: average / baseMean - 1,
    variation: spread / average,
    peakToTrough: peakToTrough(margin),
    rises: RISE_OVER.map((observations) => ({observations, rise: rise(margin, observations)})),
  }
}
