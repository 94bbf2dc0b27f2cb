import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import type {Layer, Loss, OpenLayer, Step} from '../model.js'
import {idle} from './idle.js'
import {ADL_POLICIES, allocateAdl, type AdlPolicy} from './adl-allocation.js'
import {adlMetrics} from './adl-metrics.js'
import {requireShare} from './require.js'

export interface AdlTerms {
  readonly name: string
  readonly policy: AdlPolicy
  /** The most that is taken of all profits (and with `capped` of anybody's), a share. */
  readonly cap: number
}

const RISKS = [
  'Hedged accounts lose one leg: market makers leave when they are needed.',
  'Profits that are marked but not matched by margin elsewhere are not there to be taken.',
]

/**
 * Auto-deleveraging: winners' positions are closed at the bankruptcy price of the losers, and the profit that they give up
 * pays the loss. Where the simulation knows the winners one by one it is allotted by the policy, with metrics of fairness.
 */
export function autoDeleveraging(terms: AdlTerms): Layer {
  requireShare('cap', terms.cap)
  const {cap, name, policy} = terms
  return {
    kind: 'adl',
    name,
    open: () => new Deleveraging(terms),
    risks: RISKS,
    terms: {cap, policy},
    ...(cap === 0 ? {degenerate: 'Its cap is zero: nobody is deleveraged.'} : {}),
  }
}

export const ADL: LayerKind = {
  kind: 'adl',
  read: (fields) =>
    autoDeleveraging({
      cap: fields.ratio('cap', 1),
      name: fields.text('name', 'adl'),
      policy: fields.choice('policy', ADL_POLICIES),
    }),
  schema: itemSchema('adl', 'Auto-deleveraging: winners give up profit.', ['policy'], {
    cap: field.ratio('The most that is taken of all profits, and with `capped` of anybody’s; default 100%.'),
    policy: field.choice(ADL_POLICIES, 'Who gives up how much.'),
  }),
}

class Deleveraging implements OpenLayer {
  readonly step = idle
  readonly cost = 0
  private readonly terms: AdlTerms
  private events = 0
  private taken = 0
  private largestShare = 0
  private gini = 0
  private largestHaircut = 0
  private overshoot = 0

  constructor(terms: AdlTerms) {
    this.terms = terms
  }

  capacity(_step: Step, loss: Loss): number {
    const {winners} = loss
    return this.terms.cap * (winners === undefined ? Math.max(0, loss.profits) : gains(winners.profit))
  }

  pay(asked: number, step: Step, loss: Loss): number {
    const capacity = this.capacity(step, loss)
    const payment = Math.min(asked, capacity)
    if (payment <= 0) return 0
    this.events++
    this.taken += payment
    this.largestShare = Math.max(this.largestShare, (payment / capacity) * this.terms.cap)
    if (loss.winners !== undefined) {
      const {policy, cap} = this.terms
      const allotted = allocateAdl(policy, loss.winners, payment, cap)
      const metrics = adlMetrics(loss.winners, allotted, asked)
      this.gini = Math.max(this.gini, metrics.gini)
      this.largestHaircut = Math.max(this.largestHaircut, metrics.largestHaircut)
      this.overshoot = Math.max(this.overshoot, metrics.overshoot)
    }
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    const {events, gini, largestHaircut, largestShare, overshoot, taken} = this
    return {events, gini, largestHaircut, largestShareOfProfits: largestShare, overshoot, taken}
  }
}

function gains(profit: Float64Array): number {
  let sum = 0
  for (const gain of profit) if (gain > 0) sum += gain
  return sum
}
