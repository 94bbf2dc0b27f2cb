import {PlimsollError} from '../../errors.js'
import {stream} from '../../numerics/random/stream.js'
import type {Layer, Loss, Step} from '../model.js'

/** A stretch of history: one figure a step in each array. */
export interface CoverHistory {
  readonly close: Float64Array
  /** Worst price of each bar for the insured side. */
  readonly adverse: Float64Array
  /** What a parametric cover would be asked to pay, USD. */
  readonly losses: Float64Array
  readonly stepSeconds: number
}

/** How well a parametric cover fits the losses that it is bought for. Probabilities are of a step. */
export interface BasisRisk {
  /** P(trigger, no loss): paid for nothing. */
  readonly triggerNoLoss: number
  /** P(loss, no trigger): nothing to pay with. */
  readonly lossNoTrigger: number
  /** Expected loss that it leaves, USD a year. */
  readonly uncoveredPerYear: number
  /** Part of all losses that it pays; NaN without losses. */
  readonly covered: number
  /** Payouts a year, USD, whether or not there was a loss: the least that the cover can cost in the long run. */
  readonly payoutsPerYear: number
  /** Steps behind these figures in which it triggered, and in which there was a loss: few of them say little. */
  readonly triggers: number
  readonly losses: number
}

/**
 * Replays a parametric cover on drawdowns, alone, over history. What a step's loss does not need leaves the cover, as its terms
 * say; the first close is where the path starts.
 * @throws BASIS_RANGE for another kind of layer or arrays that differ in length
 */
export function basisRisk(cover: Layer, history: CoverHistory): BasisRisk {
  const {adverse, close, losses, stepSeconds} = history
  const steps = losses.length
  if (cover.kind !== 'parametric-cover' || cover.terms['trigger'] !== 'drawdown') {
    throw new PlimsollError(
      'BASIS_RANGE',
      `Prices alone trigger no \`${cover.name}\`: basis risk over history is for a parametric cover on drawdowns.`,
    )
  }
  if (steps === 0 || close.length !== steps || adverse.length !== steps) {
    throw new PlimsollError('BASIS_RANGE', 'Basis risk needs prices and losses for the same steps, at least one.')
  }
  const open = cover.open({openInterest: 0, price: close[0] as number, random: () => stream(0), stepSeconds, token: 1})
  const loss: Loss = {amount: 0, equity: 0, margin: 0, notional: 0, profits: 0, winners: undefined}
  const step: Step = {
    ...{
      adverse: 0,
      confirmationDelay: 0,
      index: 0,
      openInterest: 0,
      peg: 1,
      penalties: 0,
      price: 0,
      revenue: 0,
      token: 1,
    },
    ...{volatility: NaN, years: stepSeconds / 31_536_000},
    flows: {fromFund: 0, fundDrawn: 0, returned: 0, toFund: 0},
  }
  let lost = 0
  for (let t = 0; t < steps; t++) {
    step.index = t
    step.adverse = adverse[t] as number
    step.price = close[t] as number
    open.step(step)
    loss.amount = losses[t] as number
    lost += loss.amount
    if (loss.amount > 0) open.pay(loss.amount, step, loss)
  }
  const {
    lossNoTrigger = 0,
    losses: hit = 0,
    payouts = 0,
    triggerNoLoss = 0,
    triggers = 0,
    uncoveredLoss = 0,
  } = open.measures()
  const years = steps * step.years
  return {
    covered: 1 - uncoveredLoss / lost,
    losses: hit,
    lossNoTrigger: lossNoTrigger / steps,
    payoutsPerYear: payouts / years,
    triggerNoLoss: triggerNoLoss / steps,
    triggers,
    uncoveredPerYear: uncoveredLoss / years,
  }
}
