import {formatTime} from '../../market/bars.js'
import {PlimsollError} from '../../errors.js'
import {ADL_POLICIES, allocateAdl, type AdlPolicy} from '../layers/adl-allocation.js'
import {adlMetrics, type AdlMetrics} from '../layers/adl-metrics.js'
import type {Side} from '../fields.js'
import type {Winners} from '../model.js'
import {dayStep} from './attachments.js'
import {openStack} from './path-stack.js'
import {OUTPUTS} from './piecewise.js'
import {DayLoss} from './path-run.js'
import type {FundSetup} from './setup.js'

/** One layer on one day. */
export interface LayerPaid {
  readonly name: string
  readonly kind: string
  /** That morning, on the day's losses; null: no limit. */
  readonly capacity: number | null
  readonly paid: number
}

/** How a policy of auto-deleveraging would share out what the stack asked of winners. */
export interface AdlShare extends AdlMetrics {
  readonly policy: AdlPolicy
  /** Of what was taken, the share that came from the five accounts that gave most. */
  readonly topFive: number
}

/** A stack on one day of history, opened that morning. USD. */
export interface DayReplay {
  readonly side: Side
  readonly date: string
  /** Lowest, highest and last price over the close before, less 1. */
  readonly low: number
  readonly high: number
  readonly close: number
  /** Closed out. */
  readonly notional: number
  /** Beyond the margin of the defaulters. */
  readonly badDebt: number
  readonly layers: readonly LayerPaid[]
  /** Winners there were, and what they had won at the day's worst price. */
  readonly winners: number
  readonly profits: number
  /** For what layers of auto-deleveraging were asked; empty when nothing reached them. */
  readonly adl: readonly AdlShare[]
}

/**
 * Sends one day of history down the stack, with every winner known.
 * @throws FUND_DAY when history has no such day
 */
export function replayDay(setup: FundSetup, date: string, side: Side): DayReplay {
  const {history, horizon, series} = setup
  const bar = [...series.time].findIndex((seconds) => formatTime(seconds) === date)
  const day = bar - 1
  if (day < 0) {
    const [from, to] = [formatTime(series.time[1] as number), formatTime(series.time.at(-1) as number)]
    throw new PlimsollError(
      'FUND_DAY',
      `${series.id} has no day ${date} with a close before it: write one from ${from} to ${to}.`,
    )
  }
  const column = setup.column(side)
  const {book, stack} = column
  const out = new Float64Array(OUTPUTS.length)
  const [low, high, close] = [history.low[day] as number, history.high[day] as number, history.close[day] as number]
  book.day(low, high, close, out)
  const falling = -low >= high
  const withMargin = stack.layers.some(({kind}) => kind === 'defaulter-margin')
  const loss = new DayLoss(book, withMargin).of(out, 0, falling)
  loss.at(Math.exp(falling ? low : high))
  loss.winners = loss.accounts()
  const open = openStack(stack, 0, {openInterest: book.openInterest, seed: horizon.seed, stepSeconds: 86_400})
  const step = dayStep(column, {low, high, close}, horizon, out)
  open.step(step)
  const capacities = open.layers.map((layer) => layer.capacity(step, loss))
  if (loss.amount > 0) open.settle(step, loss)
  const {profit} = loss.winners
  const asked = stack.layers.reduce((sum, {kind}, k) => sum + (kind === 'adl' ? (open.paid[k] as number) : 0), 0)
  return {
    ...{side, date, low: Math.expm1(low), high: Math.expm1(high), close: Math.expm1(close)},
    notional: out[3] as number,
    badDebt: out[0] as number,
    layers: stack.layers.map(({kind, name}, k) => {
      const capacity = capacities[k] as number
      return {name, kind, capacity: Number.isFinite(capacity) ? capacity : null, paid: open.paid[k] as number}
    }),
    winners: profit.reduce((sum, gain) => sum + (gain > 0 ? 1 : 0), 0),
    profits: loss.profits,
    adl: asked > 0 ? ADL_POLICIES.map((policy) => shareOf(policy, loss.winners as Winners, asked)) : [],
  }
}

/** The cap of the policy `capped`: nobody gives up more than so much of his profit. */
const CAP = 0.5

function shareOf(policy: AdlPolicy, winners: Winners, asked: number): AdlShare {
  const taken = allocateAdl(policy, winners, asked, CAP)
  const metrics = adlMetrics(winners, taken, asked)
  const most = [...taken].sort((a, b) => b - a).slice(0, 5)
  return {
    policy,
    ...metrics,
    topFive: metrics.taken > 0 ? most.reduce((sum, part) => sum + part, 0) / metrics.taken : 0,
  }
}
