import {dayOf, type Bars} from './bars.js'
import {LedgerWriter} from './ledger.js'
import type {BookResult, CascadeResult, DayResult, Detail, LiquidationEvent} from './result.js'

const NONE = new Float64Array(0)
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
  private readonly loss: Float64Array
  private readonly inflow: Float64Array
  private readonly notionals: Float64Array
  private readonly counts: Float64Array
  private readonly events: LiquidationEvent[] = []

  private readonly opening: Opening

  constructor(opening: Opening, detail: Detail) {
    this.opening = opening
    this.series = detail !== 'totals'
    this.logs = detail === 'events'
    const bars = opening.bars.open.length
    this.ledger = new LedgerWriter(opening.collateral, this.series ? bars : 0)
    const column = () => (this.series ? new Float64Array(bars) : NONE)
    this.loss = column()
    this.inflow = column()
    this.notionals = column()
    this.counts = column()
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
    add(this.loss, bar, badDebt)
    add(this.inflow, bar, toFund)
    add(this.notionals, bar, notional)
    add(this.counts, bar, 1)
  }

  /** Further positions that the same action closed. */
  alsoClosed(bar: number, triggered: number, positions: number): void {
    this.count += positions
    this.delaySum += positions * (bar - triggered)
    if (this.series) add(this.counts, bar, positions)
  }

  log(event: LiquidationEvent): void {
    this.events.push(event)
  }

  result(idOf: (index: number) => string, collateralAtEnd: number, cascade?: CascadeResult): BookResult {
    const {opening, loss, notionals, counts} = this
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
      perBar: {count: counts, inflow: this.inflow, loss, notional: notionals},
      positions: opening.positions,
      slippage: this.slippage,
      toFund: this.toFund,
      unfinished: {count: this.unfinished, exposure: this.unfinishedExposure, shortfall: this.unfinishedShortfall},
      userCost: this.userCost,
      worstDays: this.series ? this.worstDays() : [],
    }
  }

  private worstDays(): DayResult[] {
    const days: DayResult[] = []
    for (let bar = 0; bar < this.counts.length; bar++) {
      const count = this.counts[bar] as number
      if (count === 0) continue
      const day = dayOf(this.opening.bars, bar)
      const last = days.at(-1)
      const before = last?.day === day ? (days.pop() as DayResult) : {badDebt: 0, count: 0, notional: 0}
      days.push({
        badDebt: before.badDebt + (this.loss[bar] as number),
        count: before.count + count,
        day,
        notional: before.notional + (this.notionals[bar] as number),
      })
    }
    days.sort((a, b) => b.badDebt - a.badDebt || b.notional - a.notional || a.day - b.day)
    return days.slice(0, WORST_DAYS)
  }
}

function add(column: Float64Array, bar: number, value: number): void {
  column[bar] = (column[bar] as number) + value
}
