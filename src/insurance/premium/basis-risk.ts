import type {Figure} from '../../market/volatility/model.js'
import {PlimsollError} from '../../errors.js'

/** How well a parametric cover fits the losses that reach it. Probabilities are of a step. */
export interface BasisRisk {
  /** P(trigger, no loss): paid for nothing. */
  readonly triggerNoLoss: number
  /** P(loss, no trigger): nothing to pay with. */
  readonly lossNoTrigger: number
  /** Expected loss that it leaves, USD a year. */
  readonly uncoveredPerYear: number
  /** Part of the losses that reach it that it pays. */
  readonly covered: Figure
  /** Payouts a year, USD, whether or not there was a loss: the least that the cover can cost in the long run. */
  readonly payoutsPerYear: number
  /** Steps behind these figures in which it triggered, and in which a loss reached it: few of them say little. */
  readonly triggers: number
  readonly losses: number
}

/**
 * @param tally sums of what a parametric cover says of itself (`measures`), over one path or many
 * @param steps of all these paths together; `years` likewise
 * @throws BASIS_RANGE when the sums are not those of a parametric cover
 */
export function basisRisk(tally: Readonly<Record<string, number>>, steps: number, years: number): BasisRisk {
  const of = (name: string): number => {
    const sum = tally[name]
    if (sum === undefined || !(steps > 0 && years > 0)) {
      throw new PlimsollError('BASIS_RANGE', 'Basis risk is that of a parametric cover over at least one step.')
    }
    return sum
  }
  const [losses, lost, uncovered] = [of('losses'), of('lost'), of('uncoveredLoss')]
  return {
    covered: lost > 0 ? {value: 1 - uncovered / lost} : {value: null, because: 'no loss reached it'},
    losses,
    lossNoTrigger: of('lossNoTrigger') / steps,
    payoutsPerYear: of('payouts') / years,
    triggerNoLoss: of('triggerNoLoss') / steps,
    triggers: of('triggers'),
    uncoveredPerYear: uncovered / years,
  }
}
