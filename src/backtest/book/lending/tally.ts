import type {Bars} from '../bars.js'
import {LedgerWriter, type Ledger} from '../ledger.js'
import {Recorder} from '../recorder.js'
import type {BookResult, Detail} from '../result.js'
import type {AssetView} from './assets.js'
import type {LoanBook} from './book.js'
import type {Closed} from './close.js'

/** What lending has beyond the figures of every book. */
export interface LendingResult extends BookResult {
  /** Liquidations of loans past the frontier `LTV > 1 / (1 + bonus)`, where each one leaves the rest worse. */
  readonly toxic: {readonly count: number; readonly debt: number}
  /** Attempts that no liquidator made because slippage and gas ate the bonus. */
  readonly unprofitable: number
  /** Units of debt (at their first price, without interest) as `ledger` keeps collateral (at its first price). */
  readonly debtLedger?: Ledger
}

/** Adds up what happens to loans; shared by both roads. */
export class Tally {
  readonly recorder: Recorder
  unprofitable = 0
  private readonly debtLedger: LedgerWriter
  private toxicCount = 0
  private toxicDebt = 0

  constructor(bars: Bars, detail: Detail, positions: number, collateral: number, debt: number) {
    this.recorder = new Recorder({bars, collateral, exposure: debt, positions, quantity: debt}, detail)
    this.debtLedger = new LedgerWriter(debt, detail === 'totals' ? 0 : bars.open.length)
  }

  /** @param principal what the debt that left was in units of the first bar, and what of it was repaid */
  close(
    index: number,
    bar: number,
    triggered: number,
    closed: Closed,
    price: number,
    collateral: AssetView,
    debt: AssetView,
    left: {readonly collateral: number; readonly debt: number},
  ): void {
    const {recorder} = this
    const {badDebt, fee, penalty, repaid, returned, slippage, sold, toFund, toxic, writtenOff} = closed
    const scaled = debt.start / debt.interest
    recorder.close(
      bar,
      triggered,
      (sold + fee) * price,
      (repaid + writtenOff) * scaled,
      penalty,
      toFund,
      badDebt,
      slippage,
      penalty,
    )
    recorder.ledger.write(
      bar,
      left.collateral * collateral.start,
      0,
      0,
      (sold + fee) * collateral.start,
      returned * collateral.start,
      0,
    )
    this.debtLedger.write(bar, left.debt * debt.start, 0, 0, 0, repaid * scaled, writtenOff * scaled)
    if (toxic) {
      this.toxicCount++
      this.toxicDebt += (repaid + writtenOff) * debt.open
    }
    if (recorder.logs) {
      recorder.log({
        badDebt,
        base: price,
        closed: bar,
        fill: price,
        penalty,
        position: index,
        size: sold + fee,
        triggered,
      })
    }
  }

  result(book: LoanBook, collateralLeft: number, debtLeft: number, cascade: BookResult['cascade']): LendingResult {
    return {
      ...this.recorder.result((i) => book.idOf(i), collateralLeft, cascade),
      ...(this.recorder.series && {debtLedger: this.debtLedger.ledger(debtLeft)}),
      toxic: {count: this.toxicCount, debt: this.toxicDebt},
      unprofitable: this.unprofitable,
    }
  }
}
