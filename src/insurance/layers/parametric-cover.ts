import type {Fields} from '../fields.js'
import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import {wholeBars} from '../../market/oracle.js'
import type {Layer, OpenLayer, Opening, Step} from '../model.js'
import {Arrivals} from './arrivals.js'
import {charge, PAID_BY, YEAR, type PaidBy} from './charge.js'
import {TrailingDrawdown} from './drawdown.js'
import {payoutShare, requireSchedule, type PayoutSchedule, type SchedulePoint} from './payout-schedule.js'
import {requireAmount, requirePositive} from './require.js'

/**
 * What the payout is read off: the asset's fall from its highest close of the window, the stablecoin's discount to par, or
 * the share of its value that the insurance fund before this cover has just paid out.
 */
export type Trigger = 'depeg' | 'drawdown' | 'fund-draw'
export const TRIGGERS: readonly Trigger[] = ['drawdown', 'depeg', 'fund-draw']

export interface ParametricTerms {
  readonly name: string
  /** The most that it pays in one period, USD. */
  readonly limit: number
  readonly trigger: Trigger
  /** Of a drawdown: the window of the highest close, seconds. */
  readonly window: number
  readonly schedule: PayoutSchedule
  /** How long until the limit is whole again, seconds. */
  readonly period: number
  /** Premium a year over the limit (rate on line). */
  readonly rateOnLine: number
  readonly paidBy: PaidBy
  /** Where a payout goes that the step's loss does not need: into the fund, or it waits for later losses. */
  readonly surplus: 'fund' | 'waits'
}

const RISKS = [
  'Basis risk: it pays on the observable, not on the loss, so it may pay for nothing or leave a loss uncovered.',
  'Who can move the oracle’s observable can trigger it.',
]

/**
 * Parametric cover: within a period it has paid `limit x s(x)`, x being the most extreme value of the observable so far and
 * s the schedule; each new extreme pays the difference. After a period the limit is whole again, but nothing is paid
 * before the observable has come back under the schedule: one crash is one event.
 */
export function parametricCover(terms: ParametricTerms): Layer {
  requireSchedule(terms.schedule)
  for (const name of ['limit', 'rateOnLine'] as const) requireAmount(name, terms[name])
  for (const name of ['period', 'window'] as const) requirePositive(name, terms[name])
  const {name, schedule, ...rest} = terms
  const points = schedule.points.map(({at, pays}) => `${at}: ${pays}`).join(', ')
  return {
    kind: 'parametric-cover',
    name,
    open: (opening) => new Cover(terms, opening),
    risks: RISKS,
    terms: {...rest, schedule: `${points} (${schedule.between})`},
    underwriting: {capital: terms.limit},
    ...(terms.limit === 0 ? {degenerate: 'Its limit is zero: it never pays.'} : {}),
  }
}

const point = (fields: Fields): SchedulePoint => ({at: fields.ratio('at'), pays: fields.ratio('pays')})

export const PARAMETRIC_COVER: LayerKind = {
  kind: 'parametric-cover',
  read: (fields) =>
    parametricCover({
      limit: fields.usd('limit'),
      name: fields.text('name', 'parametric-cover'),
      paidBy: fields.choice('paidBy', PAID_BY, 'fund'),
      period: fields.duration('period', YEAR),
      rateOnLine: fields.ratio('rateOnLine'),
      schedule: {
        between: fields.choice('between', ['steps', 'linear'], 'steps'),
        points: fields.list('schedule').map(point),
      },
      surplus: fields.choice('surplus', ['fund', 'waits'], 'fund'),
      trigger: fields.choice('trigger', TRIGGERS),
      window: fields.duration('window', 86_400),
    }),
  schema: itemSchema(
    'parametric-cover',
    'Cover that pays on an oracle’s observable, by a schedule, whatever the loss.',
    ['limit', 'rateOnLine', 'schedule', 'trigger'],
    {
      between: field.choice(['steps', 'linear'], 'Between two points of the schedule; default steps.'),
      limit: field.usd('The most that it pays in a period.'),
      paidBy: field.choice(PAID_BY, 'Who pays the premium; default the fund.'),
      period: field.duration('Until the limit is whole again; default 365d.'),
      rateOnLine: field.ratio('Premium a year over the limit.'),
      schedule: {
        type: 'array',
        minItems: 1,
        description: 'At or beyond `at` of the observable it has paid the share `pays` of the limit.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['at', 'pays'],
          properties: {
            at: field.ratio('Of the observable: a fall of 20%, a discount to par of 3%, a draw of half the fund.'),
            pays: field.ratio('Share of the limit.'),
          },
        },
      },
      surplus: field.choice(
        ['fund', 'waits'],
        'Where a payout beyond the loss goes: into the fund, or it waits for later losses; default fund.',
      ),
      trigger: field.choice(TRIGGERS, 'What it is triggered by.'),
      window: field.duration('Of a drawdown: since the highest close of how long; default 1d.'),
    },
  ),
}

class Cover implements OpenLayer {
  cost = 0
  private readonly terms: ParametricTerms
  private readonly fall: TrailingDrawdown | undefined
  private readonly firstAt: number
  private readonly periodSteps: number
  private readonly late = new Arrivals()
  private available = 0
  /** Share of the limit paid in this period. */
  private share = 0
  /** Whether the observable was within the schedule when it was last looked at, and whether a new event would be paid. */
  private inEvent = false
  private armed = true
  private triggeredNow = false
  private lossNow = 0
  private paidNow = 0
  private readonly tally = {
    lossNoTrigger: 0,
    losses: 0,
    lost: 0,
    neverConfirmed: 0,
    payouts: 0,
    surplus: 0,
    triggerNoLoss: 0,
    triggers: 0,
    uncoveredLoss: 0,
  }

  constructor(terms: ParametricTerms, opening: Opening) {
    this.terms = terms
    this.firstAt = terms.schedule.points.find(({pays}) => pays > 0)?.at ?? Infinity
    this.periodSteps = wholeBars('The period of a parametric cover', terms.period, opening.stepSeconds)
    if (terms.trigger === 'drawdown') {
      const window = wholeBars('The window of a parametric cover', terms.window, opening.stepSeconds)
      this.fall = new TrailingDrawdown(window, opening.price)
    }
  }

  step(step: Step): void {
    const {terms} = this
    this.closeDay(step)
    if (step.index > 0 && step.index % this.periodSteps === 0) {
      this.share = 0
      this.armed = !this.inEvent
    }
    this.cost += charge(terms.rateOnLine * terms.limit * step.years, terms.paidBy, step)
    const arrived = this.late.take(step.index)
    if (terms.surplus === 'fund') step.flows.toFund += arrived
    else this.available += arrived
    if (terms.trigger === 'depeg') this.observe(Math.max(0, 1 - step.peg), step)
    else if (this.fall) this.observe(this.fall.next(step.adverse, step.price), step)
    else this.observe(0, step)
  }

  capacity(step: Step): number {
    const {fundDrawn} = step.flows
    return this.terms.trigger === 'fund-draw' ? this.available + this.due(fundDrawn, step) : this.available
  }

  pay(asked: number, step: Step): number {
    if (this.terms.trigger === 'fund-draw') this.observe(step.flows.fundDrawn, step)
    const payment = Math.min(asked, this.available)
    this.available -= payment
    this.lossNow += asked
    this.paidNow += payment
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    this.closeDay(undefined)
    return {...this.tally, underwritersLoss: this.tally.payouts - this.tally.neverConfirmed}
  }

  /** What a value of the observable would make it pay within the step, USD. */
  private due(observed: number, step: Step): number {
    if (!this.armed || step.confirmationDelay > 0) return 0
    return this.terms.limit * Math.max(0, payoutShare(this.terms.schedule, observed) - this.share)
  }

  private observe(observed: number, step: Step): void {
    if (observed < this.firstAt) {
      this.inEvent = false
      this.armed = true
      return
    }
    const share = payoutShare(this.terms.schedule, observed)
    this.inEvent = share > 0
    if (!this.armed || share <= this.share) return
    const due = this.terms.limit * (share - this.share)
    this.share = share
    this.triggeredNow = true
    this.tally.payouts += due
    const {confirmationDelay} = step
    if (confirmationDelay === 0) this.available += due
    else if (confirmationDelay < Infinity) this.late.add(due, step.index + Math.ceil(confirmationDelay))
    else this.tally.neverConfirmed += due
  }

  /** Books the basis risk of the step that is over, and sends off what it did not need. */
  private closeDay(step: Step | undefined): void {
    const {tally} = this
    if (this.triggeredNow) tally.triggers++
    if (this.lossNow > 0) {
      tally.losses++
      tally.lost += this.lossNow
      if (this.paidNow === 0) tally.lossNoTrigger++
      tally.uncoveredLoss += this.lossNow - this.paidNow
    } else if (this.triggeredNow) tally.triggerNoLoss++
    if (step !== undefined && this.terms.surplus === 'fund' && this.available > 0) {
      tally.surplus += this.available
      step.flows.toFund += this.available
      this.available = 0
    }
    this.triggeredNow = false
    this.lossNow = 0
    this.paidNow = 0
  }
}
