import type {BookKind} from '../positions-fields.js'
import type {CascadeResult} from '../result.js'

/** 90% interval of a figure under the owner response. */
export interface Interval {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** What a book loses when its owners react to falling prices as they have been seen to. */
export interface ResponseFigures {
  readonly liquidations: Interval
  readonly liquidatedNotional: Interval
  readonly badDebt: Interval
}

export interface DayFigures {
  /** UTC, `2020-03-12`. */
  readonly date: string
  readonly badDebt: number
  readonly notional: number
  readonly count: number
}

/**
 * What happens to a book whose owners do nothing: an upper bound. Money in quote units. In the rolling mode the means over
 * all starts.
 */
export interface StaticFigures {
  /** Positions liquidated, in part or in full, those triggered and not yet closed at the end included. */
  readonly liquidations: number
  /** Loans: their debt that was liquidated, at first prices. Perpetuals: notional at the prices they were filled at. */
  readonly liquidatedNotional: number
  /** Of the book's debt, or of its units (perpetuals). */
  readonly liquidatedShare: number
  /** What liquidations left unpaid, or would at the last close where they are not finished: handed over to the fund. */
  readonly badDebt: number
  /** Of debt (loans) or of open interest (perpetuals). */
  readonly badDebtShare: number
  /** Penalties or bonuses that owners paid. */
  readonly penalties: number
  /** What liquidation cost owners in all. */
  readonly userCost: number
  readonly toFund: number
  readonly slippage: number
  readonly secondsToClose: {readonly mean: number; readonly max: number}
  readonly unfinished: {readonly count: number; readonly exposure: number; readonly shortfall: number}
  /** Where liquidations move the price. */
  readonly cascade?: CascadeResult
  /** Largest bad debt first, then liquidated notional. In the rolling mode: of the worst starts. */
  readonly worstDays: readonly DayFigures[]
}

/** Positions that are liquidatable at the first bar, before any move. */
export interface AtExecution {
  readonly count: number
  /** Debt of the loans, notional of the perpetuals. */
  readonly exposure: number
  readonly ids: readonly string[]
  /** Of each id: debt of the account (loans) or notional of the position or account, quote units. */
  readonly sizes: readonly number[]
}

/** What the fund is handed over, and what it gets: one row a bar in which there was something (single) or a start (rolling). */
export interface LossSeries {
  readonly time: readonly string[]
  readonly loss: readonly number[]
  readonly inflow: readonly number[]
}

/** Bad debt over all starts of the rolling mode. */
export interface LossDistribution {
  readonly starts: number
  readonly confidence: number
  /** Quantile of bad debt at the confidence (an observed value), and the mean of what is as bad or worse. */
  readonly valueAtRisk: number
  readonly expectedShortfall: number
  readonly worst: number
  /** Liquidations at risk: quantile at the confidence, and mean of the tail, of what a start liquidates, quote units. */
  readonly liquidationsAtRisk: {readonly valueAtRisk: number; readonly expectedShortfall: number}
  /** Worst first, at most five. */
  readonly worstStarts: readonly {
    readonly date: string
    readonly badDebt: number
    readonly notional: number
    readonly count: number
  }[]
}

/** Whether liquidations can feed themselves. */
export interface CascadeRisk {
  /** What the liquidations of a move would move the price by, over that move; the largest over all moves tried. */
  readonly kappa: number
  /** The move at which it is largest; a fall is negative. */
  readonly move: number
  /** `1 / (1 - kappa)`; null from kappa 1 on. */
  readonly amplification: number | null
  readonly runaway: boolean
}

/** A book under one set of parameters. */
export interface BookOutcome {
  readonly static: StaticFigures
  readonly response?: ResponseFigures
  /** What the response rests on, or why there is none. */
  readonly responseReason?: string
  readonly atExecution: AtExecution
  /** Most debt per unit of collateral value, or most notional per unit of margin, that the parameters grant. */
  readonly capitalEfficiency: number
  /** Where liquidations move the price. */
  readonly cascadeRisk?: CascadeRisk
  readonly losses: LossSeries
  readonly distribution?: LossDistribution
}

export interface BookSample {
  readonly asset: string
  readonly series: string
  readonly source: string
  readonly digest: string
  readonly from: string
  readonly to: string
  readonly bars: number
  readonly barSeconds: number
}

/** A margin that follows volatility, beside a fixed one of the same mean: what following buys. */
export interface DynamicMargin {
  readonly model: string
  readonly policy: BookOutcome
  readonly fixed: BookOutcome
  /** Openings of the book with both; 1 in the single mode. */
  readonly starts: number
  /** By market: the margin in force over the replayed bars. */
  readonly margins: Readonly<Record<string, MarginSummary>>
}

export interface MarginSummary {
  /** The fixed margin too. */
  readonly mean: number
  readonly least: number
  readonly most: number
  /** Largest change over a day, of the notional. */
  readonly largestDailyRise: number
  readonly from: string
}

export interface BookStudy {
  readonly kind: BookKind
  /** One replay of a book from the day it was taken, or the same book opened afresh every day. */
  readonly mode: 'rolling' | 'single'
  readonly source: string
  /** Of the positions as they were understood; absent for a synthetic book, whose seed says it. */
  readonly digest?: string
  readonly seed?: number
  readonly positions: number
  /** All debt, or the notional of the larger side, at the first opening: what shares are of. */
  readonly exposure: number
  readonly exposureIs: 'debt' | 'open interest'
  readonly horizonSeconds: number
  readonly sample: readonly BookSample[]
  /** Missing when the file does not say the value before. */
  readonly before?: BookOutcome
  readonly after: BookOutcome
  /** Positions that the change itself makes liquidatable: at execution after, not before. Missing without a before. */
  readonly newAtExecution?: readonly string[]
  /** Where the proposal asks for one. */
  readonly dynamicMargin?: DynamicMargin
  /** What the proposal does not say and had to be taken. */
  readonly assumptions: readonly string[]
  readonly responseReason: string
}
