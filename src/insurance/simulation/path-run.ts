import type {Loss, Step, Winners} from '../model.js'
import type {OracleTerms} from '../oracle/crisis.js'
import type {PerpRebalancing} from '../rebalancing/perp-rebalancing.js'
import type {OpenWaterfall, Waterfall} from '../waterfall.js'
import type {Accounts, BookLoss, CloseOut} from './book-loss.js'
import {Confirmations} from './confirmations.js'
import type {Moves} from './moves.js'
import {emptyStep, openStack, plainLoss} from './path-stack.js'
import type {LogBars} from './paths/log-bars.js'
import {OUTPUTS, type Outputs} from './piecewise.js'
import {ACTIONS} from './rebalanced.js'
import {COUNTS, newRecords, type Count, type Records} from './records.js'

const {exp, max, min, sqrt} = Math

/** One set of parameters: the book under its rules, and the stack behind it. */
export interface Column {
  readonly book: BookLoss
  readonly stack: Waterfall
  /** Which layers are the fund, in their order: it is exhausted when a loss goes beyond the last. */
  readonly funds: readonly number[]
  /** What the venue earns a year, USD. */
  readonly revenue: number
  /** The protocol's token moves so many times as far as the asset, in logarithms. */
  readonly tokenBeta: number
  /** Who confirms losses; absent: each is confirmed at once. */
  readonly oracle?: OracleTerms | undefined
  /** What the network may do; `late` leaves false alarms out, for comparison. Default both. */
  readonly alarms?: 'all' | 'late'
  /** What acts on positions before they are liquidated; then `plain` is the same book without it. */
  readonly rebalancing?: PerpRebalancing | undefined
  readonly plain: BookLoss
}

/** What the volatility forecast of the layers starts from: variance of a day, at the end of history. */
export interface Horizon {
  readonly days: number
  readonly seed: number
  readonly startVariance: number
  /** Days after which the fund's balance is recorded, ascending. */
  readonly dates: readonly number[]
  /** Whether what layers say of each path is recorded. */
  readonly measures: boolean
}

/** Is told of every day of a path what went down the stack, USD, after it was settled. */
export type Watch = (open: OpenWaterfall, amount: number) => void

const DAYS_A_YEAR = 365
const DAY = 86_400
/** Decay of the RiskMetrics volatility that layers see (RiskMetrics Technical Document, 1996). */
const EWMA = 0.94

/** A day as layers see it. Prices are worked out when a layer asks: most days none does. */
class DayStep implements Step {
  index = 0
  years = 1 / DAYS_A_YEAR
  peg = 1
  openInterest = 0
  revenue = 0
  penalties = 0
  readonly flows = emptyStep().flows
  /** Logarithms: the close before over the path's first price, the day's close and worst price over the close before. */
  level = 0
  close = 0
  worst = 0
  /** EWMA variance of a day, before this one. */
  variance = 0
  tokenBeta = 1
  confirmations: Confirmations | undefined
  /** While something is paid that the network has confirmed, falsely. */
  confirmed = false

  get confirmationDelay(): number {
    return this.confirmations === undefined || this.confirmed ? 0 : this.confirmations.delay()
  }

  get price(): number {
    return exp(this.level + this.close)
  }

  get adverse(): number {
    return exp(this.level + this.worst)
  }

  get token(): number {
    return exp(this.tokenBeta * (this.level + min(this.worst, this.close)))
  }

  get volatility(): number {
    return sqrt(this.variance * DAYS_A_YEAR)
  }
}

/** One column over many paths. */
export class PathRun {
  readonly records: Records
  private readonly column: Column
  private readonly horizon: Horizon
  private readonly watch: Watch | undefined
  private readonly step = new DayStep()
  private readonly loss: DayLoss
  private readonly day: Outputs = new Float64Array(OUTPUTS.length)
  private readonly actions: Outputs = new Float64Array(ACTIONS.length)
  private readonly claim = plainLoss()

  constructor(column: Column, horizon: Horizon, count: number, watch?: Watch) {
    this.watch = watch
    this.column = column
    this.horizon = horizon
    // Where no layer stands for the defaulters' margin, the book's own account of it has taken it already.
    const withMargin = column.stack.layers.some(({kind}) => kind === 'defaulter-margin')
    this.loss = new DayLoss(column.book, withMargin)
    this.records = newRecords(count, column.stack.layers.length, horizon.dates.length)
    this.step.openInterest = column.book.openInterest
    this.step.revenue = column.revenue / DAYS_A_YEAR
    this.step.tokenBeta = column.tokenBeta
    if (column.oracle) {
      this.step.confirmations = new Confirmations(column.oracle, column.book.firstLoss, horizon.seed)
    }
  }

  /** Which moves of a day the book is closed out by. */
  get at(): CloseOut['at'] {
    return this.column.book.at
  }

  /** Takes one path of prices, and its days' moves by the book's rules, through the stack and writes the row of it. */
  path({close: closes, high: highs, low: lows}: LogBars, {fall, rise}: Moves, path: number, row: number): void {
    const {column, day, horizon, loss, records, step} = this
    const {book, stack} = column
    const open = openStack(stack, path, {openInterest: book.openInterest, seed: horizon.seed, stepSeconds: DAY})
    const last = column.funds.at(-1) as number
    const held = (of: Loss): number => {
      let sum = 0
      for (const k of column.funds) sum += (open.layers[k] as OpenWaterfall['layers'][number]).capacity(step, of)
      return sum
    }
    const {flows} = step
    flows.toFund = flows.fromFund = flows.fundDrawn = flows.returned = 0
    step.level = 0
    step.variance = horizon.startVariance
    const {confirmations} = step
    confirmations?.begin(path)
    const {rebalanced} = book
    let [opening, total, date, exhausted, closed] = [NaN, 0, 0, -1, 0]
    for (let t = 0; t < closes.length; t++) {
      const close = closes[t] as number
      const low = lows[t] as number
      const high = highs[t] as number
      book.moved(fall[t] as number, rise[t] as number, day)
      closed += day[3] as number
      const falling = -low >= high
      step.index = t
      step.close = close
      step.worst = falling ? low : high
      step.penalties = day[2] as number
      if (rebalanced !== undefined) this.countActions(rebalanced, low, high, row)
      confirmations?.look(t, low, high, (day[0] as number) > 0)
      open.step(step)
      if (t === 0) opening = held(loss.of(day, 0, falling))
      const shortfall = (day[0] as number) + flows.returned
      if (shortfall > 0) {
        total += shortfall
        loss.of(day, flows.returned, falling).at(exp(step.worst))
        flows.returned = 0
        open.settle(step, loss)
        if (confirmations !== undefined) this.countLoss(row)
        exhausted = open.firstExhausted[last] as number
      }
      if (confirmations !== undefined && shortfall === 0) {
        this.falseAlarm(open, confirmations, row)
        exhausted = open.firstExhausted[last] as number
      }
      this.watch?.(open, shortfall > 0 ? loss.amount : 0)
      if (exhausted !== -1 && t > exhausted && records.recovered[row] === -1 && held(loss) >= opening) {
        records.recovered[row] = t - exhausted
      }
      if (t + 1 === horizon.dates[date]) {
        records.balance[row * records.dates + date++] = held(loss)
      }
      step.level += close
      step.variance = EWMA * step.variance + (1 - EWMA) * close * close
    }
    records.exhausted[row] = exhausted
    records.loss[row] = total
    this.count(row, 'closedOut', closed)
    if (confirmations?.differs === true) this.count(row, 'misconfirmed', 1)
    this.write(open, row)
  }

  private countActions(rebalanced: NonNullable<BookLoss['rebalanced']>, low: number, high: number, row: number): void {
    rebalanced(low, high, this.actions)
    ACTIONS.forEach((name, k) => {
      this.count(row, name, this.actions[k] as number)
    })
  }

  private countLoss(row: number): void {
    const delay = this.step.confirmationDelay
    this.count(row, 'losses', 1)
    if (delay === Infinity) this.count(row, 'never', 1)
    else if (delay > 0) this.count(row, 'late', 1)
  }

  /** A day without a loss on which the network confirms one: what the price that it reads would leave unpaid, or what an attacker claims. */
  private falseAlarm(open: OpenWaterfall, confirmations: Confirmations, row: number): void {
    const {claim, column, day, step} = this
    if (column.alarms === 'late') return
    const alarm = confirmations.falseAlarm(step.index)
    if (alarm === undefined) return
    if (alarm.claim !== undefined) claim.amount = alarm.claim
    else {
      const {read} = alarm
      column.book.day(min(0, read), max(0, read), read, day)
      claim.amount = day[0] as number
    }
    if (claim.amount === 0) return
    step.confirmed = true
    this.count(row, 'falseAlarms', 1)
    this.count(row, 'falselyPaid', open.payFalsely(step, claim))
    step.confirmed = false
  }

  private count(row: number, name: Count, amount: number): void {
    const at = row * COUNTS.length + COUNTS.indexOf(name)
    this.records.counts[at] = (this.records.counts[at] as number) + amount
  }

  private write(open: OpenWaterfall, row: number): void {
    const {records} = this
    const at = row * records.layers
    open.layers.forEach((layer, k) => {
      records.paid[at + k] = open.total[k] as number
      records.cost[at + k] = layer.cost
      records.used[at + k] = open.firstUsed[k] === -1 ? 0 : 1
      records.beyond[at + k] = open.firstExhausted[k] === -1 ? 0 : 1
      if (this.horizon.measures) writeMeasures(records, k, row, layer.measures())
    })
  }
}

function writeMeasures({measures, paths}: Records, k: number, row: number, found: Readonly<Record<string, number>>) {
  const named = (measures[k] ??= Object.fromEntries(Object.keys(found).map((name) => [name, new Float64Array(paths)])))
  for (const [name, value] of Object.entries(found)) (named[name] as Float64Array)[row] = value
}

/** The loss of a day; what only the last layers ask for is worked out when they ask. */
export class DayLoss implements Loss {
  amount = 0
  margin = 0
  notional = 0
  /** Thousands of days are settled by sums alone; `winners` is filled where one day is looked at. */
  winners: Winners | undefined
  private readonly book: BookLoss
  private readonly withMargin: boolean
  private ratio = 1
  private losing = 1

  constructor(book: BookLoss, withMargin: boolean) {
    this.book = book
    this.withMargin = withMargin
  }

  /** Takes over a day's figures; `returned` is a payment that turned out not to be good. */
  of(day: Outputs, returned: number, falling: boolean): this {
    const broke = day[0] as number
    this.margin = this.withMargin && broke > 0 ? (day[1] as number) : 0
    this.amount = broke + this.margin + returned
    this.notional = day[3] as number
    this.losing = falling ? 1 : -1
    return this
  }

  /** At which price over the opening accounts are valued. */
  at(ratio: number): void {
    this.ratio = ratio
  }

  get profits(): number {
    return this.book.profits(this.ratio, this.losing)
  }

  get equity(): number {
    return this.book.equity(this.ratio)
  }

  /** Every account at that price; a buffer that the next call overwrites. */
  accounts(): Accounts {
    return this.book.accounts(this.ratio, this.losing)
  }
}

/** The EWMA variance of a day at the end of history, where the layers' forecast begins. */
export function lastVariance(close: Float64Array): number {
  let variance = close.reduce((sum, r) => sum + r * r, 0) / close.length
  for (const r of close) variance = EWMA * variance + (1 - EWMA) * r * r
  return variance
}
