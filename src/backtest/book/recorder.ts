import {dayOf, type Bars} from './bars.js'
import {LedgerWriter} from './ledger.js'
import type {BookResult, CascadeResult, DayResult, Detail, LiquidationEvent, PerBarResult} from './result.js'
import {SparseRows} from './sparse-rows.js'

const NONE = new Float64Array(0)
const [LOSS, INFLOW, NOTIONAL, COUNT] = [0, 1, 2, 3] as const
const WORST_DAYS = 10

export interface Opening {
  readonly bars: Bars
  readonly positions: number
  readonly exposure: number
  /** What `share` is counted in: units of the book, or debt. */
  readonly quantity: number
  readonly collateral: number
}

/** Adds up what a run does. Engines write to the public sums directly where a call for each figure would be too slow. */
export class Recorder {
  count = 0
  positions = 0
  notional = 0
  quantity = 0
  badDebt = 0
  penalties = 0
  toFund = 0
  slippage = 0
  userCost = 0
  delaySum = 0
  delayMax = 0
  readonly ledger: LedgerWriter
  readonly series: boolean
  readonly logs: boolean
  readonly atExecution: number[] = []
  atExecutionExposure = 0
  unfinished = 0
  unfinishedShortfall = 0
  unfinishedExposure = 0
  private readonly rows = new SparseRows(4)
  private readonly events: LiquidationEvent[] = []

  private readonly opening: Opening

  constructor(opening: Opening, detail: Detail) {
    this.opening = opening
    this.series = detail !== 'totals'
    this.logs = detail === 'events'
    const bars = opening.bars.open.length
    this.ledger = new LedgerWriter(opening.collateral, this.series ? bars : 0)
  }

  /** One closing action. The money that moved with it is written to the ledger by the engine. */
  close(
    bar: number,
    triggered: number,
    notional: number,
    quantity: number,
    penalty: number,
    toFund: number,
    badDebt: number,
    slippage: number,
    userCost: number,
  ): void {
    this.count++
    this.notional += notional
    this.quantity += quantity
    this.badDebt += badDebt
    this.penalties += penalty
    this.toFund += toFund
    this.slippage += slippage
    this.userCost += userCost
    const delay = bar - triggered
    this.delaySum += delay
    if (delay > this.delayMax) this.delayMax = delay
    if (!this.series) return
    const at = this.rows.at(bar)
    const {data} = this.rows
    data[at + LOSS] = (data[at + LOSS] as number) + badDebt
    data[at + INFLOW] = (data[at + INFLOW] as number) + toFund
    data[at + NOTIONAL] = (data[at + NOTIONAL] as number) + notional
    data[at + COUNT] = (data[at + COUNT] as number) + 1
  }

  /** Further positions that the same action closed. */
  alsoClosed(bar: number, triggered: number, positions: number): void {
    this.count += positions
    this.delaySum += positions * (bar - triggered)
    if (!this.series) return
    const at = this.rows.at(bar) + COUNT
    this.rows.data[at] = (this.rows.data[at] as number) + positions
  }

  log(event: LiquidationEvent): void {
    this.events.push(event)
  }

  result(idOf: (index: number) => string, collateralAtEnd: number, cascade?: CascadeResult): BookResult {
    const {opening} = this
    const perBar = this.perBar()
    return {
      atExecution: {
        count: this.atExecution.length,
        exposure: this.atExecutionExposure,
        ids: this.atExecution.map((index) => idOf(index)),
      },
      badDebt: this.badDebt,
      badDebtShare: opening.exposure > 0 ? this.badDebt / opening.exposure : 0,
      bars: opening.bars.open.length,
      closeDelay: {max: this.delayMax, mean: this.count === 0 ? 0 : this.delaySum / this.count},
      ...(cascade && {cascade}),
      events: this.events,
      exposure: opening.exposure,
      ...(this.series && {ledger: this.ledger.ledger(collateralAtEnd)}),
      liquidations: {
        count: this.count,
        notional: this.notional,
        positions: this.positions,
        share: opening.quantity > 0 ? this.quantity / opening.quantity : 0,
      },
      penalties: this.penalties,
      perBar,
      positions: opening.positions,
      slippage: this.slippage,
      toFund: this.toFund,
      unfinished: {count: this.unfinished, exposure: this.unfinishedExposure, shortfall: this.unfinishedShortfall},
      userCost: this.userCost,
      worstDays: this.series ? this.worstDays() : [],
    }
  }

  /** The columns are made when they are first read. */
  private perBar(): PerBarResult {
    const bars = this.opening.bars.open.length
    const columns = new Map<number, Float64Array>()
    const column = (figure: number): Float64Array => {
      const known = columns.get(figure) ?? (this.series ? this.rows.column(figure, bars) : NONE)
      columns.set(figure, known)
      return known
    }
    return {
      get count() {
        return column(COUNT)
      },
      get inflow() {
        return column(INFLOW)
      },
      get loss() {
        return column(LOSS)
      },
      get notional() {
        return column(NOTIONAL)
      },
    }
  }

  private worstDays(): DayResult[] {
    const {rows} = this
    const days: DayResult[] = []
    for (let row = 0; row < rows.count; row++) {
      const count = rows.figure(row, COUNT)
      if (count === 0) continue
      const day = dayOf(this.opening.bars, rows.bar(row))
      const last = days.at(-1)
      const before = last?.day === day ? (days.pop() as DayResult) : {badDebt: 0, count: 0, notional: 0}
      days.push({
        badDebt: before.badDebt + rows.figure(row, LOSS),
        count: before.count + count,
        day,
        notional: before.notional + rows.figure(row, NOTIONAL),
      })
    }
    days.sort((a, b) => b.badDebt - a.badDebt || b.notional - a.notional || a.day - b.day)
    return days.slice(0, WORST_DAYS)
  }
}
