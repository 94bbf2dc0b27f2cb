import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import type {Layer, Loss, OpenLayer} from '../model.js'
import {idle} from './idle.js'
import {requireShare} from './require.js'

export interface SocialisedLossTerms {
  readonly name: string
  /** What everybody is charged by: the equity of all solvent accounts, or the profits of the winners alone. */
  readonly base: 'equity' | 'profits'
  /** The most that one loss may take of the base, a share. */
  readonly cap: number
}

/** Socialised loss: every account is charged the same share. */
export function socialisedLoss(terms: SocialisedLossTerms): Layer {
  requireShare('cap', terms.cap)
  return {
    kind: 'socialised-loss',
    name: terms.name,
    open: () => new Socialised(terms),
    risks: ['Who sees it coming withdraws: the base shrinks before it is charged.'],
    terms: {base: terms.base, cap: terms.cap},
    ...(terms.cap === 0 ? {degenerate: 'Its cap is zero: nobody is charged.'} : {}),
  }
}

export const SOCIALISED_LOSS: LayerKind = {
  kind: 'socialised-loss',
  read: (fields) =>
    socialisedLoss({
      base: fields.choice('base', ['equity', 'profits']),
      cap: fields.ratio('cap', 1),
      name: fields.text('name', 'socialised-loss'),
    }),
  schema: itemSchema('socialised-loss', 'Every account is charged the same share.', ['base'], {
    base: field.choice(['equity', 'profits'], 'What accounts are charged by.'),
    cap: field.ratio('The most that one loss may take of it; default 100%.'),
  }),
}

class Socialised implements OpenLayer {
  readonly step = idle
  readonly cost = 0
  private readonly terms: SocialisedLossTerms
  private charged = 0
  private largestHaircut = 0

  constructor(terms: SocialisedLossTerms) {
    this.terms = terms
  }

  capacity(_step: unknown, loss: Loss): number {
    return this.terms.cap * Math.max(0, this.terms.base === 'equity' ? loss.equity : loss.profits)
  }

  pay(asked: number, step: unknown, loss: Loss): number {
    const capacity = this.capacity(step, loss)
    const payment = Math.min(asked, capacity)
    if (payment <= 0) return 0
    this.charged += payment
    this.largestHaircut = Math.max(this.largestHaircut, (payment / capacity) * this.terms.cap)
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    return {charged: this.charged, largestHaircut: this.largestHaircut}
  }
}
