import type {Stream} from '../numerics/random/stream.js'

/**
 * The insurance stack as a simulation sees it. All money is USD as float64, all rates are fractions, all volatilities are
 * per year. A {@link Layer} is immutable; `open` makes the state of one path, and everything on a path works on plain
 * mutable objects: no allocation a step.
 *
 * One step of a path (a bar, as a rule a day) is, in this order:
 * 1. the simulation overwrites the fields of its one {@link Step};
 * 2. `step` of every layer, in the order of the stack: time passes (see `OpenWaterfall.step`);
 * 3. where the bar brings losses, the simulation fills its one {@link Loss} and settles it down the stack (see
 *    `OpenWaterfall.settle`), once a step; `step.flows.returned` belongs into that loss.
 */

/** What the world looks like in one step. Owned and overwritten by the simulation; a layer reads it and keeps no hold of it. */
export interface Step {
  /** Number of the step in its path, from 0. */
  index: number
  /** Length of a step in years: 1/365 for daily bars (crypto venues never close). */
  years: number
  /** Price of the asset at the step's close. Only ratios of prices are ever used. */
  price: number
  /** Worst price of the bar for the side that is at risk: its low where longs or borrowers are, its high where shorts are. */
  adverse: number
  /** Price of the protocol's own token, as stressed along this path, before any sale by a layer. Only ratios are used. */
  token: number
  /** Price of the venue's stablecoin, USD: 1 at par. */
  peg: number
  /** Open interest (perpetuals) or debt (lending) that the stack protects, USD. */
  openInterest: number
  /** Annual volatility of the asset as it was forecast before this bar. */
  volatility: number
  /** Fees or interest that the venue earned in this step, USD. */
  revenue: number
  /** Liquidation penalties charged in this step, USD, whether or not there is a loss. */
  penalties: number
  /**
   * Steps from an insolvency in this step until the oracle network confirms it: 0 within the step, Infinity never. Layers
   * that pay on confirmation only (parametric cover, mutual pool, reinsurance) read it when they are asked to pay.
   */
  confirmationDelay: number
  /** Money on its way between layers. */
  readonly flows: Flows
}

/**
 * Money between layers. A layer adds to what is not its own and takes what is: the insurance fund takes `toFund` and pays
 * `fromFund` in its `step`, and sets `fundDrawn`; the simulation takes `returned` into the loss of the same step, and sets it to 0.
 */
export interface Flows {
  /** For the insurance fund: unused penalties, late recoveries, payouts beyond the loss. */
  toFund: number
  /** Owed by the insurance fund: premiums and rewards of other layers that are charged to it. */
  fromFund: number
  /** Share of its value that the insurance fund has paid out in this step: what a cover of fund draws is triggered by. */
  fundDrawn: number
  /** A payment of an earlier step that turned out not to be good (a reinsurer failed): a loss once more. */
  returned: number
}

/** What one step's close-outs cost. Owned and overwritten by the simulation. */
export interface Loss {
  /** The whole shortfall, before the defaulters' own margin, USD. The stack's payments and the residual deficit add up to it. */
  amount: number
  /** Margin that the defaulting accounts still have, USD. */
  margin: number
  /** Notional that was closed out, USD. */
  notional: number
  /** Unrealised profits of the accounts on the other side, USD: all that auto-deleveraging can take. */
  profits: number
  /** Equity of all solvent accounts, USD: all that socialised loss can be charged to. */
  equity: number
  /** The winners one by one, where the simulation has a book; absent when it knows sums only. */
  winners: Winners | undefined
}

/** Accounts in profit, in any order; the arrays are of one length. */
export interface Winners {
  /** Unrealised profit and loss, USD; who has none or less is not touched. */
  readonly profit: Float64Array
  /** Leverage: notional over equity. */
  readonly leverage: Float64Array
  /** Notional, USD. */
  readonly notional: Float64Array
}

/** What a path starts from. */
export interface Opening {
  /** Length of a step in seconds: delays and cooldowns must be whole numbers of it. */
  readonly stepSeconds: number
  readonly price: number
  readonly token: number
  readonly openInterest: number
  /**
   * The layer's own random stream for this path, made when it is first asked for. The simulation names it by seed, path
   * and the layer's `name`, not by its place: a stack before and after a change draws the same numbers for the layers
   * that both have, and prices are not touched.
   */
  readonly random: () => Stream
}

/** One mechanism of the stack. */
export interface Layer {
  /** Its kind in the registry: `insurance-fund`. */
  readonly kind: string
  /** Its name in tables: unique within a stack. */
  readonly name: string
  /** Its parameters as read, for tables and results: what is printed is what was simulated. */
  readonly terms: Readonly<Record<string, number | string>>
  /** What can go wrong with it, and what the model leaves out: a sentence each. */
  readonly risks: readonly string[]
  /** Those who stand behind it with their own capital; absent where nobody does. */
  readonly underwriting?: Underwriting
  /** Why it can never pay anything, for a layer whose terms leave nothing: a pool without stakers. Absent otherwise. */
  readonly degenerate?: string
  /**
   * The state of this layer on one path.
   * @throws DELAY_FINER_THAN_BAR when a delay, window or cooldown is no whole number of steps
   */
  open(opening: Opening): OpenLayer
}

/** What a layer is for those whose capital it is. On each path its `underwritersLoss` measure says what they lost, USD. */
export interface Underwriting {
  /** The most that they can lose in a period, USD; Infinity: no limit. */
  readonly capital: number
  /**
   * What they would lose of a sum that is asked of the layer on a path, if their capital had no limit. Absent where the terms
   * of a contract say how much, whatever the capital.
   */
  readonly claim?: (asked: number) => number
  /** What they are paid a year at so much capital and expected loss, USD. Absent where a contract says it, whatever the capital. */
  readonly income?: (capital: number, loss: number) => number
}

/** A layer on one path. */
export interface OpenLayer {
  /** Time passes: income, cooldowns, reinstatements, answers of oracles. Called once a step, before that step's loss. */
  step(step: Step): void
  /**
   * USD that it could pay on `loss` right now; Infinity where nothing limits it. Never negative; changes nothing, so that a
   * simulation may also ask on quiet days (with a loss of 0) to follow a balance over time.
   */
  capacity(step: Step, loss: Loss): number
  /**
   * Pays up to `asked` > 0 USD, what the layers before it left, and returns what it paid: at least 0, at most `asked`
   * and its capacity. Called at most once a step.
   */
  pay(asked: number, step: Step, loss: Loss): number
  /**
   * What it has cost the protocol on this path, beside what it paid: premiums, rewards, tokens sold below their price. USD.
   * For the same cover the dearer layer has the higher figure.
   */
  readonly cost: number
  /** Figures of this path that only this kind has (basis risk, haircuts of winners), to be averaged over paths. */
  measures(): Readonly<Record<string, number>>
}
