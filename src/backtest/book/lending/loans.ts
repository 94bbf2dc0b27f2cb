import {argsortDescending} from '../../../numerics/argsort.js'
import {amplificationOf, type CascadeResult, type RunOptions} from '../result.js'
import {GONE, ThresholdQueue} from '../threshold-queue.js'
import {assetViews, type AssetView} from './assets.js'
import type {LoanBook} from './book.js'
import {closeLoan, healthOf, JUST_BELOW_ONE, MOST_STEPS} from './close.js'
import {requireLendingRules, rulesOf, type AssetPath, type CollateralRules, type LendingRules} from './rules.js'
import {Tally, type LendingResult} from './tally.js'

const {max, min} = Math

/** Loans of one kind: same assets, same parameters, hence one sort. */
interface Group {
  readonly rules: CollateralRules
  readonly collateral: AssetView
  readonly debt: AssetView
  /** By debt per unit of collateral. */
  readonly queue: ThresholdQueue
}

interface Waiting {
  readonly loan: number
  readonly triggered: number
  readonly due: number
  readonly auction: boolean
}

/**
 * Replays asset prices against loans that stand alone. A loan is liquidatable when
 * `P x LT / I < debt / collateral` (P the collateral's price in units of debt, I the growth of debt by interest): the right
 * side is sorted once, and a bar touches only the loans that it crosses.
 *
 * Conventions: triggered by the bar's low of collateral over the high of debt; closed at the threshold price, or the
 * opening if that is beyond, with both prices moving in step from their openings to those extremes; with an oracle apart from the market its answers at the opening trigger and value, and what
 * is seized sells at the market's opening; latency and auctions end at openings. A loan whose liquidation does not pay is
 * tried again at every opening until it does or is healthy.
 */
export function runLoans(
  book: LoanBook,
  paths: ReadonlyMap<string, AssetPath>,
  rules: LendingRules,
  options: RunOptions = {},
): LendingResult {
  requireLendingRules(rules)
  return new LoanRun(book, paths, rules, options).run()
}

class LoanRun {
  private readonly book: LoanBook
  private readonly rules: LendingRules
  private readonly assets: readonly AssetView[]
  private readonly groups: readonly Group[]
  private readonly collateral: Float64Array
  /** Debt in units of the first bar: interest is in the index. */
  private readonly debt: Float64Array
  private readonly epoch: Int32Array
  private readonly touched: Uint8Array
  private readonly tally: Tally
  private readonly bars: number
  private readonly byOracle: boolean
  private readonly latency: number
  private readonly costs: {readonly slippage: LendingRules['slippage']; readonly gas: number}
  private waiting: Waiting[] = []
  private bar = 0
  private triggered = 0
  private firstWave = 0
  private induced = 0

  constructor(
    book: LoanBook,
    paths: ReadonlyMap<string, AssetPath>,
    rules: LendingRules,
    {detail = 'series'}: RunOptions,
  ) {
    const views = assetViews(book, paths, rules.impact)
    this.book = book
    this.rules = rules
    this.assets = [...views.values()]
    this.byOracle = this.assets.some(({path}) => path?.oracle !== undefined)
    this.latency = rules.latencyBars ?? 0
    this.costs = {gas: rules.gas ?? 0, slippage: rules.slippage}
    this.collateral = book.collateral.slice()
    this.debt = book.debt.slice()
    this.epoch = new Int32Array(book.count)
    this.touched = new Uint8Array(book.count)
    this.groups = book.kinds.map((kind, k) => {
      const members = Int32Array.from({length: book.count}, (_, i) => i).filter((i) => book.kind[i] === k)
      const raw = Float64Array.from(members, (i) => this.keyOf(i))
      const ranks = argsortDescending(raw)
      return {
        collateral: views.get(kind.collateralAsset) as AssetView,
        debt: views.get(kind.debtAsset) as AssetView,
        queue: new ThresholdQueue(
          Float64Array.from(ranks, (rank) => raw[rank] as number),
          Int32Array.from(ranks, (rank) => members[rank] as number),
          this.epoch,
        ),
        rules: rulesOf(kind, rules),
      }
    })
    const path = this.assets.find((asset) => asset.path !== undefined)?.path as AssetPath
    this.bars = path.open.length
    this.tally = new Tally(path, detail, book.count, this.collateralLeft(), this.debtLeft())
  }

  private keyOf(i: number): number {
    const debt = this.debt[i] as number
    return debt === 0 ? -Infinity : debt / (this.collateral[i] as number)
  }

  private groupOf(i: number): Group {
    return this.groups[this.book.kind[i] as number] as Group
  }

  run(): LendingResult {
    const {assets, rules, tally} = this
    for (let bar = 0; bar < this.bars; bar++) {
      this.bar = bar
      for (const asset of assets) asset.lookAt(bar)
      if (bar === 0) this.atExecution()
      if (this.waiting.length > 0) this.retry()
      // A sale in one group lowers the price for the others that hold the same collateral.
      while (this.triggerAll());
      for (const asset of assets) asset.endBar(bar)
    }
    const {recorder} = tally
    recorder.unfinished = this.waiting.length
    for (const {loan} of this.waiting) {
      const {collateral, debt} = this.groupOf(loan)
      const owed = (this.debt[loan] as number) * debt.interest * this.lastClose(debt)
      recorder.unfinishedExposure += (this.debt[loan] as number) * debt.start
      recorder.unfinishedShortfall += max(0, owed - (this.collateral[loan] as number) * this.lastClose(collateral))
    }
    let cascade: CascadeResult | undefined
    if (rules.impact !== undefined) {
      const displacement = assets.reduce((widest, asset) => max(widest, asset.widest), 0)
      cascade = {amplification: amplificationOf(this.triggered, this.firstWave), displacement, induced: this.induced}
    }
    return tally.result(this.book, this.collateralLeft(), this.debtLeft(), cascade)
  }

  private lastClose({path}: AssetView): number {
    return path === undefined ? 1 : (path.close[this.bars - 1] as number)
  }

  private collateralLeft(): number {
    return this.collateral.reduce((sum, units, i) => sum + units * this.groupOf(i).collateral.start, 0)
  }

  private debtLeft(): number {
    return this.debt.reduce((sum, units, i) => sum + units * this.groupOf(i).debt.start, 0)
  }

  private atExecution(): void {
    const {recorder} = this.tally
    for (const {collateral, debt, queue, rules} of this.groups) {
      const key = ((collateral.answer / debt.answer) * rules.liquidationThreshold) / debt.interest
      for (const loan of queue.above(key)) {
        recorder.atExecution.push(loan)
        recorder.atExecutionExposure += (this.debt[loan] as number) * debt.start
      }
    }
  }

  private triggerAll(): boolean {
    let any = false
    for (const group of this.groups) {
      while (this.triggerOne(group)) any = true
    }
    return any
  }

  private triggerOne(group: Group): boolean {
    const {collateral, debt, rules} = group
    const scale = rules.liquidationThreshold / debt.interest
    const lowest = this.byOracle ? collateral.answer / debt.answer : collateral.pushedLow(this.bar) / debt.high
    const loan = group.queue.take(lowest * scale)
    if (loan < 0) return false
    const key = this.keyOf(loan)
    const size = (this.debt[loan] as number) * debt.start
    this.triggered += size
    if (this.byOracle || (collateral.low / debt.high) * scale < key) this.firstWave += size
    else this.induced++
    this.epoch[loan] = (this.epoch[loan] as number) + 1
    if (this.latency > 0) {
      this.waiting.push({auction: false, due: this.bar + this.latency, loan, triggered: this.bar})
    } else if (this.byOracle) {
      this.attempt(loan, this.bar, collateral.answer, debt.answer, collateral.open)
    } else {
      const pair = key / scale
      const beyond = collateral.open <= pair * debt.open
      const debtPrice = beyond ? debt.open : priceOfDebt(pair, collateral, debt)
      const price = beyond ? collateral.open : pair * debtPrice
      this.attempt(loan, this.bar, price, debtPrice, price)
    }
    return true
  }

  private rearm(loan: number): void {
    this.epoch[loan] = (this.epoch[loan] as number) + 1
    this.groupOf(loan).queue.push(this.keyOf(loan), loan)
  }

  /** What waits is looked at at every opening from when it is due. */
  private retry(): void {
    const before = this.waiting
    this.waiting = []
    for (const entry of before) {
      const {auction, due, loan, triggered} = entry
      if (due > this.bar) {
        this.waiting.push(entry)
        continue
      }
      const {collateral, debt, rules} = this.groupOf(loan)
      if (auction) {
        this.closeOnce(loan, triggered, collateral.answer, debt.answer, collateral.open, JUST_BELOW_ONE)
        continue
      }
      const owed = (this.debt[loan] as number) * debt.interest
      const health = healthOf(this.collateral[loan] as number, owed, collateral.answer, debt.answer, rules)
      if (health < 1) this.attempt(loan, triggered, collateral.answer, debt.answer, collateral.open)
      else this.rearm(loan)
    }
  }

  /** Liquidates at given prices until the loan is healthy, gone, or nobody wants it. */
  private attempt(loan: number, triggered: number, collateralPrice: number, debtPrice: number, market: number): void {
    const {closing} = this.rules
    if (closing.kind === 'auction' && closing.bars > 0) {
      this.waiting.push({auction: true, due: this.bar + closing.bars, loan, triggered})
      return
    }
    const {debt, rules} = this.groupOf(loan)
    for (let step = 0; step < MOST_STEPS; step++) {
      const owed = (this.debt[loan] as number) * debt.interest
      const health = healthOf(this.collateral[loan] as number, owed, collateralPrice, debtPrice, rules)
      if (step > 0 && health >= 1) break
      const closed = this.closeOnce(loan, triggered, collateralPrice, debtPrice, market, min(health, JUST_BELOW_ONE))
      if (!closed) {
        this.tally.unprofitable++
        this.waiting.push({auction: false, due: this.bar + 1, loan, triggered})
        return
      }
      if (this.epoch[loan] === GONE) return
    }
    this.rearm(loan)
  }

  private closeOnce(
    loan: number,
    triggered: number,
    collateralPrice: number,
    debtPrice: number,
    marketPrice: number,
    health: number,
  ): boolean {
    const {collateral: asset, debt, rules} = this.groupOf(loan)
    const units = this.collateral[loan] as number
    const principal = this.debt[loan] as number
    const owed = principal * debt.interest
    const now = {collateral: units, collateralPrice, debt: owed, debtPrice, health, marketPrice}
    const closed = closeLoan(now, rules, this.rules.closing, this.costs, this.bar)
    if (closed === undefined) return false
    const collateralLeft = closed.collateralGone ? 0 : units - closed.sold - closed.fee
    const debtLeft = closed.debtGone ? 0 : principal - closed.repaid / debt.interest
    this.collateral[loan] = collateralLeft
    this.debt[loan] = debtLeft
    asset.sell(closed.sold)
    if (this.touched[loan] === 0) this.tally.recorder.positions++
    this.touched[loan] = 1
    const left = {collateral: units - collateralLeft, debt: principal - debtLeft}
    this.tally.close(loan, this.bar, triggered, closed, collateralPrice, asset, debt, left)
    if (debtLeft === 0) this.epoch[loan] = GONE
    return true
  }
}

/** The price of the debt when the pair's price is at a threshold, with both prices moving in step within the bar. */
function priceOfDebt(pair: number, collateral: AssetView, debt: AssetView): number {
  if (debt.high === debt.open) return debt.open
  const way = (collateral.open - pair * debt.open) / (pair * (debt.high - debt.open) + collateral.open - collateral.low)
  return debt.open + min(1, way) * (debt.high - debt.open)
}
