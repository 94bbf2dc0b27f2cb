import type {Layer, OpenLayer, Step} from '../model.js'
import {requireShare} from './require.js'

export interface ResidualTerms {
  readonly name: string
  /** Share of the venue's revenue that goes into paying the deficit off. */
  readonly repayment: number
}

/**
 * The residual deficit: what no layer paid, a debt of the protocol to its users. It takes everything and covers nothing; it
 * may be worked off from revenue.
 */
export function residual(terms: ResidualTerms): Layer {
  requireShare('repayment', terms.repayment)
  return {
    kind: 'residual',
    name: terms.name,
    open: () => new Deficit(terms.repayment),
    risks: ['Users who withdraw early are paid in full and those who stay bear the deficit: it invites a run.'],
    terms: {repayment: terms.repayment},
  }
}

class Deficit implements OpenLayer {
  cost = 0
  private outstanding = 0
  private largest = 0
  private readonly repayment: number

  constructor(repayment: number) {
    this.repayment = repayment
  }

  step(step: Step): void {
    if (this.outstanding === 0 || this.repayment === 0) return
    const repaid = Math.min(this.outstanding, this.repayment * Math.max(0, step.revenue))
    this.outstanding -= repaid
    this.cost += repaid
  }

  capacity(): number {
    return Infinity
  }

  pay(asked: number): number {
    this.outstanding += asked
    this.largest = Math.max(this.largest, this.outstanding)
    return asked
  }

  measures(): Readonly<Record<string, number>> {
    return {largestDeficit: this.largest, deficitAtEnd: this.outstanding}
  }
}
