import type {Layer, OpenLayer, Opening, Step} from '../model.js'
import {requireAmount, requireLimit, requirePositive, requireShare} from './require.js'

/** What the value of an asset moves with: nothing, the stablecoin's peg, the market that is insured, the protocol's token. */
export type Follows = 'market' | 'stablecoin' | 'token' | 'usd'

export interface FundAsset {
  /** Value at the start of the path, USD. */
  readonly balance: number
  readonly follows: Follows
  /** What selling it in a hurry costs, on top of its stressed price: a share of the value. */
  readonly haircut: number
}

export interface FundTerms {
  readonly name: string
  /** In the order in which they are spent; income is kept in the first. At least one. */
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
  if (terms.assets.length === 0) requirePositive('assets', 0)
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
  if (!(terms.premiumRange >= 1)) requirePositive('premiumRange - 1', terms.premiumRange - 1)
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

class Fund implements OpenLayer {
  cost = 0
  private readonly terms: FundTerms
  private readonly opening: Opening
  /** Units of each asset, one unit being worth 1 USD at the start. */
  private readonly units: Float64Array
  private readonly cashOnly: boolean
  private premiums = 0
  private paid = 0
  private lowest: number
  private shortSteps = 0
  private steps = 0

  constructor(terms: FundTerms, opening: Opening) {
    this.terms = terms
    this.opening = opening
    this.units = Float64Array.from(terms.assets, ({balance}) => balance)
    this.cashOnly = terms.assets.length === 1 && terms.assets[0]?.follows === 'usd'
    this.lowest = terms.assets.reduce((sum, {balance, haircut}) => sum + balance * (1 - haircut), 0)
  }

  step(step: Step): void {
    const {flows, openInterest, penalties, revenue, years} = step
    const {terms, units} = this
    if (terms.yield !== 0) {
      const growth = 1 + terms.yield * years
      for (let i = 0; i < units.length; i++) units[i] = (units[i] as number) * growth
    }
    const before = this.value(step)
    const target = terms.target * openInterest
    const full = target > 0 && before >= target
    const premium = premiumRate(terms, step.volatility) * openInterest * years * (full ? 1 - terms.rebate : 1)
    const diverted = terms.revenueShare * revenue
    this.deposit(flows.toFund + premium + diverted + terms.penaltyShare * penalties, step)
    flows.toFund = 0
    this.premiums += premium
    this.cost += diverted + terms.costOfCapital * before * years
    let owed = flows.fromFund
    if (owed > 0) owed = Math.max(0, owed - this.spend(Math.min(owed, this.value(step)), step))
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
    const payment = this.spend(Math.min(asked, this.capacity(step)), step)
    this.paid += payment
    const left = this.value(step)
    if (left < this.lowest) this.lowest = left
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    const {lowest, paid, premiums, shortSteps, steps} = this
    return {lowestBalance: lowest, paid, premiums, timeBelowTarget: steps === 0 ? 0 : shortSteps / steps}
  }

  /** What one unit of asset i brings, USD: its stressed price over the one at the start, less the haircut. */
  private unitValue(i: number, step: Step): number {
    const {follows, haircut} = this.terms.assets[i] as FundAsset
    switch (follows) {
      case 'usd':
        return 1 - haircut
      case 'stablecoin':
        return step.peg * (1 - haircut)
      case 'market':
        return (Math.min(step.price, step.adverse) / this.opening.price) * (1 - haircut)
      case 'token':
        return (step.token / this.opening.token) * (1 - haircut)
    }
  }

  private value(step: Step): number {
    const {units} = this
    if (this.cashOnly) return (units[0] as number) * this.unitValue(0, step)
    let sum = 0
    for (let i = 0; i < units.length; i++) sum += (units[i] as number) * this.unitValue(i, step)
    return sum
  }

  /** Income buys the first asset at its price: the haircut is for sales in a hurry. */
  private deposit(amount: number, step: Step): void {
    if (amount <= 0) return
    const {haircut} = this.terms.assets[0] as FundAsset
    const price = haircut < 1 ? this.unitValue(0, step) / (1 - haircut) : 0
    if (price > 0) this.units[0] = (this.units[0] as number) + amount / price
  }

  /** Sells assets in their order for `amount`, at most the fund's value, and returns the amount. */
  private spend(amount: number, step: Step): number {
    let left = amount
    for (let i = 0; i < this.units.length && left > 0; i++) {
      const worth = this.unitValue(i, step)
      const held = this.units[i] as number
      const sold = Math.min(held, worth > 0 ? left / worth : 0)
      this.units[i] = held - sold
      left = sold === held ? left - held * worth : 0
      const {haircut} = this.terms.assets[i] as FundAsset
      if (haircut > 0 && haircut < 1) this.cost += (sold * worth * haircut) / (1 - haircut)
    }
    return amount
  }
}
