import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import type {Layer, Loss, OpenLayer} from '../model.js'
import {idle} from './idle.js'
import {NO_MEASURES} from './measures.js'
import {requireAmount} from './require.js'

export interface DefaulterMarginTerms {
  readonly name: string
  /** What defaulters put into a common fund, as a share of the notional that is closed out; 0 where there is no such thing. */
  readonly contribution: number
}

/** The defaulters pay first: their margin, and their own contribution to a default fund where there is one (EMIR art. 45). */
export function defaulterMargin(terms: DefaulterMarginTerms): Layer {
  requireAmount('contribution', terms.contribution)
  const open = new DefaulterMargin(terms.contribution)
  return {
    kind: 'defaulter-margin',
    name: terms.name,
    open: () => open,
    risks: ['Margin posted in the asset that falls is worth least when it is taken.'],
    terms: {contribution: terms.contribution},
  }
}

export const DEFAULTER_MARGIN: LayerKind = {
  kind: 'defaulter-margin',
  read: (fields) =>
    defaulterMargin({contribution: fields.ratio('contribution', 0), name: fields.text('name', 'defaulter-margin')}),
  schema: itemSchema('defaulter-margin', 'The margin that the defaulting accounts still have.', [], {
    contribution: field.ratio('Their contribution to a default fund, of the notional closed out; default 0%.'),
  }),
}

/** Without state: one object serves all paths. */
class DefaulterMargin implements OpenLayer {
  readonly step = idle
  readonly cost = 0
  private readonly contribution: number

  constructor(contribution: number) {
    this.contribution = contribution
  }

  capacity(_step: unknown, loss: Loss): number {
    return Math.max(0, loss.margin) + this.contribution * Math.max(0, loss.notional)
  }

  pay(asked: number, step: unknown, loss: Loss): number {
    return Math.min(asked, this.capacity(step, loss))
  }

  measures(): Readonly<Record<string, number>> {
    return NO_MEASURES
  }
}
