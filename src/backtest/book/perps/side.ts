import type {Recorder} from '../recorder.js'
import type {BookResult} from '../result.js'
import {GONE, ThresholdQueue} from '../threshold-queue.js'
import type {PreparedSide} from './prepare.js'
import type {PerpRules} from './rules.js'

const {abs, max, min} = Math

/** What a bar looks like to both sides of the book: set once a bar by the run, read here. */
export interface BarView {
  bar: number
  /** Market opening, displaced by the liquidations of earlier bars. */
  open: number
  /** Market opening of the path, to turn units into notional. */
  pathOpen: number
  funding: number
  /** Whether an oracle apart from the market triggers, and its answer. */
  byOracle: boolean
  oracle: number
  /** Displacement of the price by earlier bars, as a fraction; down is positive. */
  displacement: number
}

/**
 * One side of an isolated book under one path and one set of rules. Positions wait in static arrays sorted by threshold;
 * those whose threshold changes (a partial liquidation, a liquidation that came too late) wait in a heap beside them.
 */
export class SideRun {
  /** Units still open. */
  units: number
  /** Notional that this side's liquidations traded in this bar, at the path's opening price. */
  traded = 0
  induced = 0
  triggeredUnits = 0
  firstWaveUnits = 0
  /** Maintenance rates in force, for each bracket. */
  readonly rates: Float64Array

  private readonly sign: 1 | -1
  private readonly tradeSide: 'buy' | 'sell'
  private readonly size: Float64Array
  private readonly collateral: Float64Array
  /** See `ThresholdQueue`; absent where no threshold ever changes. */
  private readonly epoch: Int32Array | undefined
  private readonly partlyClosed: Uint8Array | undefined
  /** One for each bracket. */
  private readonly queues: readonly ThresholdQueue[]
  private readonly first: ThresholdQueue
  private readonly dueSlots: number[] = []
  private readonly dueTriggers: number[] = []
  private dueHead = 0
  private readonly plain: boolean
  private readonly fundShare: number
  private readonly latency: number

  private readonly side: PreparedSide
  private readonly amounts: readonly number[]
  private readonly rules: PerpRules
  private readonly view: BarView
  private readonly recorder: Recorder

  constructor(side: PreparedSide, amounts: readonly number[], rules: PerpRules, view: BarView, recorder: Recorder) {
    this.side = side
    this.amounts = amounts
    this.rules = rules
    this.view = view
    this.recorder = recorder
    this.sign = side.sign
    this.tradeSide = side.sign === 1 ? 'sell' : 'buy'
    this.latency = rules.latencyBars ?? 0
    this.fundShare = rules.penaltyToFund ?? 1
    this.units = side.total
    this.rates = new Float64Array(amounts.length)
    const changing = rules.partial !== undefined
    this.plain = !changing && this.latency === 0 && amounts.length === 1
    this.size = changing ? side.size.slice() : side.size
    this.collateral = changing ? side.collateral.slice() : side.collateral
    this.partlyClosed = changing ? new Uint8Array(side.count) : undefined
    this.epoch = this.plain ? undefined : new Int32Array(side.count)
    this.queues = side.keys.map((keys, b) => new ThresholdQueue(keys, side.order[b], this.epoch))
    this.first = this.queues[0] as ThresholdQueue
  }

  /** The highest threshold key of the first bracket: nothing happens while the market's key stays above it. */
  get nextKey(): number {
    return this.first.top
  }

  get hasDue(): boolean {
    return this.dueHead < this.dueSlots.length
  }

  /** The market's key at a price, for a bracket: see `PreparedSide`. */
  private marketKey(price: number, bracket: number): number {
    return this.sign * (price - this.view.funding) - (this.rates[bracket] as number) * price
  }

  private positionKey(slot: number, bracket: number): number {
    const owned = (this.collateral[slot] as number) + (this.amounts[bracket] as number)
    return this.sign * (this.side.entry[slot] as number) - owned / (this.size[slot] as number)
  }

  private liquidatableAt(slot: number, price: number): boolean {
    for (let b = 0; b < this.amounts.length; b++) {
      if (this.marketKey(price, b) < this.positionKey(slot, b)) return true
    }
    return false
  }

  /** Positions that are liquidatable at a price before anything has happened, as indices into the book. */
  *liquidatableNow(price: number): Generator<number> {
    const seen = new Set<number>()
    for (const [b, queue] of this.queues.entries()) {
      for (const slot of queue.above(this.marketKey(price, b))) {
        if (!seen.has(slot)) yield this.side.index[slot] as number
        seen.add(slot)
      }
    }
  }

  /** Executes what was triggered `latency` bars ago, if it is still liquidatable at this opening. */
  executeDue(): void {
    const {view} = this
    while (this.dueHead < this.dueSlots.length) {
      const triggered = this.dueTriggers[this.dueHead] as number
      if (triggered + this.latency > view.bar) return
      const slot = this.dueSlots[this.dueHead++] as number
      const seen = view.byOracle ? view.oracle : view.open
      if (this.liquidatableAt(slot, seen)) this.execute(slot, triggered, view.open)
      else this.rearm(slot)
    }
    this.dueSlots.length = 0
    this.dueTriggers.length = 0
    this.dueHead = 0
  }

  /** Triggers all that the adverse extreme of the bar crosses, and what that pulls after it: the least fixed point. */
  trigger(extreme: number): void {
    const {rules, view} = this
    if (rules.impact !== undefined) {
      this.triggerWithImpact(extreme)
      return
    }
    const price = view.byOracle ? view.oracle : extreme
    if (this.plain) {
      this.triggerPlain(this.marketKey(price, 0))
      return
    }
    while (this.triggerOne(price) !== undefined);
  }

  /** One sorted list and nothing that changes: the road that almost every sweep takes. */
  private triggerPlain(key: number): void {
    for (let slot = this.first.take(key); slot !== -1; slot = this.first.take(key)) {
      this.recorder.positions++
      this.settle(slot, 1, this.view.bar, this.fillBase(slot))
    }
  }

  private triggerWithImpact(extreme: number): void {
    const {rules, sign, view} = this
    const impact = rules.impact as NonNullable<PerpRules['impact']>
    const alone = view.byOracle ? view.oracle : extreme * max(0, 1 - view.displacement)
    for (;;) {
      const moved = impact.liquidity.impact(this.traded, view.bar, this.tradeSide)
      // An oracle is read at the opening: what happens inside the bar does not reach it.
      const price = view.byOracle ? alone : extreme * max(0, 1 - view.displacement - sign * moved)
      const units = this.triggerOne(price, alone)
      if (units === undefined) return
    }
  }

  /**
   * Triggers the one position whose threshold lies highest above the market's key in some bracket; undefined when there is
   * none. `alone` is the price without the impact of this bar.
   */
  private triggerOne(price: number, alone = price): number | undefined {
    for (let b = 0; b < this.amounts.length; b++) {
      const slot = (this.queues[b] as ThresholdQueue).take(this.marketKey(price, b))
      if (slot < 0) continue
      const units = this.size[slot] as number
      this.triggeredUnits += units
      if (alone === price || this.liquidatableAt(slot, alone)) this.firstWaveUnits += units
      else this.induced++
      if (this.latency > 0) {
        this.dueSlots.push(slot)
        this.dueTriggers.push(this.view.bar)
        this.moveOn(slot)
      } else {
        this.execute(slot, this.view.bar, this.fillBase(slot))
      }
      return units
    }
    return undefined
  }

  /** Voids what the queues know of a position. */
  private moveOn(slot: number): void {
    if (this.epoch !== undefined) this.epoch[slot] = (this.epoch[slot] as number) + 1
  }

  /** Puts a position whose threshold changed, or that was not closed after all, back among those that wait. */
  private rearm(slot: number): void {
    this.moveOn(slot)
    for (const [b, queue] of this.queues.entries()) queue.push(this.positionKey(slot, b), slot)
  }

  /** Where a position that this bar triggers is filled, before slippage: at its threshold, or the open if that is beyond. */
  private fillBase(slot: number): number {
    const {amounts, rates, sign, view} = this
    if (view.byOracle) return view.open
    let first = -Infinity
    for (let b = 0; b < amounts.length; b++) {
      const threshold = (this.positionKey(slot, b) + sign * view.funding) / (sign - (rates[b] as number))
      first = max(first, sign * threshold)
    }
    return sign * min(first, sign * view.open)
  }

  private execute(slot: number, triggered: number, base: number): void {
    const {partial} = this.rules
    const {byOracle, oracle} = this.view
    const partlyClosed = this.partlyClosed?.[slot] ?? 0
    if (partlyClosed === 0) this.recorder.positions++
    const inParts =
      partial !== undefined && partlyClosed === 0 && (this.size[slot] as number) * base >= partial.minNotional
    if (!inParts) {
      this.settle(slot, 1, triggered, base)
      return
    }
    this.settle(slot, partial.fraction, triggered, base)
    ;(this.partlyClosed as Uint8Array)[slot] = 1
    // What the partial close did not cure is closed at once; a keeper with latency must come again.
    const cured = !this.liquidatableAt(slot, byOracle ? oracle : base)
    if (cured || this.latency > 0) this.rearm(slot)
    else this.settle(slot, 1, triggered, base)
  }

  /** Closes a fraction of a position at `base` less slippage and hands the money around. */
  private settle(slot: number, fraction: number, triggered: number, base: number): void {
    const {recorder, rules, sign, view} = this
    const size = this.size[slot] as number
    const collateral = this.collateral[slot] as number
    const entry = this.side.entry[slot] as number
    const units = size * fraction
    const notional = units * base
    const slip = rules.slippage === undefined ? 0 : rules.slippage.slippage(notional, view.bar, this.tradeSide)
    const fill = base * (1 - sign * slip)
    const gain = sign * units * (fill - entry - view.funding)
    const cost = notional * slip
    const equityAtBase = max(0, collateral + sign * size * (base - entry - view.funding))
    const due = rules.penalty * units * fill
    this.units -= units
    this.traded += units * view.pathOpen
    if (fraction < 1) {
      const equity = collateral + sign * size * (fill - entry - view.funding)
      const penalty = min(due, max(0, equity))
      const left = collateral + gain - penalty
      const toFund = penalty * this.fundShare
      const userCost = min(cost + penalty, equityAtBase)
      recorder.close(view.bar, triggered, notional, units, penalty, toFund, 0, cost, userCost)
      recorder.ledger.write(view.bar, collateral - left, gain, 0, penalty, 0, 0)
      this.size[slot] = size - units
      this.collateral[slot] = left
      if (recorder.logs) this.log(slot, triggered, units, base, fill, penalty, 0)
      return
    }
    const equity = collateral + gain
    const penalty = min(due, max(0, equity))
    const badDebt = max(0, -equity)
    const left = max(0, equity - penalty)
    const seized = rules.remainder === 'fund' ? left : 0
    const returned = left - seized
    const toFund = penalty * this.fundShare + seized
    recorder.close(view.bar, triggered, notional, units, penalty, toFund, badDebt, cost, equityAtBase - returned)
    recorder.ledger.write(view.bar, collateral, gain, badDebt, penalty, returned, seized)
    if (this.epoch !== undefined) this.epoch[slot] = GONE
    if (recorder.logs) this.log(slot, triggered, units, base, fill, penalty, badDebt)
  }

  private log(
    slot: number,
    triggered: number,
    size: number,
    base: number,
    fill: number,
    penalty: number,
    badDebt: number,
  ) {
    const position = this.side.index[slot] as number
    this.recorder.log({badDebt, base, closed: this.view.bar, fill, penalty, position, size, triggered})
  }

  /** Collateral of the positions that are left, added up afresh. */
  collateralLeft(): number {
    let sum = 0
    for (let slot = this.plain ? this.first.taken : 0; slot < this.side.count; slot++) {
      if (this.epoch?.[slot] !== GONE) sum += this.collateral[slot] as number
    }
    return sum
  }

  /** Positions that were triggered and not executed when the path ended: how many, and what they owe at a price. */
  unfinished(price: number): BookResult['unfinished'] {
    let exposure = 0
    let shortfall = 0
    for (const slot of this.dueSlots.slice(this.dueHead)) {
      const gain = this.sign * (price - (this.side.entry[slot] as number) - this.view.funding)
      exposure += (this.size[slot] as number) * price
      shortfall += max(0, -((this.collateral[slot] as number) + (this.size[slot] as number) * gain))
    }
    return {count: this.dueSlots.length - this.dueHead, exposure, shortfall}
  }

  /** Largest displacement of the price by this side in this bar. */
  displacementNow(): number {
    const {impact} = this.rules
    return impact === undefined ? 0 : abs(impact.liquidity.impact(this.traded, this.view.bar, this.tradeSide))
  }
}
