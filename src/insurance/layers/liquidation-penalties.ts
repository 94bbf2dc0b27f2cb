import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import type {Layer, OpenLayer, Step} from '../model.js'
import {requireShare} from './require.js'

export interface PenaltiesTerms {
  readonly name: string
  /** Share of the penalties that may be used for losses; liquidators and the treasury keep the rest. */
  readonly share: number
  /** Share of what the step's losses left of it that goes to the insurance fund. */
  readonly toFund: number
}

/** The penalties of the step pay for its losses; what is left goes to the insurance fund at the next step. */
export function liquidationPenalties(terms: PenaltiesTerms): Layer {
  requireShare('share', terms.share)
  requireShare('toFund', terms.toFund)
  return {
    kind: 'liquidation-penalties',
    name: terms.name,
    open: () => new Penalties(terms),
    risks: [
      'Penalties are charged on accounts that still have margin: in a gap through the bankruptcy price there are none.',
    ],
    terms: {share: terms.share, toFund: terms.toFund},
  }
}

export const LIQUIDATION_PENALTIES: LayerKind = {
  kind: 'liquidation-penalties',
  read: (fields) =>
    liquidationPenalties({
      name: fields.text('name', 'liquidation-penalties'),
      share: fields.ratio('share', 1),
      toFund: fields.ratio('toFund', 1),
    }),
  schema: itemSchema('liquidation-penalties', 'The penalties of the day pay for its losses.', [], {
    share: field.ratio('Share of the penalties that is not the liquidators’ or the treasury’s; default 100%.'),
    toFund: field.ratio('Share of what is left of it that goes to the insurance fund; default 100%.'),
  }),
}

class Penalties implements OpenLayer {
  readonly cost = 0
  private readonly terms: PenaltiesTerms
  private available = 0
  private passedOn = 0

  constructor(terms: PenaltiesTerms) {
    this.terms = terms
  }

  step(step: Step): void {
    const unused = this.available * this.terms.toFund
    step.flows.toFund += unused
    this.passedOn += unused
    this.available = this.terms.share * Math.max(0, step.penalties)
  }

  capacity(): number {
    return this.available
  }

  pay(asked: number): number {
    const payment = Math.min(asked, this.available)
    this.available -= payment
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    return {toFund: this.passedOn}
  }
}
