import type {Fields} from '../fields.js'
import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import type {Layer, OpenLayer, Opening, Step} from '../model.js'
import {FOLLOWS, worth, type Follows} from './holding.js'
import {requireAmount, requireAtLeast, requireLimit, requirePositive, requireShare} from './require.js'

export interface FundAsset {
  /** Value at the start of the path, USD. */
  readonly balance: number
  readonly follows: Follows
  /** What selling it in a hurry costs, on top of its stressed price: a share of the value. */
  readonly haircut: number
}

export interface FundTerms {
  readonly name: string
  /** At least one. Dollars without a haircut are spent first, the others in this order; income is kept in dollars. */
  readonly assets: readonly FundAsset[]
  /** Share of liquidation penalties, where no layer of penalties stands before the fund. */
  readonly penaltyShare: number
  /** Share of the venue's revenue. */
  readonly revenueShare: number
  /** Premium charged to open interest, a year. */
  readonly premium: number
  /** Volatility at which `premium` is charged; it moves as the power `elasticity` of volatility over this. */
  readonly referenceVolatility: number
  /** 0: the premium is flat. 1: in proportion to volatility. The factor stays within `premiumRange` of 1. */
  readonly elasticity: number
  /** The dynamic premium is at most so many times `premium`, and at least one over that. */
  readonly premiumRange: number
  /** Return on the balance, a year. */
  readonly yield: number
  /** Taken out by the treasury, USD a year, while the balance is above target. */
  readonly withdrawal: number
  /** Target size as a share of open interest; 0: none. */
  readonly target: number
  /** Share of the premium given back to traders while the balance is at target or above. */
  readonly rebate: number
  /** The most it pays on one step's loss, USD (dYdX caps what a block may cost the fund). Infinity: no cap. */
  readonly lossCap: number
  /** Return that the money would have earned elsewhere, a year: its cost. */
  readonly costOfCapital: number
}

const RISKS = [
  'Assets other than dollars fall in the very hour in which they are needed; they count at the stressed price less the haircut.',
  'A fund filled from penalties and fees grows in calm markets and is thin after the first of two crises.',
]

/** The insurance fund: assets paid out on losses, refilled from penalties, revenue, premiums on open interest and yield. */
export function insuranceFund(terms: FundTerms): Layer {
  requireAtLeast('number of assets', terms.assets.length, 1)
  for (const {balance, haircut} of terms.assets) {
    requireAmount('balance', balance)
    requireShare('haircut', haircut)
  }
  for (const name of ['penaltyShare', 'rebate', 'revenueShare'] as const) requireShare(name, terms[name])
  for (const name of ['costOfCapital', 'elasticity', 'premium', 'target', 'withdrawal'] as const) {
    requireAmount(name, terms[name])
  }
  requireLimit('lossCap', terms.lossCap)
  requirePositive('referenceVolatility', terms.referenceVolatility)
  requireAtLeast('premiumRange', terms.premiumRange, 1)
  const {assets, name, ...rates} = terms
  const balances = Object.fromEntries(assets.map(({balance, follows}, i) => [`asset ${i + 1} (${follows})`, balance]))
  return {
    kind: 'insurance-fund',
    name,
    open: (opening) => new Fund(terms, opening),
    risks: RISKS,
    terms: {...balances, ...rates},
  }
}

/**
 * Premium rate a year at a volatility: `premium (sigma/reference)^elasticity`, within a factor `premiumRange` of
 * `premium`. Where no volatility is known yet (NaN) the premium is the flat one.
 */
export function premiumRate(
  terms: Pick<FundTerms, 'elasticity' | 'premium' | 'premiumRange' | 'referenceVolatility'>,
  volatility: number,
): number {
  const {elasticity, premium, premiumRange, referenceVolatility} = terms
  if (elasticity === 0 || !(volatility >= 0)) return premium
  const factor = Math.pow(volatility / referenceVolatility, elasticity)
  return premium * Math.min(premiumRange, Math.max(1 / premiumRange, factor))
}

const ASSET = {
  balance: field.usd('What is held of it at the start, in USD.'),
  follows: field.choice(FOLLOWS, 'What its value moves with; default usd.'),
  haircut: field.ratio('What selling it in a hurry costs, on top of its stressed price; default 0%.'),
}

const readAsset = (fields: Fields): FundAsset => ({
  balance: fields.usd('balance'),
  follows: fields.choice('follows', FOLLOWS, 'usd'),
  haircut: fields.ratio('haircut', 0),
})

export const INSURANCE_FUND: LayerKind = {
  kind: 'insurance-fund',
  read(fields) {
    const elasticity = fields.number('elasticity', 0)
    return insuranceFund({
      assets: fields.has('assets') ? fields.list('assets').map(readAsset) : [readAsset(fields)],
      costOfCapital: fields.ratio('costOfCapital', 0),
      elasticity,
      lossCap: fields.usd('lossCap', Infinity),
      name: fields.text('name', 'insurance-fund'),
      penaltyShare: fields.ratio('penaltyShare', 0),
      premium: fields.ratio('premium', 0),
      premiumRange: fields.number('premiumRange', 4),
      rebate: fields.ratio('rebate', 0),
      referenceVolatility: fields.ratio('referenceVolatility', elasticity === 0 ? 1 : undefined),
      revenueShare: fields.ratio('revenueShare', 0),
      target: fields.ratio('target', 0),
      withdrawal: fields.usd('withdrawal', 0),
      yield: fields.ratio('yield', 0),
    })
  },
  schema: {
    ...itemSchema(
      'insurance-fund',
      'The insurance fund: pays losses, refilled from penalties, revenue and premiums.',
      [],
      {
        ...ASSET,
        assets: {
          type: 'array',
          minItems: 1,
          description:
            'Where it holds several: dollars are spent first, the others in this order; income is kept in dollars.',
          items: {type: 'object', additionalProperties: false, required: ['balance'], properties: ASSET},
        },
        costOfCapital: field.ratio('What the money would earn elsewhere, a year; default 0%.'),
        elasticity: field.number('Power of volatility that the premium moves with; default 0, a flat premium.'),
        lossCap: field.usd('The most that it pays for one day’s loss; default no cap.'),
        penaltyShare: field.ratio(
          'Share of liquidation penalties, without a layer of penalties before it; default 0%.',
        ),
        premium: field.ratio('Premium on open interest, a year; default 0%.'),
        premiumRange: field.number('The dynamic premium stays within this factor of the flat one; default 4.', 1),
        rebate: field.ratio('Share of the premium given back while the fund is at target; default 0%.'),
        referenceVolatility: field.ratio('Annual volatility at which `premium` is charged: needed with `elasticity`.'),
        revenueShare: field.ratio('Share of fees or interest; default 0%.'),
        target: field.ratio('Target size as a share of open interest; default none.'),
        withdrawal: field.usd('What the treasury takes out a year while the fund is above target; default 0 USD.'),
        yield: field.ratio('Return on the balance, a year; default 0%.'),
      },
    ),
    anyOf: [{required: ['balance']}, {required: ['assets']}],
  },
}

const isCash = ({follows, haircut}: FundAsset): boolean => follows === 'usd' && haircut === 0

class Fund implements OpenLayer {
  cost = 0
  private readonly terms: FundTerms
  private readonly opening: Opening
  /** Dollars, and units of each other asset, one unit being worth 1 USD at the start. */
  private cash = 0
  private readonly others: readonly FundAsset[]
  private readonly units: Float64Array
  private premiums = 0
  /** All that flowed in, the return on the balance included, and what premiums of other layers took, USD. */
  private income = 0
  private charges = 0
  private paid = 0
  private lowest: number
  private shortSteps = 0
  private steps = 0

  constructor(terms: FundTerms, opening: Opening) {
    this.terms = terms
    this.opening = opening
    this.others = terms.assets.filter((asset) => !isCash(asset))
    this.units = Float64Array.from(this.others, ({balance}) => balance)
    for (const asset of terms.assets) if (isCash(asset)) this.cash += asset.balance
    this.lowest = terms.assets.reduce((sum, {balance, haircut}) => sum + balance * (1 - haircut), 0)
  }

  step(step: Step): void {
    const {flows, openInterest, penalties, revenue, years} = step
    const {terms, units} = this
    if (terms.yield !== 0) {
      const growth = 1 + terms.yield * years
      this.income += terms.yield * years * this.value(step)
      this.cash *= growth
      for (let i = 0; i < units.length; i++) units[i] = (units[i] as number) * growth
    }
    const before = this.value(step)
    const target = terms.target * openInterest
    const full = target > 0 && before >= target
    const rate = terms.premium === 0 ? 0 : premiumRate(terms, step.volatility)
    const premium = rate * openInterest * years * (full ? 1 - terms.rebate : 1)
    const diverted = terms.revenueShare * revenue
    const income = flows.toFund + premium + diverted + terms.penaltyShare * penalties
    this.cash += income
    this.income += income
    flows.toFund = 0
    flows.fundDrawn = 0
    this.premiums += premium
    this.cost += diverted + terms.costOfCapital * before * years
    let owed = flows.fromFund
    this.charges += owed
    if (owed > 0) owed = Math.max(0, owed - this.spend(Math.min(owed, this.value(step)), step))
    this.charges -= owed
    flows.fromFund = owed
    if (terms.withdrawal > 0) {
      const free = this.value(step) - target
      if (free > 0) this.spend(Math.min(free, terms.withdrawal * years), step)
    }
    this.steps++
    if (target > 0 && !full) this.shortSteps++
  }

  capacity(step: Step): number {
    return Math.min(this.terms.lossCap, this.value(step))
  }

  pay(asked: number, step: Step): number {
    const value = this.value(step)
    const payment = this.spend(Math.min(asked, this.terms.lossCap, value), step)
    if (value > 0) step.flows.fundDrawn = payment / value
    this.paid += payment
    const left = this.value(step)
    if (left < this.lowest) this.lowest = left
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    const {charges, income, lowest, paid, premiums, shortSteps, steps} = this
    return {
      charges,
      income,
      lowestBalance: lowest,
      paid,
      premiums,
      timeBelowTarget: steps === 0 ? 0 : shortSteps / steps,
    }
  }

  /** What one unit of asset i brings, USD: its stressed price over the one at the start, less the haircut. */
  private unitValue(i: number, step: Step): number {
    const {follows, haircut} = this.others[i] as FundAsset
    return worth(follows, step, this.opening) * (1 - haircut)
  }

  private value(step: Step): number {
    const {units} = this
    let sum = this.cash
    for (let i = 0; i < units.length; i++) sum += (units[i] as number) * this.unitValue(i, step)
    return sum
  }

  /** Takes dollars, then sells assets in their order, for `amount`, at most the fund's value; returns the amount. */
  private spend(amount: number, step: Step): number {
    const fromCash = Math.min(amount, this.cash)
    this.cash -= fromCash
    let left = amount - fromCash
    for (let i = 0; i < this.units.length && left > 0; i++) {
      const price = this.unitValue(i, step)
      const held = this.units[i] as number
      const sold = Math.min(held, price > 0 ? left / price : 0)
      this.units[i] = held - sold
      left = sold === held ? left - held * price : 0
      const {haircut} = this.others[i] as FundAsset
      if (haircut > 0 && haircut < 1) this.cost += (sold * price * haircut) / (1 - haircut)
    }
    return amount
  }
}
