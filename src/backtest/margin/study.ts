import {PlimsollError} from '../../errors.js'
import type {Series} from '../../market/series.js'
import {ewma} from '../../market/volatility/ewma.js'
import {logReturns} from '../../market/volatility/realised.js'
import {normalQuantile} from '../../numerics/special/normal.js'
import {barDate} from '../coverage/coverage.js'
import {refuseGaps} from '../coverage/gaps.js'
import {closeOutWindows, type Side} from '../coverage/windows.js'
import {impulseResponse} from './procyclicality.js'
import {marginReport, type MarginVariant, RISE_OVER} from './report.js'
import {historyFloor, withBuffer, withFloor, withStress, worstWindow} from './tools.js'

/** Bars that build up the history before the first margin, and the length of a stress period. */
export const STRESS_BARS = 250
/** Volatility is multiplied by this in the impulse response. */
export const IMPULSE = 2

export interface MarginRule {
  readonly side: Side
  /** 0.99. */
  readonly confidence: number
  /** Close-out period, bars. */
  readonly horizonBars: number
  /** Decay of the EWMA. */
  readonly lambda: number
}

export interface VariantStudy extends Omit<MarginVariant, 'breachDays'> {
  /** Opening time of the bar at whose close each breached window starts. */
  readonly breachedFrom: readonly string[]
  /** Margin over what it would be had volatility not doubled, so many observations before. */
  readonly impulse: readonly {readonly observations: number; readonly ratio: number}[]
}

export interface MarginStudy extends MarginRule {
  readonly impulseOf: number
  readonly historyBars: number
  readonly from: string
  readonly to: string
  readonly variants: readonly VariantStudy[]
}

/** Margin as a share of the exposure, for the observations from STRESS_BARS on; nothing at or after one enters it. */
function marginsOf(returns: Float64Array, {confidence, horizonBars, lambda}: Omit<MarginRule, 'side'>) {
  const multiple = -normalQuantile(Number((1 - confidence).toPrecision(12))) * Math.sqrt(horizonBars)
  return {
    base: ewma(returns, lambda)
      .variances.subarray(STRESS_BARS)
      .map((variance) => multiple * Math.sqrt(variance)),
    stress: worstWindow(returns, STRESS_BARS, STRESS_BARS, multiple),
    floor: historyFloor(returns, STRESS_BARS, multiple),
  }
}

type Margins = ReturnType<typeof marginsOf>

const TOOLS: Readonly<Record<MarginVariant['id'], (margins: Margins) => Float64Array>> = {
  base: ({base}) => base,
  buffer: ({base}) => withBuffer(base),
  stress: ({base, stress}) => withStress(base, stress),
  floor: ({base, floor}) => withFloor(base, floor),
}

/** Responses to a step in volatility out of a long calm: returns of +-1, then +-IMPULSE. */
function impulseOf(id: MarginVariant['id'], rule: MarginRule): VariantStudy['impulse'] {
  const calm = Float64Array.from({length: 2 * STRESS_BARS}, (_, t) => (t % 2 === 0 ? 1 : -1))
  const before = STRESS_BARS / 2
  // The rule answers from STRESS_BARS on, so its returns begin that much earlier than its margins.
  const history = calm.subarray(0, STRESS_BARS)
  const rest = calm.subarray(STRESS_BARS)
  const response = impulseResponse(
    (path) => TOOLS[id](marginsOf(Float64Array.of(...history, ...path), rule)),
    rest,
    before,
    IMPULSE,
  )
  return RISE_OVER.map((observations) => ({observations, ratio: response[observations] as number}))
}

/**
 * An EWMA margin over a series as a clearing house would report it: `q sigma_t sqrt(h)`, q the normal quantile of the
 * confidence, sigma_t^2 the EWMA of squared log returns known at the close of bar t, h the close-out period (square root
 * of time), against the worst price of the next h bars. Tool (b) takes the worst 250 bars so far, (c) all bars so far.
 * @throws BACKTEST_MARGIN_SAMPLE when the series is too short; BACKTEST_GAP where a bar is missing
 */
export function studyMargin(series: Series, rule: MarginRule): MarginStudy {
  refuseGaps(series)
  const {side, horizonBars} = rule
  const bars = series.time.length
  const needed = STRESS_BARS + horizonBars + Math.max(...RISE_OVER) + 1
  if (bars < needed) {
    throw new PlimsollError(
      'BACKTEST_MARGIN_SAMPLE',
      `${series.id} has ${bars} bars: a margin report with a close-out of ${horizonBars} bars needs ${needed}, ${STRESS_BARS} of them for the first margin.`,
      {suggestions: ['Take a longer series, or a shorter horizon.'], exit: 3},
    )
  }
  const {loss, start} = closeOutWindows(series, side, horizonBars, STRESS_BARS, bars - 1)
  const {base, stress, floor} = marginsOf(logReturns(series.close), rule)
  const cut = (margins: Float64Array): Float64Array => margins.subarray(0, loss.length)
  const returns = loss.map((value) => -value)
  const input = {returns, margin: cut(base), stressMargin: cut(stress), floor: cut(floor), horizonBars}
  return {
    ...rule,
    ...{impulseOf: IMPULSE, historyBars: STRESS_BARS},
    from: barDate(series, STRESS_BARS),
    to: barDate(series, bars - 1),
    variants: marginReport(input).map(({breachDays, ...variant}) => ({
      ...variant,
      breachedFrom: Array.from(breachDays, (day) => barDate(series, start[day - 1] as number)),
      impulse: impulseOf(variant.id, rule),
    })),
  }
}
