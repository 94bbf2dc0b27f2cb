import type {Figure} from '../../market/volatility/model.js'
import type {BasisRisk} from '../premium/basis-risk.js'
import type {LayerPrice, PricedPremium} from '../premium/layer-economics.js'
import type {Principle} from '../premium/principles.js'
import type {Equilibrium} from '../underwriters/participation.js'

/** The price of cover when the chance that it is needed is another one. USD a year. */
export interface CoverPrice {
  /** Which chance: of the law that figures come from, times a factor; its upper bound; or another law's own paths. */
  readonly from: string
  /** That those behind the layer lose anything within the horizon. */
  readonly probability: number
  readonly expectedLoss: Figure
  /** By the first principle. */
  readonly premium: Figure
}

/** A layer that somebody pays for or stands behind. */
export interface EconomicLayer extends LayerPrice {
  readonly name: string
  readonly kind: string
  /** Why it can never pay, where that is so. */
  readonly degenerate?: string
  readonly price: readonly CoverPrice[]
}

/** What traders would have to pay for all that reaches the fund, whoever pays it in the end. USD a year. */
export interface MarketEconomics {
  readonly openInterest: number
  readonly expectedLoss: Figure
  readonly premiums: readonly PricedPremium[]
  /** The premium by the first principle split among positions by their gap risk: mean rates on notional, most leveraged tenth first. */
  readonly positions: readonly {readonly leverage: number; readonly rate: number}[] | {readonly because: string}
  /** What flows into the fund, what other layers' premiums take from it and what is asked of it, USD a year. */
  readonly flows:
    | {readonly income: number; readonly charges: number; readonly asked: Figure; readonly verdict: string}
    | {readonly because: string}
}

/** The fund's premium against what history would have asked of it, all of history as one path. */
export interface HistoryAdequacy {
  readonly days: number
  /** Of the premium: factor over open interest, lowest and highest. */
  readonly rate: {readonly low: number; readonly high: number; readonly mean: number}
  readonly premiums: number
  readonly losses: number
  readonly lossRatio: Figure
  readonly breakEvenRate: number
  readonly deepest: number
  readonly longestBehind: number
  /** All that flowed into the fund, the premium among it. */
  readonly income: number
}

export interface BasisRow {
  readonly layer: string
  readonly simulated: BasisRisk
  readonly history: BasisRisk
}

export interface ParticipationRow {
  readonly layer: string
  /** At stake as the stack says, USD; null: no limit. */
  readonly capital: number | null
  /** All that there is, and what it asks: by return asked, ascending. */
  readonly supply: readonly {readonly name: string; readonly capacity: number; readonly requiredReturn: number}[]
  /** Smallest first; none: nobody takes part. */
  readonly equilibria: readonly Equilibrium[]
  /** What has to be paid a year, beside rewards, for the capital that the stack has. */
  readonly priceOfCapital: Figure
  /** Why nobody could earn or lose anything, where that is so. */
  readonly because?: string
}

export interface Economics {
  readonly principles: readonly Principle[]
  readonly principlesFrom: 'default' | 'file'
  readonly riskless: number
  readonly layers: readonly EconomicLayer[]
  readonly market: MarketEconomics
  readonly adequacy: HistoryAdequacy | {readonly because: string}
  readonly basis: readonly BasisRow[]
  readonly participation: readonly ParticipationRow[]
}
