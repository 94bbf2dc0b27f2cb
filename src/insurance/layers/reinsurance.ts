import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import {wholeBars} from '../../market/oracle.js'
import {exponential} from '../../numerics/random/exponential.js'
import type {Layer, Loss, OpenLayer, Opening, Step} from '../model.js'
import {Arrivals} from './arrivals.js'
import {charge, PAID_BY, YEAR, type PaidBy} from './charge.js'
import {requireAmount, requireLimit, requirePositive, requireShare} from './require.js'

export interface ReinsuranceTerms {
  readonly name: string
  /** Of the loss of one event, the first so many USD are not covered. */
  readonly attachment: number
  /** Which loss the attachment is counted on: the whole one, or what the layers before left of it. */
  readonly subject: 'gross' | 'remaining'
  /** The most that it covers of one event above the attachment, USD, before `share`. */
  readonly limit: number
  /** The reinsurer's share; the rest is the cedent's co-share. */
  readonly share: number
  /** How often the limit is made whole again within a period; Infinity: no aggregate limit. */
  readonly reinstatements: number
  /** Premium of a reinstatement over the first premium, pro rata as to amount. */
  readonly reinstatementPremium: number
  /** The contract period, seconds: after it the limit and the reinstatements are whole again. */
  readonly period: number
  /** Premium a year over `share x limit`. */
  readonly rateOnLine: number
  readonly paidBy: PaidBy
  /** From claim to money, seconds. */
  readonly delay: number
  /** Whether somebody advances claims until they are paid. Without: the layers behind pay, and late money goes to the fund. */
  readonly bridged: boolean
  /** Probability that the reinsurer fails in a year; 1: it has failed. */
  readonly defaultProbability: number
  /** How many times as likely it fails in a step in which the price goes `stressMove` against the insured side (wrong-way risk); 1: no matter. */
  readonly stressFactor: number
  readonly stressMove: number
  /** What a failed reinsurer's estate pays on claims that are open. */
  readonly recovery: number
}

const RISKS = [
  'Counterparty default is likeliest in the crisis that it was bought for.',
  'A claim can be disputed: wording and proof are not modelled, only the delay.',
]

/**
 * Excess-of-loss reinsurance or third-party liquidity: of each event it covers `share x min(limit, (loss - attachment)+)`,
 * at most `share x limit x (1 + reinstatements)` in a period, and pays after a delay, if it still stands.
 */
export function reinsurance(terms: ReinsuranceTerms): Layer {
  for (const name of ['recovery', 'share'] as const) requireShare(name, terms[name])
  requireShare('defaultProbability', terms.defaultProbability)
  for (const name of ['attachment', 'delay', 'limit', 'rateOnLine', 'reinstatementPremium'] as const) {
    requireAmount(name, terms[name])
  }
  for (const name of ['period', 'stressFactor'] as const) requirePositive(name, terms[name])
  requireLimit('reinstatements', terms.reinstatements)
  const {bridged, name, ...rest} = terms
  const nothing =
    terms.share * terms.limit === 0
      ? 'Its limit or the reinsurer’s share is zero: it never pays.'
      : terms.defaultProbability === 1
        ? 'The reinsurer fails with certainty before it can pay: the cover is worth nothing, and nobody should pay its premium.'
        : undefined
  return {
    kind: 'reinsurance',
    name,
    open: (opening) => new Treaty(terms, opening),
    risks: RISKS,
    terms: {...rest, bridged: bridged ? 'yes' : 'no'},
    underwriting: {capital: terms.share * terms.limit * (1 + terms.reinstatements)},
    ...(nothing === undefined ? {} : {degenerate: nothing}),
  }
}

export const REINSURANCE: LayerKind = {
  kind: 'reinsurance',
  read: (fields) =>
    reinsurance({
      attachment: fields.usd('attachment', 0),
      bridged: fields.flag('bridged', false),
      defaultProbability: fields.ratio('defaultProbability', 0),
      delay: fields.duration('delay', 0),
      limit: fields.usd('limit'),
      name: fields.text('name', 'reinsurance'),
      paidBy: fields.choice('paidBy', PAID_BY, 'fund'),
      period: fields.duration('period', YEAR),
      rateOnLine: fields.ratio('rateOnLine'),
      recovery: fields.ratio('recovery', 0),
      reinstatementPremium: fields.ratio('reinstatementPremium', 1),
      reinstatements: fields.number('reinstatements', 0),
      share: fields.ratio('share', 1),
      stressFactor: fields.number('stressFactor', 1),
      stressMove: fields.ratio('stressMove', 0.1),
      subject: fields.choice('subject', ['gross', 'remaining'], 'remaining'),
    }),
  schema: itemSchema(
    'reinsurance',
    'Excess-of-loss cover by a reinsurer or other third party.',
    ['limit', 'rateOnLine'],
    {
      attachment: field.usd('Covers what an event costs beyond this; default 0 USD.'),
      bridged: field.flag(
        'Whether somebody advances claims until they are paid; default false: layers behind pay first.',
      ),
      defaultProbability: field.ratio('That the reinsurer fails in a year; default 0%.'),
      delay: field.duration('From claim to money; default none.'),
      limit: field.usd('The most that it covers of one event.'),
      paidBy: field.choice(PAID_BY, 'Who pays the premium; default the fund.'),
      period: field.duration('Contract period; default 365d.'),
      rateOnLine: field.ratio('Premium a year over the limit.'),
      recovery: field.ratio('What a failed reinsurer’s estate pays on open claims; default 0%.'),
      reinstatementPremium: field.ratio(
        'Premium of a reinstatement over the first, pro rata as to amount; default 100%.',
      ),
      reinstatements: field.number('How often the limit is made whole within a period; default 0.'),
      share: field.ratio('The reinsurer’s share of the layer; default 100%.'),
      stressFactor: field.number('How many times as likely the failure is on a day of stress; default 1.'),
      stressMove: field.ratio('Move of the price against the insured side that makes such a day; default 10%.'),
      subject: field.choice(
        ['gross', 'remaining'],
        'What the attachment is counted on: the whole loss, or what the layers before left; default remaining.',
      ),
    },
  ),
}

class Treaty implements OpenLayer {
  cost = 0
  private readonly terms: ReinsuranceTerms
  private readonly periodSteps: number
  private readonly delaySteps: number
  private readonly claims = new Arrivals()
  /** Hazard that the reinsurer still bears; it fails when none is left (an exponential variate, used up by time). */
  private hazardLeft: number
  private readonly yearlyHazard: number
  private failed = false
  private before: number
  private aggregate: number
  private readonly tally = {claimed: 0, collectedLate: 0, failures: 0, lostToFailure: 0, neverConfirmed: 0}

  constructor(terms: ReinsuranceTerms, opening: Opening) {
    this.terms = terms
    this.periodSteps = wholeBars('The period of a reinsurance', terms.period, opening.stepSeconds)
    this.delaySteps = wholeBars('The delay of a reinsurance', terms.delay, opening.stepSeconds)
    this.before = opening.price
    this.yearlyHazard = -Math.log1p(-terms.defaultProbability)
    this.failed = terms.defaultProbability === 1
    this.hazardLeft = terms.defaultProbability > 0 && !this.failed ? exponential(opening.random()) : Infinity
    if (this.failed) this.tally.failures = 1
    this.aggregate = this.whole()
  }

  step(step: Step): void {
    const {terms} = this
    if (step.index > 0 && step.index % this.periodSteps === 0) this.aggregate = this.whole()
    this.survive(step)
    const arrived = this.claims.take(step.index)
    if (arrived > 0 && !terms.bridged) {
      step.flows.toFund += arrived
      this.tally.collectedLate += arrived
    }
    if (!this.failed) this.premium(terms.rateOnLine * terms.share * terms.limit * step.years, step)
  }

  capacity(step: Step, loss: Loss): number {
    return this.paysNow(step) ? this.covered(loss.amount) : 0
  }

  pay(asked: number, step: Step, loss: Loss): number {
    const {subject} = this.terms
    const claim = Math.min(asked, this.covered(subject === 'gross' ? loss.amount : asked))
    if (claim <= 0 || this.failed) return 0
    this.aggregate -= claim
    this.tally.claimed += claim
    this.reinstate(claim, step)
    if (this.paysNow(step)) {
      if (this.delaySteps > 0) this.claims.add(claim, step.index + this.delaySteps)
      return claim
    }
    const delay = this.delaySteps + Math.ceil(step.confirmationDelay)
    if (delay < Infinity) this.claims.add(claim, step.index + delay)
    else this.tally.neverConfirmed += claim
    return 0
  }

  measures(): Readonly<Record<string, number>> {
    const {claimed, lostToFailure, neverConfirmed} = this.tally
    return {...this.tally, underwritersLoss: claimed - lostToFailure - neverConfirmed}
  }

  private whole(): number {
    const {limit, reinstatements, share} = this.terms
    return share * limit * (1 + reinstatements)
  }

  private paysNow(step: Step): boolean {
    return !this.failed && step.confirmationDelay === 0 && (this.delaySteps === 0 || this.terms.bridged)
  }

  private covered(loss: number): number {
    const {attachment, limit, share} = this.terms
    return Math.min(this.aggregate, share * Math.min(limit, Math.max(0, loss - attachment)))
  }

  /** The limit that a claim used is made whole for a premium in proportion, while reinstatements last. */
  private reinstate(claim: number, step: Step): void {
    const {limit, rateOnLine, reinstatementPremium, share} = this.terms
    const reinstated = Math.min(claim, Math.max(0, this.aggregate + claim - share * limit))
    if (reinstated === Infinity) return
    this.premium(reinstatementPremium * rateOnLine * reinstated, step)
  }

  private premium(amount: number, step: Step): void {
    this.cost += charge(amount, this.terms.paidBy, step)
  }

  private survive(step: Step): void {
    if (this.hazardLeft === Infinity || this.failed) return
    const {recovery, stressFactor, stressMove, bridged} = this.terms
    const stressed = Math.abs(step.adverse / this.before - 1) >= stressMove
    this.before = step.price
    this.hazardLeft -= this.yearlyHazard * step.years * (stressed ? stressFactor : 1)
    if (this.hazardLeft > 0) return
    this.failed = true
    this.tally.failures++
    const open = this.claims.cancel()
    this.tally.lostToFailure += (1 - recovery) * open
    if (bridged) step.flows.returned += (1 - recovery) * open
    else step.flows.toFund += recovery * open
  }
}
