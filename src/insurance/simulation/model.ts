import type {Economics} from './economics-model.js'
import type {FundSize} from './fund-size.js'
import type {PathModelName} from './paths/model.js'
import type {Proportion} from './proportion.js'
import type {DrawRisk} from './tail-risk.js'
import type {Recovery, Times} from './times.js'

/** One layer over all paths. Money in USD over the horizon. */
export interface LayerRow {
  readonly name: string
  readonly kind: string
  /** Where it begins to pay and how much it has, on the opening stack and the worst day of history; null: no limit. */
  readonly attach: number | null
  readonly capacity: number | null
  readonly used: Proportion
  /** A loss went beyond it: it had paid all it could, and that was not enough. */
  readonly exhausted: Proportion
  readonly expectedDraw: number
  readonly standardError: number
  /** What it cost beside, premiums and rewards: mean. */
  readonly cost: number
  /** Why it can never pay, where its terms leave nothing. */
  readonly degenerate?: string
}

/** A stack under one law of prices. */
export interface FundOutcome {
  /** The fund is exhausted within the horizon. */
  readonly exhaustion: Proportion
  readonly layers: readonly LayerRow[]
  /** What reaches the fund, whether or not it can pay: mean, and its tail over paths. */
  readonly draw: {
    readonly mean: number
    readonly standardError: number
    readonly risk: readonly DrawRisk[]
    /** Why the mean and the expected shortfalls are those of these paths only, where the law has none. */
    readonly because?: string
  }
  readonly timeToExhaustion: Times
  readonly recovery: Recovery
  /** What the layers cost, are worth and earn, where it was asked for. */
  readonly economics?: Economics
}

/** What a law of prices says, in short. */
export interface ModelRow {
  readonly name: PathModelName
  readonly title: string
  readonly parameters: Readonly<Record<string, number>>
  readonly notes: readonly string[]
  readonly before?: Proportion
  readonly after: Proportion
}

/** The three errors of the chance of exhaustion after the change, apart. */
export interface FundErrors {
  /** Of so many paths. */
  readonly monteCarlo: number
  /** Of one history: standard deviation over bootstrapped histories, each with its own fit, less what their paths add. */
  readonly history: {
    readonly replicates: number
    readonly paths: number
    readonly mean: number
    readonly deviation: number
  }
  /** Over the laws. */
  readonly models: {readonly low: number; readonly high: number}
  /** What criteria read, a year: the highest of the bounds below, and which it is. */
  readonly bound: {readonly value: number; readonly from: string}
}

/** Windows of history, as they were. */
export interface ReplayRow {
  readonly starts: number
  /** How many of them share no day. */
  readonly independent: number
  readonly before?: number
  readonly after: number
  /** The days on which most of them are exhausted after the change. */
  readonly worstDays: readonly {readonly date: string; readonly starts: number}[]
}

/** Cover-N of the book on the worst days of history, closed out at the extreme: what the largest accounts leave unpaid. */
export interface CoverRow {
  readonly one: number
  readonly two: number
  /** What the stack up to and with the fund has to pay it. */
  readonly fund: number
}

/** A mean over paths, or the change of one on the same paths. */
export interface Change {
  readonly value: number
  readonly standardError: number
}

/** What late confirmation (or none) costs, against confirmation at once; and what false confirmation costs on top of it. */
export interface Misconfirmed {
  readonly late: Change
  readonly falsely: Change
}

/** What the oracle network does to a stack, a path: means over all paths. Money in USD over the horizon. */
export interface OracleRow {
  readonly feeds: number
  readonly required: number
  /** Days with a loss; shares of them that are confirmed on a later day, and never; null where no path has a loss. */
  readonly losses: number
  readonly lateShare: number | null
  readonly neverShare: number | null
  readonly falseAlarms: number
  readonly falselyPaid: number
  /** Of what each layer pays: less is a negative figure. */
  readonly layers: readonly (Misconfirmed & {readonly name: string})[]
  /** Of the chance that the fund is exhausted. */
  readonly exhaustion: Misconfirmed
}

/** With and without the automation, on the same paths. */
export interface WithAndWithout {
  readonly without: number
  readonly with: number
  readonly change: Change
}

/** What automation of positions does, a path: means over `paths` of them. Money in USD over the horizon. */
export interface RebalancingRow {
  readonly action: 'deleverage' | 'top-up'
  readonly paths: number
  /** Notional it acts on, the slippage that owners pay, dollars they pay in, and notional for which it comes too late. */
  readonly acted: number
  readonly cost: number
  readonly paidIn: number
  readonly tooLate: number
  /** Days on which a position's margin is below maintenance, by notional: days of the whole open interest. */
  readonly underCollateralised: WithAndWithout
  /** By how much that is shorter, a share; null where it is nothing anyway. */
  readonly shortened: number | null
  readonly exhaustion: WithAndWithout
  readonly layers: readonly (WithAndWithout & {readonly name: string})[]
}

/** Quantiles of the fund's balance over time, after the change. */
export interface Fan {
  readonly days: readonly number[]
  readonly levels: readonly number[]
  /** By level, then by date. */
  readonly balance: readonly (readonly number[])[]
}

export interface FundStudy {
  readonly asset: string
  readonly sample: {
    readonly series: string
    readonly source: string
    readonly digest: string
    readonly days: number
    readonly from: string
    readonly to: string
  }
  readonly openInterest: number
  /** Share of it whose owners had to add margin, before and after. */
  readonly toppedUp: {readonly before?: number; readonly after: number}
  readonly balance: {readonly before?: number; readonly after: number}
  /** Names of the layers that figures of `the fund` are of. */
  readonly fund: string
  readonly horizonDays: number
  readonly paths: number
  readonly seed: number
  /** The law that the figures below come from: the first of `models`. */
  readonly models: readonly ModelRow[]
  /** Missing when the file does not say every value before. */
  readonly before?: FundOutcome
  readonly after: FundOutcome
  /** After less before, on the same paths. */
  readonly difference?: {readonly value: number; readonly standardError: number}
  /** The chance of exhaustion by importance sampling, where it is asked for: then errors and criteria read it. */
  readonly importance?: {readonly before?: Proportion; readonly after: Proportion}
  readonly errors: FundErrors
  readonly size: FundSize & {readonly perYear: number; readonly targetFrom: 'accept' | 'default' | 'target'}
  /** Where the proposal names an oracle network. */
  readonly oracle?: {readonly before?: OracleRow; readonly after: OracleRow}
  /** Where the proposal names an automation, and for the sides that have it. */
  readonly rebalancing?: {readonly before?: RebalancingRow; readonly after?: RebalancingRow}
  readonly replay: ReplayRow | {readonly because: string}
  readonly cover: CoverRow
  readonly fan: Fan
  readonly assumptions: readonly string[]
}
