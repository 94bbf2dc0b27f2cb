import type {LayerKind} from '../layer-kind.js'
import {field, itemSchema} from '../layer-schema.js'
import type {Layer, OpenLayer, Opening, Step} from '../model.js'
import {idle} from './idle.js'
import {largestOrder, orderFor, proceeds, type ImpactLaw} from './impact-sale.js'
import {requireAmount, requirePositive, requireShare} from './require.js'

/**
 * `sale`: new tokens are sold into the market. `forced-staking`: tokens that holders were made to stake are seized and
 * sold. `auction`: new tokens go to bidders at a discount, as far as their money reaches.
 */
export type RecapitalisationMethod = 'auction' | 'forced-staking' | 'sale'
export const RECAPITALISATION_METHODS: readonly RecapitalisationMethod[] = ['sale', 'auction', 'forced-staking']

export interface RecapitalisationTerms {
  readonly name: string
  readonly method: RecapitalisationMethod
  /** Of the token at the start of the path, USD. */
  readonly marketCap: number
  /** The most tokens that may be sold on a path, as a share of the supply at the start. */
  readonly mostSold: number
  /** Traded a day at the start of the path, USD; in tokens it stays what it is while the price falls. */
  readonly dailyVolume: number
  /** Of the token, a day, under stress. */
  readonly dailyVolatility: number
  /** Constant of the square-root law, about 1. */
  readonly impactConstant: number
  /** Part of a sale's impact that stays in the price for later sales: 1 all of it. */
  readonly persistence: number
  /** Of an auction: what bidders pay below the stressed price. */
  readonly discount: number
  /** Of an auction: what bidders have, USD, for all auctions of a path. */
  readonly demand: number
}

const RISKS = [
  'Wrong-way risk: the token falls with the event that it must pay for; it is valued at the stressed price, never at spot.',
  'Governance must agree, in days, while the deficit runs; the model sells at once.',
]

/** Recapitalisation with the protocol's own token, at the stressed price and with the sale's own impact on it. */
export function recapitalisation(terms: RecapitalisationTerms): Layer {
  for (const name of ['discount', 'mostSold', 'persistence'] as const) requireShare(name, terms[name])
  for (const name of ['dailyVolatility', 'demand', 'impactConstant', 'marketCap'] as const)
    requireAmount(name, terms[name])
  requirePositive('dailyVolume', terms.dailyVolume)
  const {name, ...rest} = terms
  const none =
    terms.marketCap * terms.mostSold === 0 ||
    (terms.method === 'auction' && (terms.demand === 0 || terms.discount === 1))
  return {
    kind: 'recapitalisation',
    name,
    open: (opening) => new Recapitalisation(terms, opening),
    risks: RISKS,
    terms: rest,
    ...(none ? {degenerate: 'There is nothing to sell, or nobody to buy it: it brings nothing.'} : {}),
  }
}

export const RECAPITALISATION: LayerKind = {
  kind: 'recapitalisation',
  read(fields) {
    const method = fields.choice('method', RECAPITALISATION_METHODS)
    const auction = method === 'auction'
    return recapitalisation({
      dailyVolatility: auction ? 0 : fields.ratio('dailyVolatility'),
      dailyVolume: auction ? 1 : fields.usd('dailyVolume'),
      demand: auction ? fields.usd('demand') : 0,
      discount: auction ? fields.ratio('discount') : 0,
      impactConstant: fields.number('impactConstant', 1),
      marketCap: fields.usd('marketCap'),
      method,
      mostSold: fields.ratio('mostSold'),
      name: fields.text('name', 'recapitalisation'),
      persistence: fields.ratio('persistence', 1),
    })
  },
  schema: itemSchema(
    'recapitalisation',
    'The protocol’s own token is sold, at its stressed price and with the sale’s impact.',
    ['marketCap', 'method', 'mostSold'],
    {
      dailyVolatility: field.ratio('Of a sale: the token’s volatility a day, under stress.'),
      dailyVolume: field.usd('Of a sale: traded a day at the start.'),
      demand: field.usd('Of an auction: what bidders have, for all auctions of a path.'),
      discount: field.ratio('Of an auction: what bidders pay below the stressed price.'),
      impactConstant: field.number('Of a sale: constant of the square-root law; default 1.'),
      marketCap: field.usd('Of the token at the start.'),
      method: field.choice(RECAPITALISATION_METHODS, 'New tokens sold or auctioned, or staked ones seized and sold.'),
      mostSold: field.ratio('The most tokens that may be sold on a path, of the first supply.'),
      persistence: field.ratio('Part of a sale’s impact that stays for later sales; default 100%.'),
    },
  ),
}

class Recapitalisation implements OpenLayer {
  /** What the tokens were worth at the stressed price beyond what they brought. */
  readonly step = idle
  cost = 0
  private readonly terms: RecapitalisationTerms
  private readonly opening: Opening
  /** Share of the first supply that may still be sold, and what earlier sales left of the price. */
  private toSell: number
  private pressure = 1
  private demand: number
  private raised = 0
  private lowestPrice = 1

  constructor(terms: RecapitalisationTerms, opening: Opening) {
    this.terms = terms
    this.opening = opening
    this.toSell = terms.mostSold
    this.demand = terms.method === 'auction' ? terms.demand : Infinity
  }

  capacity(step: Step): number {
    const value = this.toSell * this.supplyValue(step)
    if (value <= 0) return 0
    if (this.terms.method === 'auction') return Math.min(this.demand, value * (1 - this.terms.discount))
    return proceeds(this.law(step), value)
  }

  pay(asked: number, step: Step): number {
    const capacity = this.capacity(step)
    const payment = Math.min(asked, capacity)
    if (payment <= 0) return 0
    const {discount, method, persistence} = this.terms
    const value = this.supplyValue(step)
    let order: number
    if (method === 'auction') {
      order = payment / (1 - discount)
      this.demand = Math.max(0, this.demand - payment)
    } else {
      const law = this.law(step)
      order = orderFor(law, payment) ?? Math.min(largestOrder(law), this.toSell * value)
      this.pressure *= 1 - persistence * law.a * Math.sqrt(order)
    }
    this.toSell = Math.max(0, this.toSell - order / value)
    this.cost += order - payment
    this.raised += payment
    this.lowestPrice = Math.min(this.lowestPrice, payment / order)
    return payment
  }

  measures(): Readonly<Record<string, number>> {
    const {lowestPrice, raised, terms, toSell} = this
    const sold = terms.mostSold - toSell
    return {averagePriceLowest: lowestPrice, raised, [terms.method === 'forced-staking' ? 'seized' : 'dilution']: sold}
  }

  /** All tokens at the stressed price, what earlier sales did to it included, USD. */
  private supplyValue(step: Step): number {
    return this.terms.marketCap * (step.token / this.opening.token) * this.pressure
  }

  private law(step: Step): ImpactLaw {
    const {dailyVolatility, dailyVolume, impactConstant} = this.terms
    const volume = dailyVolume * (step.token / this.opening.token) * this.pressure
    return {a: (impactConstant * dailyVolatility) / Math.sqrt(volume)}
  }
}
