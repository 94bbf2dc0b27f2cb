import {PlimsollError} from '../../../errors.js'
import {formatTime} from '../../../market/bars.js'
import {wholeBars} from '../../../market/oracle.js'
import type {Series} from '../../../market/series.js'
import {slice} from '../../../market/slice.js'
import {ewmaCandidate, garchCandidate, harCandidate, type Candidate} from '../../../market/volatility/candidates.js'
import {parseDuration} from '../../../units/duration.js'
import {marginPath, type MarginPolicy} from '../../margin/policy.js'
import {ratioOf} from './figures-of-request.js'
import type {BookOutcome, DynamicMargin, MarginSummary} from './model.js'
import {priced} from './open.js'
import type {BookRequest, BookRules, RuleSet} from './rules.js'
import type {BookInput} from './study.js'

type Request = NonNullable<BookRequest['dynamicMargin']>
type Margins = ReadonlyMap<string, Float64Array>

const DAY = 86_400

/**
 * Replays the book under a margin that follows volatility, and under a fixed one of the same mean.
 * @param parts the bars that are replayed, by asset
 * @param replayed a replay under rules, with or without margins by bar, of what opens at the bar `first` or later
 * @throws MARGIN_POLICY, DELAY_FINER_THAN_BAR
 */
export function dynamicMargin(
  {request, series}: BookInput,
  {after, subjects}: BookRules,
  parts: ReadonlyMap<string, Series>,
  replayed: (
    margins: Margins | undefined,
    set: RuleSet,
    bars: number,
    first: number,
  ) => {readonly outcome: BookOutcome; readonly starts: number},
): {dynamicMargin?: DynamicMargin} {
  const asked = request.book?.dynamicMargin
  if (asked === undefined || after.kind !== 'perpetual') return {}
  const held = subjects.filter((subject) => parts.has(subject))
  const margins = new Map<string, Float64Array>()
  let first = 0
  for (const market of held) {
    const part = parts.get(market) as Series
    const rates = ratesOf(priced(market, series), part, policyOf(asked, request.horizon, part.barSeconds))
    first = Math.max(
      first,
      rates.findIndex((rate) => !Number.isNaN(rate)),
    )
    margins.set(market, rates)
  }
  const bars = [...parts.values()][0]?.time.length ?? 0
  const summaries = new Map(held.map((market) => [market, summaryOf(parts.get(market) as Series, margins.get(market) as Float64Array, first)])) // prettier-ignore
  const fixed = held.map((market) => [market, {kind: 'flat', rate: summaries.get(market)?.mean as number}] as const)
  const capitalEfficiency = Math.min(...[...summaries.values()].map(({mean}) => 1 / mean))
  const fixedSet: RuleSet = {
    ...after,
    capitalEfficiency,
    maintenance: new Map(fixed),
    rules: {...after.rules, maintenance: fixed[0]?.[1] ?? after.rules.maintenance},
  }
  const policy = replayed(margins, {...after, capitalEfficiency}, bars, first)
  return {
    dynamicMargin: {
      model: asked.model,
      policy: policy.outcome,
      fixed: replayed(undefined, fixedSet, bars, first).outcome,
      starts: policy.starts,
      margins: Object.fromEntries(summaries),
    },
  }
}

/** The margins of the bars that are replayed, with as much history before them as there is without a gap. */
function ratesOf(own: Series, part: Series, policy: MarginPolicy): Float64Array {
  const end = (part.time.at(-1) as number) + part.barSeconds
  const known = sinceLastGap(slice(own, -Infinity, end * 1000), part.time[0] as number)
  const {first, rates} = marginPath(known, policy)
  const offset = known.time.length - part.time.length
  if (first >= known.time.length) throw tooShort(own, part)
  // A margin below 0 or of all the notional is none that a venue can set.
  const most = rates.subarray(first).reduce((high, rate) => Math.max(high, rate), 0)
  if (most >= 1) {
    throw new PlimsollError(
      'MARGIN_POLICY',
      `The margin of ${own.id} would reach ${(most * 100).toFixed(0)}% of the notional: give it a \`cap\` below 100%.`,
    )
  }
  return rates.subarray(offset)
}

function tooShort({id}: Series, part: Series): PlimsollError {
  return new PlimsollError(
    'MARGIN_POLICY',
    `${id} has no history before ${formatTime(part.time[0] as number)} from which a margin could follow volatility.`,
  )
}

function sinceLastGap(series: Series, before: number): Series {
  const {barSeconds, time} = series
  let from = -Infinity
  for (let bar = 1; bar < time.length && (time[bar] as number) <= before; bar++) {
    if ((time[bar] as number) - (time[bar - 1] as number) !== barSeconds) from = time[bar] as number
  }
  return slice(series, from * 1000)
}

function policyOf(asked: Request, closeOut: string, barSeconds: number): MarginPolicy {
  const {cap, confidence, delay, floor, horizon = closeOut, maxStep, model, times, tool} = asked
  if ((times === undefined) === (confidence === undefined)) {
    throw new PlimsollError(
      'MARGIN_POLICY',
      'A dynamic margin is sized by `times` or by `confidence`: give one of them.',
    )
  }
  const size = times === undefined ? {confidence: ratioOf(confidence ?? '')} : {multiple: ratioOf(times)}
  return {
    delayBars: delay === undefined ? 0 : wholeBars('The delay of a margin', parseDuration(delay), barSeconds),
    horizonBars: wholeBars('The close-out of a margin', parseDuration(horizon), barSeconds),
    model: candidateOf(model),
    size,
    ...(cap !== undefined && {cap: ratioOf(cap)}),
    ...(floor !== undefined && {floor: ratioOf(floor)}),
    ...(maxStep !== undefined && {maxStepPerDay: ratioOf(maxStep)}),
    ...(tool !== undefined && {tool}),
  }
}

function candidateOf(model: Request['model']): Candidate {
  if (model === 'ewma') return ewmaCandidate()
  if (model === 'har') return harCandidate()
  return garchCandidate({distribution: 't', mean: 'zero', model, presample: 'mean-square'})
}

function summaryOf({barSeconds, time}: Series, rates: Float64Array, first: number): MarginSummary {
  const inForce = rates.subarray(first)
  const day = Math.max(1, Math.round(DAY / barSeconds))
  let rise = 0
  for (let bar = day; bar < inForce.length; bar++) {
    rise = Math.max(rise, (inForce[bar] as number) - (inForce[bar - day] as number))
  }
  return {
    from: formatTime(time[first] as number),
    largestDailyRise: rise,
    least: inForce.reduce((low, rate) => Math.min(low, rate), Infinity),
    mean: inForce.reduce((sum, rate) => sum + rate, 0) / inForce.length,
    most: inForce.reduce((high, rate) => Math.max(high, rate), 0),
  }
}
