import type {Ledger} from './ledger.js'

/** How much a run keeps: only totals; also one figure a bar; also one record a liquidation. */
export type Detail = 'events' | 'series' | 'totals'

export interface RunOptions {
  /** Default: `series`. */
  readonly detail?: Detail
}

/** What a replay of a price path against a book of positions gave. Money in quote units; losses are positive. */
export interface BookResult {
  readonly bars: number
  readonly positions: number
  /** Perpetuals: notional of all positions at the first opening, both sides. Loans: debt then. */
  readonly exposure: number
  readonly liquidations: {
    /** Closing actions: a partial liquidation and the rest of the same position are two. */
    readonly count: number
    /** Positions touched. */
    readonly positions: number
    /** At the prices they were filled at, before slippage. */
    readonly notional: number
    /** Part of the book's units (perpetuals) or debt (loans) that was liquidated. */
    readonly share: number
  }
  /** What liquidated positions could not pay: handed over to the fund. */
  readonly badDebt: number
  /** Bad debt over exposure. */
  readonly badDebtShare: number
  /** Penalties (perpetuals) or liquidation bonuses and fees (loans) that owners paid. */
  readonly penalties: number
  /** What went to the fund or the protocol: its part of the penalties, and seized remainders. */
  readonly toFund: number
  /** What the market took from liquidation orders beyond the price they were triggered at. */
  readonly slippage: number
  /** What liquidation cost owners: equity at the fill price before slippage, less what they kept. */
  readonly userCost: number
  /** One figure a bar; empty when only totals were asked for. */
  readonly perBar: PerBarResult
  /** Days with the largest bad debt, then the largest liquidated notional; worst first. */
  readonly worstDays: readonly DayResult[]
  /** Positions that are liquidatable at the first opening, before any move: a change's immediate victims. */
  readonly atExecution: {readonly ids: readonly string[]; readonly count: number; readonly exposure: number}
  /** Bars from trigger to close. */
  readonly closeDelay: {readonly mean: number; readonly max: number}
  /**
   * Triggered but not closed when the path ended, what they would leave unpaid at the last close, and how large they are:
   * notional at that close (perpetuals) or debt as `exposure` counts it (loans).
   */
  readonly unfinished: {readonly count: number; readonly exposure: number; readonly shortfall: number}
  /** Only where liquidations move the price. */
  readonly cascade?: CascadeResult
  /** Absent when only totals were asked for. */
  readonly ledger?: Ledger
  readonly events: readonly LiquidationEvent[]
}

export interface PerBarResult {
  /** Bad debt: the loss handed over to the fund. */
  readonly loss: Float64Array
  /** What the fund received. */
  readonly inflow: Float64Array
  readonly notional: Float64Array
  readonly count: Float64Array
}

export interface DayResult {
  /** Days since the epoch, or since the path's first bar when it carries no time. */
  readonly day: number
  readonly badDebt: number
  readonly notional: number
  readonly count: number
}

export interface CascadeResult {
  /** Quantity triggered over the quantity that needed no liquidation of others in the same bar. */
  readonly amplification: number
  /** Liquidations that only the price impact of others (in the same bar) triggered. */
  readonly induced: number
  /** Largest fraction by which liquidations displaced the price. */
  readonly displacement: number
}

/** 1 when nothing was triggered. */
export function amplificationOf(triggered: number, firstWave: number): number {
  return firstWave > 0 ? triggered / firstWave : 1
}

/** One closing action. Prices and amounts before rounding. */
export interface LiquidationEvent {
  /** Index in the book. */
  readonly position: number
  readonly triggered: number
  readonly closed: number
  /** Units closed. */
  readonly size: number
  /** Price before slippage. */
  readonly base: number
  readonly fill: number
  readonly penalty: number
  readonly badDebt: number
}
