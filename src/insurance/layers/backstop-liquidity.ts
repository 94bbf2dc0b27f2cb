import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import type {Layer, OpenLayer, Opening, Step} from '../model.js'
import {FOLLOWS, worth, type Follows} from './holding.js'
import {requireAmount, requireLimit, requireShare} from './require.js'

export interface BackstopTerms {
  readonly name: string
  /** What market makers or a vault hold ready at the start, USD. */
  readonly balance: number
  readonly follows: Follows
  /** The most that they take over in a day, USD; Infinity: no limit. */
  readonly dailyLimit: number
  /** What they charge on top of what they pay, as a share of it. */
  readonly fee: number
  /** Fall of the asset within a step at which providers withdraw before they can be called, and the share that does. */
  readonly withdrawFall: number
  readonly withdrawShare: number
  /** Return of the vault a year, kept in it. */
  readonly yield: number
}

/**
 * Market makers or a liquidity vault that take over positions at the bankruptcy price: limited by what they hold and by a
 * rate, and gone, in part, when the market falls too fast.
 */
export function backstopLiquidity(terms: BackstopTerms): Layer {
  for (const name of ['balance', 'fee'] as const) requireAmount(name, terms[name])
  for (const name of ['withdrawFall', 'withdrawShare'] as const) requireShare(name, terms[name])
  requireLimit('dailyLimit', terms.dailyLimit)
  const {name, ...rest} = terms
  return {
    kind: 'backstop-liquidity',
    name,
    open: (opening) => new Backstop(terms, opening),
    risks: [
      'Providers may leave when they are needed, as far as the rules let them.',
      'A vault that takes over positions keeps their market risk afterwards: only the loss at takeover is modelled.',
    ],
    terms: rest,
    underwriting: {capital: terms.balance, claim: (asked) => asked, income: (_, loss) => terms.fee * loss},
    ...(terms.balance === 0 || terms.dailyLimit === 0 ? {degenerate: 'It holds nothing, or may pay nothing.'} : {}),
  }
}

export const BACKSTOP_LIQUIDITY: LayerKind = {
  kind: 'backstop-liquidity',
  read: (fields) =>
    backstopLiquidity({
      balance: fields.usd('balance'),
      dailyLimit: fields.usd('dailyLimit', Infinity),
      fee: fields.ratio('fee', 0),
      follows: fields.choice('follows', FOLLOWS, 'usd'),
      name: fields.text('name', 'backstop-liquidity'),
      withdrawFall: fields.ratio('withdrawFall', 1),
      withdrawShare: fields.ratio('withdrawShare', 0),
      yield: fields.ratio('yield', 0),
    }),
  schema: itemSchema('backstop-liquidity', 'Market makers or a vault that take positions over.', ['balance'], {
    balance: field.usd('What they hold ready at the start, in USD.'),
    dailyLimit: field.usd('The most that they take over in a day; default no limit.'),
    fee: field.ratio('What they charge on top of what they pay; default 0%.'),
    follows: field.choice(FOLLOWS, 'What its value moves with; default usd.'),
    withdrawFall: field.ratio('Fall of the asset in a day at which providers withdraw first; default 100%, never.'),
    withdrawShare: field.ratio('Share that withdraws then; default 0%.'),
    yield: field.ratio('Return of the vault a year, kept in it; default 0%.'),
  }),
}

class Backstop implements OpenLayer {
  cost = 0
  private readonly terms: BackstopTerms
  private readonly opening: Opening
  private units: number
  private before: number
  private paid = 0
  private withdrawn = 0
  private stepLimit = Infinity

  constructor(terms: BackstopTerms, opening: Opening) {
    this.terms = terms
    this.opening = opening
    this.units = terms.balance
    this.before = opening.price
    this.stepLimit = (terms.dailyLimit * opening.stepSeconds) / 86_400
  }

  step(step: Step): void {
    const {terms} = this
    this.units *= 1 + terms.yield * step.years
    if (terms.withdrawShare > 0 && step.adverse <= this.before * (1 - terms.withdrawFall)) {
      const leaving = terms.withdrawShare * this.units
      this.units -= leaving
      this.withdrawn += leaving * worth(terms.follows, step, this.opening)
    }
    this.before = step.price
  }

  capacity(step: Step): number {
    return Math.min(this.stepLimit, this.units * worth(this.terms.follows, step, this.opening))
  }

  pay(asked: number, step: Step): number {
    const payment = Math.min(asked, this.capacity(step))
    if (payment <= 0) return 0
    this.units = Math.max(0, this.units - payment / worth(this.terms.follows, step, this.opening))
    this.cost += this.terms.fee * payment
    this.paid += payment
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    return {paid: this.paid, underwritersLoss: this.paid, withdrawn: this.withdrawn}
  }
}
