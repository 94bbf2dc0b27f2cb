import type {BookKind} from '../backtest/book/positions-fields.js'
import type {BookOutcome} from '../backtest/book/study/model.js'

/** What prices do in a scenario. Fractions, seconds, dates as in a proposal. */
export type PriceMove =
  /** What they did, from the first day to the last, included. */
  | {readonly kind: 'history'; readonly from: string; readonly to: string}
  /** They stand still, and open one bar later at `1 + by` of what they were. */
  | {readonly kind: 'gap'; readonly by: number}
  /** What they did, every log return times `times`; without days, the last of the sample. */
  | {readonly kind: 'volatility'; readonly times: number; readonly from?: string; readonly to?: string}
  /** What the asset that fell most did, each asset with its own volatility. */
  | {readonly kind: 'correlation'; readonly from: string; readonly to: string}
  /** Nothing: for what else a scenario does. */
  | {readonly kind: 'still'}

export interface Scenario {
  readonly name: string
  readonly title: string
  readonly prices: PriceMove
  /** How long the replay of a gap (or of stillness, or of the last days) runs. */
  readonly lastsSeconds?: number
  /** The assets that a gap hits; default: those whose parameters the proposal changes. */
  readonly assets?: readonly string[]
  /** An asset falls against all else over `overSeconds`, stays down, and is back `lastsSeconds` after it began. */
  readonly depeg?: {
    /** Default: every asset whose parameters the proposal changes. */
    readonly asset?: string
    readonly by: number
    readonly overSeconds: number
    readonly lastsSeconds: number
  }
  /** Feeds go on saying what they said before the worst bar, for so long. */
  readonly outageSeconds?: number
  /** Part of the market's depth that is gone. */
  readonly withdrawn?: number
  /** Whether it comes with Plimsoll: then what a book does not have is left out with a note, not refused. */
  readonly named: boolean
}

/** Where real prices come from. */
export interface PriceSample {
  readonly asset: string
  readonly series: string
  readonly source: string
  /** sha256 of the bars that were used, before they were scaled. */
  readonly digest: string
}

/** A scenario and what it did to the book. */
export interface StressOutcome {
  readonly name: string
  readonly title: string
  readonly bars: number
  readonly barSeconds: number
  /** First and last bar of real prices; absent where they are made up. */
  readonly from?: string
  readonly to?: string
  readonly sample?: readonly PriceSample[]
  /** By asset: where its price ends and how low and high it gets, as changes from the first opening. */
  readonly moves: Readonly<Record<string, {readonly low: number; readonly high: number; readonly end: number}>>
  /** Missing when the file does not say the values before. */
  readonly before?: BookOutcome
  readonly after: BookOutcome
  /** Bad debt after the change less what liquidations paid into the fund: what the fund has to find. */
  readonly fundDraw: number
  readonly verdict: StressVerdict
  readonly notes: readonly string[]
}

export interface StressVerdict {
  /** The criterion of bad debt, and whether it holds in this scenario; undefined where there is none. */
  readonly criterion?: boolean
  /** Whether the balance of the fund covers the draw; undefined where there is no fund. */
  readonly fund?: boolean
}

/** The smallest shock after which the criterion or the fund does not hold. */
export interface ReverseStress {
  readonly name: string
  readonly title: string
  /** `gap`: the fall (or rise, positive) of the price. `volatility`: the multiple of every return. */
  readonly shock: 'gap' | 'volatility'
  readonly breaks: 'bad debt' | 'criterion' | 'fund'
  /** A shock that breaks it, and the largest below it that was found not to; null: none up to `tried` does. */
  readonly found: {readonly breaksAt: number; readonly holdsAt: number | null; readonly badDebt: number} | null
  readonly tried: number
  /** Whether bad debt grew with the shock over the whole grid: otherwise smaller shocks between its points may break too. */
  readonly monotone: boolean
}

export interface StressStudy {
  readonly kind: BookKind
  readonly source: string
  readonly digest?: string
  readonly seed?: number
  readonly positions: number
  /** All debt, or the notional of the larger side, at the book's prices. */
  readonly exposure: number
  readonly exposureIs: 'debt' | 'open interest'
  readonly criterion?: string
  readonly fundBalance?: number
  readonly scenarios: readonly StressOutcome[]
  readonly notRun: readonly {readonly name: string; readonly reason: string}[]
  readonly reverse: readonly ReverseStress[]
  readonly assumptions: readonly string[]
}
