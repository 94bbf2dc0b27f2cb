import type {Step} from '../model.js'

/** Who pays a layer's premiums and rewards. */
export type PaidBy = 'fund' | 'treasury'
export const PAID_BY: readonly PaidBy[] = ['fund', 'treasury']

/** Contract periods are years unless they say otherwise, seconds. */
export const YEAR = 31_536_000

/** Books a layer's price for this step and returns it: what the fund owes is taken at its next step. */
export function charge(amount: number, by: PaidBy, step: Step): number {
  if (by === 'fund') step.flows.fromFund += amount
  return amount
}
