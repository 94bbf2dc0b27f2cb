import {PlimsollError} from '../../errors.js'
import type {Series} from '../../market/series.js'
import type {Candidate, Forecaster, History} from '../../market/volatility/candidates.js'
import {historyOf} from '../../market/volatility/history.js'
import {normalQuantile} from '../../numerics/special/normal.js'
import {refuseGaps} from '../coverage/gaps.js'
import {historyFloor, withBuffer, withFloor, withStress, worstWindow} from './tools.js'

/** Bars before the first margin, and the length of a stress period; the model is fitted again after so many. */
export const POLICY_HISTORY = 250
const {abs, max, min, sqrt} = Math
const DAY = 86_400

/** A margin that follows volatility: `k sigma sqrt(h)`, or the model's own quantile (of filtered returns for EWMA and HAR). */
export interface MarginPolicy {
  readonly model: Candidate
  /** Either the multiple k, or the confidence whose quantile takes its place: the larger of both tails. */
  readonly size: {readonly multiple: number} | {readonly confidence: number}
  /** The close-out period in bars: square root of time. */
  readonly horizonBars: number
  readonly floor?: number
  readonly cap?: number
  /** Most that the margin moves in a day, as a fraction of the notional; spread evenly over the bars of the day. */
  readonly maxStepPerDay?: number
  /** One of the tools of EMIR RTS 153/2013, art. 28, before floor, cap and step. */
  readonly tool?: 'buffer' | 'floor' | 'stress'
  /** Bars from the decision to when it holds: governance, timelocks. */
  readonly delayBars: number
}

export interface MarginPath {
  /** Margin in force in each bar, a fraction of the notional; NaN before `first`. */
  readonly rates: Float64Array
  /** The first bar with a margin. */
  readonly first: number
}

/**
 * The margin of a policy over a series. What is decided at the close of a bar from returns up to it holds from the bar
 * `delayBars` after the next one on: nothing at or after a bar enters its margin. The model is fitted on all bars so far
 * and carried forward bar by bar in between. Order: model, tool, floor and cap, largest step, delay.
 * @throws MARGIN_POLICY; BACKTEST_GAP; what a model throws of a sample that it cannot be fitted to
 */
export function marginPath(series: Series, policy: MarginPolicy): MarginPath {
  refuseGaps(series)
  requirePolicy(policy)
  const bars = series.time.length
  const first = POLICY_HISTORY + 1 + policy.delayBars
  if (bars <= first) {
    throw new PlimsollError(
      'MARGIN_POLICY',
      `${series.id} has ${bars} bars: a margin that follows volatility needs ${first} before its first.`,
      {suggestions: ['Take a longer series, or a later start.']},
    )
  }
  const {history} = historyOf(series)
  const decided = limited(tooled(raw(history, policy), history.returns, policy), policy, series.barSeconds)
  const rates = new Float64Array(bars).fill(NaN)
  rates.set(decided.subarray(0, bars - first), first)
  return {first, rates}
}

/** For the returns from POLICY_HISTORY on: the margin known before each; one more, for the bar after the sample. */
function raw({realised, returns}: History, {horizonBars, model, size}: MarginPolicy): Float64Array {
  const root = sqrt(horizonBars)
  const out = new Float64Array(returns.length - POLICY_HISTORY + 1)
  let forecaster: Forecaster | undefined
  for (let t = POLICY_HISTORY; t <= returns.length; t++) {
    if (forecaster === undefined || (t - POLICY_HISTORY) % POLICY_HISTORY === 0) {
      forecaster = model.fit({realised: realised.subarray(0, t), returns: returns.subarray(0, t)})
    }
    out[t - POLICY_HISTORY] =
      'multiple' in size
        ? size.multiple * sqrt(forecaster.variance()) * root
        : max(abs(forecaster.quantile(1 - size.confidence)), abs(forecaster.quantile(size.confidence))) * root
    if (t < returns.length) forecaster.observe(returns[t] as number, realised[t] as number)
  }
  return out
}

/** The stress period and the floor are margins at the same multiple; for a confidence, that of the normal law. */
function tooled(margin: Float64Array, returns: Float64Array, {horizonBars, size, tool}: MarginPolicy): Float64Array {
  if (tool === undefined) return margin
  if (tool === 'buffer') return withBuffer(margin)
  const multiple = ('multiple' in size ? size.multiple : normalQuantile(size.confidence)) * sqrt(horizonBars)
  // The last margin is that of the bar after the sample: its history is all returns.
  const padded = Float64Array.of(...returns, 0)
  return tool === 'stress'
    ? withStress(margin, worstWindow(padded, POLICY_HISTORY, POLICY_HISTORY, multiple))
    : withFloor(margin, historyFloor(padded, POLICY_HISTORY, multiple))
}

function limited(
  margin: Float64Array,
  {cap = Infinity, floor = 0, maxStepPerDay = Infinity}: MarginPolicy,
  barSeconds: number,
): Float64Array {
  const step = (maxStepPerDay * barSeconds) / DAY
  let before: number | undefined
  return margin.map((value) => {
    const wanted = min(cap, max(floor, value))
    before = before === undefined ? wanted : min(before + step, max(before - step, wanted))
    return before
  })
}

function requirePolicy({cap = 1, delayBars, floor = 0, horizonBars, maxStepPerDay = 1, size}: MarginPolicy): void {
  const sound =
    floor >= 0 &&
    cap > 0 &&
    cap >= floor &&
    maxStepPerDay > 0 &&
    Number.isInteger(delayBars) &&
    delayBars >= 0 &&
    horizonBars > 0 &&
    ('multiple' in size ? size.multiple > 0 : size.confidence > 0.5 && size.confidence < 1)
  if (sound) return
  throw new PlimsollError(
    'MARGIN_POLICY',
    'A margin policy needs a floor that is not above its cap, a positive step, horizon and multiple (or a confidence between 50% and 100%), and a delay of whole bars.',
  )
}
