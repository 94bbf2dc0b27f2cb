import {PlimsollError} from '../../../errors.js'
import {requireAligned} from '../bars.js'
import {Recorder} from '../recorder.js'
import {amplificationOf, type BookResult, type RunOptions} from '../result.js'
import {makeSource, setRates, tableOf, type AccountTable, type PerpMarket, type Source} from './accounts.js'
import type {PerpBook} from './book.js'
import {Margin} from './margin.js'
import {BarPrices} from './prices.js'
import {requireRules, type PerpRules} from './rules.js'
import {Settlement} from './settlement.js'

const {max} = Math
const LIVE = 0
const DUE = 1
const GONE = 2
/** Newton's method needs one step for each bracket that the way to the extreme crosses. */
const MOST_STEPS = 50

/**
 * Replays several markets against accounts that share their collateral among positions (and may hold it in assets that
 * have a price). Every account is looked at in every bar: O(accounts x T).
 *
 * Conventions beyond those of `runIsolated`: an account is tested with each price at the extreme that is adverse to its net
 * exposure there, all at once, which bounds what can have happened inside the bar. Prices are taken to move from their
 * openings to those extremes in step, and the account fills where its equity meets its maintenance on the way: for one
 * position that is its threshold. A liquidation closes all positions; a partial one the same fraction of each. Where
 * liquidations move prices, each bar is solved in rounds: all accounts see the sales of the rounds before.
 */
export function runCross(
  book: PerpBook,
  markets: ReadonlyMap<string, PerpMarket>,
  rules: PerpRules,
  options: RunOptions = {},
): BookResult {
  requireRules(rules)
  const sources: Source[] = []
  const table = tableOf(book, (name) => {
    const known = sources.findIndex((source) => source.name === name)
    if (known !== -1) return known
    const market = markets.get(name)
    if (market !== undefined) return sources.push(makeSource(name, market, rules)) - 1
    throw new PlimsollError('BOOK_PATH', `The book holds ${name}, for which no price path is given.`)
  })
  const [first] = sources
  if (first === undefined) throw new PlimsollError('BOOK_POSITION', 'The book holds no position.')
  for (const {name, path} of sources) {
    requireAligned(`price path of ${name}`, path, {bars: first.path.open, funding: path.funding, oracle: path.oracle})
  }
  return new CrossRun(book, sources, table, rules, options).run()
}

class CrossRun {
  private readonly book: PerpBook
  private readonly rules: PerpRules
  private readonly sources: readonly Source[]
  private readonly table: AccountTable
  private readonly recorder: Recorder
  private readonly margin: Margin
  private readonly prices: BarPrices
  private readonly settlement: Settlement
  private readonly latency: number
  private readonly byOracle: boolean
  private readonly moves: boolean
  private readonly state: Uint8Array
  private readonly partlyClosed: Uint8Array
  private readonly triggeredAt: Int32Array
  private readonly extreme: Float64Array
  private due: number[] = []
  private bar = 0
  private triggered = 0
  private firstWave = 0
  private induced = 0

  constructor(
    book: PerpBook,
    sources: readonly Source[],
    table: AccountTable,
    rules: PerpRules,
    {detail = 'series'}: RunOptions,
  ) {
    this.book = book
    this.rules = rules
    this.sources = sources
    this.table = table
    this.latency = rules.latencyBars ?? 0
    this.byOracle = sources.some(({path}) => path.oracle !== undefined)
    this.moves = sources.some(({impact}) => impact !== undefined)
    this.state = new Uint8Array(table.count)
    this.partlyClosed = new Uint8Array(table.count)
    this.triggeredAt = new Int32Array(table.count)
    this.extreme = new Float64Array(sources.length)
    this.margin = new Margin(table, sources)
    this.prices = new BarPrices(sources)
    let exposure = 0
    for (const [i, units] of table.size.entries()) {
      const of = sources[table.source[i] as number] as Source
      exposure += units * (of.path.open[0] as number)
      if (table.sign[i] === 1) of.longUnits += units
      else of.shortUnits += units
    }
    const {path} = sources[0] as Source
    const opening = {bars: path, collateral: this.collateralLeft(), exposure, positions: book.count, quantity: exposure}
    this.recorder = new Recorder(opening, detail)
    this.settlement = new Settlement(table, sources, rules, this.margin, this.recorder)
  }

  run(): BookResult {
    const {moves, prices, recorder, rules, settlement, sources} = this
    const length = (sources[0] as Source).path.open.length
    for (let bar = 0; bar < length; bar++) {
      this.bar = settlement.bar = bar
      setRates(sources, bar)
      prices.lookAt(bar, this.margin.funding)
      if (bar === 0) this.atExecution()
      if (this.due.length > 0) this.executeDue()
      // Without impact and partial closes nothing in a bar depends on what happened before in it.
      while (this.round()) if (!moves && rules.partial === undefined) break
      if (moves) prices.endBar(bar)
    }
    const last = Float64Array.from(sources, ({path}) => path.close[length - 1] as number)
    recorder.unfinished = this.due.length
    for (const a of this.due) {
      recorder.unfinishedShortfall += max(0, -this.margin.value(a, last))
      for (let i = this.table.first[a] as number; i < (this.table.first[a + 1] as number); i++) {
        recorder.unfinishedExposure += (this.table.size[i] as number) * (last[this.table.source[i] as number] as number)
      }
    }
    const amplification = amplificationOf(this.triggered, this.firstWave)
    const cascade = moves ? {amplification, displacement: prices.displacement, induced: this.induced} : undefined
    return recorder.result((i) => this.book.idOf(i), this.collateralLeft(), cascade)
  }

  /** Collateral of the accounts that are left, holdings at the prices of the first bar. */
  private collateralLeft(): number {
    const {cash, count, firstHolding, holding, holdingSource} = this.table
    let sum = 0
    for (let a = 0; a < count; a++) {
      if (this.state[a] === GONE) continue
      sum += cash[a] as number
      for (let h = firstHolding[a] as number; h < (firstHolding[a + 1] as number); h++) {
        const {path} = this.sources[holdingSource[h] as number] as Source
        sum += (holding[h] as number) * (path.open[0] as number)
      }
    }
    return sum
  }

  /** One look at all accounts; whether it liquidated any. */
  private round(): boolean {
    const {prices} = this
    if (this.moves) prices.push(this.bar)
    const hits: number[] = []
    for (let a = 0; a < this.table.count; a++) {
      if (this.state[a] === LIVE && this.crossed(a, prices.low, prices.high)) hits.push(a)
    }
    // All of a round see the same prices: sales count from the next round on.
    for (const a of hits) this.trigger(a)
    return hits.length > 0
  }

  private trigger(a: number): void {
    const {prices, settlement} = this
    const size = settlement.notional(a)
    this.triggered += size
    if (!this.moves || this.crossed(a, prices.lowAlone, prices.highAlone)) this.firstWave += size
    else this.induced += this.positionsOf(a)
    this.triggeredAt[a] = this.bar
    if (this.latency > 0) {
      this.state[a] = DUE
      this.due.push(a)
      return
    }
    this.setFillPrices(a)
    this.execute(a)
  }

  /** Executes what was triggered `latency` bars ago, if it is still liquidatable at this opening. */
  private executeDue(): void {
    const before = this.due
    this.due = []
    for (const a of before) {
      if ((this.triggeredAt[a] as number) + this.latency > this.bar) {
        this.due.push(a)
        continue
      }
      this.state[a] = LIVE
      if (this.margin.cushion(a, this.byOracle ? this.prices.answer : this.prices.open) >= 0) continue
      this.settlement.price.set(this.prices.open)
      this.execute(a)
    }
  }

  /** Whether the bar takes an account below maintenance, with prices between their openings and the given extremes. */
  private crossed(a: number, low: Float64Array, high: Float64Array): boolean {
    const {margin, prices} = this
    if (this.byOracle) return margin.cushion(a, prices.answer) < 0
    if (margin.worst(a, low, high) >= 0) return false
    this.setExtremes(a, low, high)
    return margin.cushion(a, this.extreme) < 0 || margin.cushion(a, prices.open) < 0
  }

  private setExtremes(a: number, low: Float64Array, high: Float64Array): void {
    const {margin} = this
    margin.slopes(a, this.prices.open)
    for (let k = 0; k < this.extreme.length; k++) {
      this.extreme[k] = ((margin.slope[k] as number) >= 0 ? low[k] : high[k]) as number
    }
  }

  /**
   * Where the account's equity meets its maintenance on the way from the openings to the extremes. The cushion is concave
   * on the way (maintenance is convex in notional), so Newton's method from the far end meets the one root from outside
   * and reaches it as soon as it is on the root's bracket.
   */
  private setFillPrices(a: number): void {
    const {extreme, margin} = this
    const {high, low, open} = this.prices
    const {price} = this.settlement
    price.set(open)
    if (this.byOracle || margin.cushion(a, open) < 0) return
    this.setExtremes(a, low, high)
    let way = 1
    for (let step = 0; step < MOST_STEPS; step++) {
      for (let k = 0; k < open.length; k++) {
        const from = open[k] as number
        price[k] = from + way * ((extreme[k] as number) - from)
      }
      const cushion = margin.cushion(a, price)
      margin.slopes(a, price)
      let gain = 0
      for (let k = 0; k < open.length; k++) {
        gain += (margin.slope[k] as number) * ((extreme[k] as number) - (open[k] as number))
      }
      const next = gain < 0 ? max(0, way - cushion / gain) : way
      if (!(next < way)) return
      way = next
    }
  }

  private execute(a: number): void {
    const {recorder, settlement} = this
    const {partial} = this.rules
    const triggered = this.triggeredAt[a] as number
    const again = this.partlyClosed[a] === 1
    if (!again) recorder.positions += this.positionsOf(a)
    if (partial !== undefined && !again && settlement.notional(a, settlement.price) >= partial.minNotional) {
      this.partlyClosed[a] = 1
      settlement.closePart(a, partial.fraction, triggered)
      const seen = this.byOracle ? this.prices.answer : settlement.price
      if (this.latency > 0 || this.margin.cushion(a, seen) >= 0) return
    }
    settlement.closeAll(a, triggered)
    this.state[a] = GONE
  }

  private positionsOf(a: number): number {
    return (this.table.first[a + 1] as number) - (this.table.first[a] as number)
  }

  private atExecution(): void {
    const {recorder, table} = this
    const prices = this.byOracle ? this.prices.answer : this.prices.open
    for (let a = 0; a < table.count; a++) {
      if (this.margin.cushion(a, prices) >= 0) continue
      recorder.atExecutionExposure += this.settlement.notional(a)
      for (let i = table.first[a] as number; i < (table.first[a + 1] as number); i++) {
        recorder.atExecution.push(table.index[i] as number)
      }
    }
  }
}
