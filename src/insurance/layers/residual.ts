import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import type {Layer, OpenLayer, Step} from '../model.js'
import {idle} from './idle.js'
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

export const RESIDUAL: LayerKind = {
  kind: 'residual',
  read: (fields) => residual({name: fields.text('name', 'residual deficit'), repayment: fields.ratio('repayment', 0)}),
  schema: itemSchema('residual', 'The residual deficit: what nobody pays. Last; put there when it is not given.', [], {
    repayment: field.ratio('Share of revenue that works the deficit off; default 0%.'),
  }),
}

class Deficit implements OpenLayer {
  readonly step: OpenLayer['step']
  cost = 0
  private outstanding = 0
  private largest = 0
  private readonly repayment: number

  constructor(repayment: number) {
    this.repayment = repayment
    this.step =
      repayment === 0
        ? idle
        : (step) => {
            this.repay(step)
          }
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

  private repay({revenue}: Step): void {
    if (this.outstanding === 0) return
    const repaid = Math.min(this.outstanding, this.repayment * Math.max(0, revenue))
    this.outstanding -= repaid
    this.cost += repaid
  }
}
