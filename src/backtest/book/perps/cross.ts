import {PlimsollError} from '../../../errors.js'
import {requireAligned, type Bars} from '../bars.js'
import {Recorder} from '../recorder.js'
import type {BookResult, CascadeResult} from '../result.js'
import {makeSource, setRates, tableOf, type AccountTable, type PerpMarket, type Source} from './accounts.js'
import type {PerpBook} from './book.js'
import type {RunOptions} from './isolated.js'
import {requireRules, type PerpRules} from './rules.js'

const {abs, max, min} = Math
const MOST_DISPLACED = 0.99
const LIVE = 0
const DUE = 1
const GONE = 2

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
  return new CrossRun(book, markets, rules, options).run()
}

class CrossRun {
  private readonly book: PerpBook
  private readonly rules: PerpRules
  private readonly sources: Source[] = []
  private readonly table: AccountTable
  private readonly bars: Bars
  private readonly recorder: Recorder
  private readonly latency: number
  private readonly byOracle: boolean
  private readonly moves: boolean
  private readonly state: Uint8Array
  private readonly partlyClosed: Uint8Array
  private readonly triggeredAt: Int32Array
  private due: number[] = []
  private bar = 0
  /** Prices of this bar, for each source: opening, extremes, what triggers, what an account is filled at. */
  private readonly open: Float64Array
  private readonly low: Float64Array
  private readonly high: Float64Array
  private readonly answer: Float64Array
  private readonly lowAlone: Float64Array
  private readonly highAlone: Float64Array
  private readonly funding: Float64Array
  private readonly extreme: Float64Array
  private readonly price: Float64Array
  private readonly slope: Float64Array
  private triggered = 0
  private firstWave = 0
  private cascade: CascadeResult = {amplification: 1, displacement: 0, induced: 0}

  constructor(
    book: PerpBook,
    markets: ReadonlyMap<string, PerpMarket>,
    rules: PerpRules,
    {detail = 'series'}: RunOptions,
  ) {
    this.book = book
    this.rules = rules
    this.latency = rules.latencyBars ?? 0
    this.table = tableOf(book, (name) => this.sourceOf(name, markets))
    const [first] = this.sources
    if (first === undefined) throw new PlimsollError('BOOK_PATH', 'The book holds no position.')
    this.bars = first.path
    for (const {name, path} of this.sources) {
      requireAligned(`price path of ${name}`, path, {bars: first.path.open, funding: path.funding, oracle: path.oracle})
    }
    this.byOracle = this.sources.some(({path}) => path.oracle !== undefined)
    this.moves = this.sources.some(({impact}) => impact !== undefined)
    const {cash, count, firstHolding, size, source, sign} = this.table
    this.state = new Uint8Array(count)
    this.partlyClosed = new Uint8Array(count)
    this.triggeredAt = new Int32Array(count)
    const column = () => new Float64Array(this.sources.length)
    this.open = column()
    this.low = column()
    this.high = column()
    this.answer = column()
    this.lowAlone = column()
    this.highAlone = column()
    this.funding = column()
    this.extreme = column()
    this.price = column()
    this.slope = column()
    let exposure = 0
    for (const [i, units] of size.entries()) {
      const of = this.sources[source[i] as number] as Source
      exposure += units * (of.path.open[0] as number)
      if (sign[i] === 1) of.longUnits += units
      else of.shortUnits += units
    }
    let collateral = 0
    for (let a = 0; a < count; a++) {
      collateral += (cash[a] as number) + this.holdingsAtStart(firstHolding[a] as number, firstHolding[a + 1] as number)
    }
    const opening = {bars: first.path, collateral, exposure, positions: book.count, quantity: exposure}
    this.recorder = new Recorder(opening, detail)
  }

  private sourceOf(name: string, markets: ReadonlyMap<string, PerpMarket>): number {
    const known = this.sources.findIndex((source) => source.name === name)
    if (known !== -1) return known
    const market = markets.get(name)
    if (market === undefined) {
      throw new PlimsollError('BOOK_PATH', `The book holds ${name}, for which no price path is given.`)
    }
    return this.sources.push(makeSource(name, market, this.rules)) - 1
  }

  private holdingsAtStart(from: number, to: number): number {
    let value = 0
    for (let h = from; h < to; h++) value += (this.table.holding[h] as number) * this.startPrice(h)
    return value
  }

  private startPrice(holding: number): number {
    return (this.sources[this.table.holdingSource[holding] as number] as Source).path.open[0] as number
  }

  run(): BookResult {
    const {bars, moves, recorder, table} = this
    const length = bars.open.length
    for (let bar = 0; bar < length; bar++) {
      this.bar = bar
      setRates(this.sources, bar)
      this.lookAtPrices()
      if (bar === 0) this.atExecution()
      this.executeDue()
      // Without impact and partial closes nothing in a bar depends on what happened before in it.
      while (this.round()) if (!moves && this.rules.partial === undefined) break
      if (moves) this.settleImpact()
    }
    this.price.set(this.sources.map(({path}) => path.close[length - 1] as number))
    recorder.unfinished = this.due.length
    for (const a of this.due) recorder.unfinishedShortfall += max(0, -this.value(a, this.price))
    let left = 0
    for (let a = 0; a < table.count; a++) {
      if (this.state[a] === GONE) continue
      const {cash, firstHolding} = table
      left += (cash[a] as number) + this.holdingsAtStart(firstHolding[a] as number, firstHolding[a + 1] as number)
    }
    return recorder.result((i) => this.book.idOf(i), left, moves ? this.cascade : undefined)
  }

  private lookAtPrices(): void {
    const {bar} = this
    for (const [k, {displacement, path}] of this.sources.entries()) {
      const standing = 1 - displacement
      this.open[k] = (path.open[bar] as number) * standing
      this.funding[k] = path.funding === undefined ? 0 : (path.funding[bar] as number)
      this.answer[k] = ((path.oracle ?? path.open)[bar] as number) * standing
      this.lowAlone[k] = (path.low[bar] as number) * standing
      this.highAlone[k] = (path.high[bar] as number) * standing
    }
    this.lookAtExtremes()
  }

  private lookAtExtremes(): void {
    const {bar} = this
    for (const [k, {bought, displacement, impact, path, sold}] of this.sources.entries()) {
      const down = impact === undefined ? 0 : impact.liquidity.impact(sold, bar, 'sell')
      const up = impact === undefined ? 0 : impact.liquidity.impact(bought, bar, 'buy')
      this.low[k] = (path.low[bar] as number) * max(0, 1 - displacement - down)
      this.high[k] = (path.high[bar] as number) * max(0, 1 - displacement + up)
    }
  }

  /** One look at all accounts; whether it liquidated any. */
  private round(): boolean {
    this.lookAtExtremes()
    const {count} = this.table
    const hits: number[] = []
    for (let a = 0; a < count; a++) if (this.state[a] === LIVE && this.crossed(a, this.low, this.high)) hits.push(a)
    // All of a round see the same prices: sales count from the next round on.
    for (const a of hits) this.triggerAccount(a)
    return hits.length > 0
  }

  private triggerAccount(a: number): void {
    const size = this.quantityOf(a)
    this.triggered += size
    const induced = this.moves && !this.crossed(a, this.lowAlone, this.highAlone)
    if (induced) this.cascade = {...this.cascade, induced: this.cascade.induced + this.positionsOf(a)}
    else this.firstWave += size
    this.triggeredAt[a] = this.bar
    if (this.latency > 0) {
      this.state[a] = DUE
      this.due.push(a)
      return
    }
    this.setFillPrices(a)
    this.execute(a)
  }

  private executeDue(): void {
    const {bar, due, latency} = this
    if (due.length === 0) return
    const now = due.filter((a) => (this.triggeredAt[a] as number) + latency <= bar)
    if (now.length === 0) return
    this.due = due.filter((a) => (this.triggeredAt[a] as number) + latency > bar)
    for (const a of now) {
      this.state[a] = LIVE
      if (this.cushion(a, this.byOracle ? this.answer : this.open) >= 0) continue
      this.price.set(this.open)
      this.execute(a)
    }
  }

  /** Whether the bar takes an account below maintenance, with prices between their openings and the given extremes. */
  private crossed(a: number, low: Float64Array, high: Float64Array): boolean {
    if (this.byOracle) return this.cushion(a, this.answer) < 0
    if (this.worst(a, low, high) >= 0) return false
    this.setExtremes(a, low, high)
    return this.cushion(a, this.extreme) < 0 || this.cushion(a, this.open) < 0
  }

  /** A bound on the cushion from below: each position and holding at its own worst price. */
  private worst(a: number, low: Float64Array, high: Float64Array): number {
    const {cash, entry, first, firstHolding, holding, holdingSource, sign, size, source} = this.table
    let sum = cash[a] as number
    for (let i = first[a] as number, end = first[a + 1] as number; i < end; i++) {
      const k = source[i] as number
      const s = sign[i] as number
      const q = size[i] as number
      const p = (s > 0 ? low[k] : high[k]) as number
      sum += s * q * (p - (entry[i] as number) - (this.funding[k] as number)) - this.maintenance(k, q * p)
    }
    for (let h = firstHolding[a] as number, end = firstHolding[a + 1] as number; h < end; h++) {
      const k = holdingSource[h] as number
      sum += (holding[h] as number) * (low[k] as number) * (1 - (this.sources[k] as Source).haircut)
    }
    return sum
  }

  /** Equity (holdings after haircut) less maintenance margin at given prices. */
  private cushion(a: number, prices: Float64Array): number {
    return this.worst(a, prices, prices)
  }

  /** Equity with holdings at full value. */
  private value(a: number, prices: Float64Array): number {
    const {cash, entry, first, firstHolding, holding, holdingSource, sign, size, source} = this.table
    let sum = cash[a] as number
    for (let i = first[a] as number; i < (first[a + 1] as number); i++) {
      const k = source[i] as number
      const move = (prices[k] as number) - (entry[i] as number) - (this.funding[k] as number)
      sum += (sign[i] as number) * (size[i] as number) * move
    }
    for (let h = firstHolding[a] as number; h < (firstHolding[a + 1] as number); h++) {
      sum += (holding[h] as number) * (prices[holdingSource[h] as number] as number)
    }
    return sum
  }

  private maintenance(k: number, notional: number): number {
    const {amounts, rates} = this.sources[k] as Source
    let most = (rates[0] as number) * notional - (amounts[0] as number)
    for (let b = 1; b < amounts.length; b++) most = max(most, (rates[b] as number) * notional - (amounts[b] as number))
    return most
  }

  /** The marginal rate of maintenance at a notional. */
  private marginalRate(k: number, notional: number): number {
    const {amounts, rates} = this.sources[k] as Source
    let best = 0
    let most = -Infinity
    for (let b = 0; b < amounts.length; b++) {
      const margin = (rates[b] as number) * notional - (amounts[b] as number)
      if (margin > most) best = b
      most = max(most, margin)
    }
    return rates[best] as number
  }

  /** What the account's cushion gains when each price rises by one, at given prices. */
  private setSlopes(a: number, prices: Float64Array): void {
    const {first, firstHolding, holding, holdingSource, sign, size, source} = this.table
    const {slope} = this
    slope.fill(0)
    for (let i = first[a] as number; i < (first[a + 1] as number); i++) {
      const k = source[i] as number
      const q = size[i] as number
      slope[k] = (slope[k] as number) + q * ((sign[i] as number) - this.marginalRate(k, q * (prices[k] as number)))
    }
    for (let h = firstHolding[a] as number; h < (firstHolding[a + 1] as number); h++) {
      const k = holdingSource[h] as number
      slope[k] = (slope[k] as number) + (holding[h] as number) * (1 - (this.sources[k] as Source).haircut)
    }
  }

  private setExtremes(a: number, low: Float64Array, high: Float64Array): void {
    this.setSlopes(a, this.open)
    for (let k = 0; k < this.slope.length; k++) {
      this.extreme[k] = ((this.slope[k] as number) >= 0 ? low[k] : high[k]) as number
    }
  }

  /**
   * Where the account's equity meets its maintenance on the way from the openings to the extremes. The cushion is concave
   * on the way (maintenance is convex in notional), so Newton's method from the far end meets the one root from outside
   * and reaches it as soon as it is on the root's bracket.
   */
  private setFillPrices(a: number): void {
    const {extreme, open, price, slope} = this
    price.set(open)
    if (this.byOracle || this.cushion(a, open) < 0) return
    this.setExtremes(a, this.low, this.high)
    let way = 1
    for (let step = 0; step < 50; step++) {
      for (let k = 0; k < open.length; k++) price[k] = this.onTheWay(k, way)
      const cushion = this.cushion(a, price)
      this.setSlopes(a, price)
      let gain = 0
      for (let k = 0; k < open.length; k++)
        gain += (slope[k] as number) * ((extreme[k] as number) - (open[k] as number))
      const next = gain < 0 ? max(0, way - cushion / gain) : way
      if (!(next < way)) return
      way = next
    }
  }

  private onTheWay(k: number, way: number): number {
    const open = this.open[k] as number
    return open + way * ((this.extreme[k] as number) - open)
  }

  private execute(a: number): void {
    const {partial} = this.rules
    const {recorder} = this
    const once = this.partlyClosed[a] === 1
    if (!once) recorder.positions += this.positionsOf(a)
    if (partial === undefined || once || this.notional(a) < partial.minNotional) {
      this.closeAll(a)
      return
    }
    this.partlyClosed[a] = 1
    this.closePart(a, partial.fraction)
    const cured = this.cushion(a, this.byOracle ? this.answer : this.price) >= 0
    if (!cured && this.latency === 0) this.closeAll(a)
  }

  /** Closes a fraction of position i at the account's fill price less slippage. */
  private trade(
    i: number,
    fraction: number,
  ): {gain: number; notional: number; cost: number; fill: number; units: number} {
    const {entry, sign, size, source} = this.table
    const k = source[i] as number
    const of = this.sources[k] as Source
    const s = sign[i] as number
    const units = (size[i] as number) * fraction
    const base = this.price[k] as number
    const notional = units * base
    const slip = of.slippage === undefined ? 0 : of.slippage.slippage(notional, this.bar, s > 0 ? 'sell' : 'buy')
    const fill = base * (1 - s * slip)
    const atOpen = units * (of.path.open[this.bar] as number)
    if (s > 0) {
      of.longUnits -= units
      of.sold += atOpen
    } else {
      of.shortUnits -= units
      of.bought += atOpen
    }
    return {
      cost: notional * slip,
      fill,
      gain: s * units * (fill - (entry[i] as number) - (this.funding[k] as number)),
      notional,
      units,
    }
  }

  private closePart(a: number, fraction: number): void {
    const {cash, first, size, source} = this.table
    const {penalty: rate, penaltyToFund = 1} = this.rules
    for (let i = first[a] as number; i < (first[a + 1] as number); i++) {
      const equityAtBase = max(0, this.value(a, this.price))
      const {cost, fill, gain, notional, units} = this.trade(i, fraction)
      // Slippage lowers what the rest of the position is worth for the purpose of the penalty, as on the isolated road.
      const rest = (size[i] as number) - units
      const lost = abs(fill - (this.price[source[i] as number] as number)) * rest
      const equity = this.value(a, this.price) - cost - lost
      const penalty = min(rate * units * fill, max(0, equity))
      const before = cash[a] as number
      cash[a] = before + gain - penalty
      size[i] = rest
      const quantity = units * this.openAtStart(i)
      const userCost = min(cost + penalty, equityAtBase)
      const toFund = penalty * penaltyToFund
      const triggered = this.triggeredAt[a] as number
      this.recorder.close(this.bar, triggered, notional, quantity, penalty, toFund, 0, cost, userCost)
      this.recorder.ledger.write(this.bar, before - (cash[a] as number), gain, 0, penalty, 0, 0)
      this.log(a, i, units, fill, penalty, 0)
    }
  }

  private openAtStart(i: number): number {
    return (this.sources[this.table.source[i] as number] as Source).path.open[0] as number
  }

  /** Closes the whole account: positions first, then as many holdings as it takes to pay. */
  private closeAll(a: number): void {
    const {cash, first, firstHolding, size} = this.table
    const {penalty: rate, penaltyToFund = 1, remainder} = this.rules
    const {recorder} = this
    const equityAtBase = max(0, this.value(a, this.price))
    const from = first[a] as number
    const to = first[a + 1] as number
    const trades = []
    let balance = cash[a] as number
    let gains = 0
    let notional = 0
    let quantity = 0
    let cost = 0
    let due = 0
    for (let i = from; i < to; i++) {
      const trade = this.trade(i, 1)
      trades.push(trade)
      balance += trade.gain
      gains += trade.gain
      notional += trade.notional
      quantity += trade.units * this.openAtStart(i)
      cost += trade.cost
      due += rate * trade.units * trade.fill
      size[i] = 0
    }
    const sale = this.sellHoldings(a, max(0, due - balance))
    const atStart = this.holdingsAtStart(firstHolding[a] as number, firstHolding[a + 1] as number)
    balance += sale.proceeds
    gains += sale.proceeds + sale.kept - atStart
    cost += sale.cost
    const penalty = min(due, max(0, balance))
    const badDebt = max(0, -balance)
    const left = max(0, balance - penalty) + sale.kept
    const seized = remainder === 'fund' ? left : 0
    const returned = left - seized
    const toFund = penalty * penaltyToFund + seized
    const triggered = this.triggeredAt[a] as number
    recorder.close(this.bar, triggered, notional, quantity, penalty, toFund, badDebt, cost, equityAtBase - returned)
    recorder.ledger.write(this.bar, (cash[a] as number) + atStart, gains, badDebt, penalty, returned, seized)
    recorder.count += to - from - 1
    for (const [n, {fill, units}] of trades.entries()) {
      const share = due > 0 ? (penalty * rate * units * fill) / due : 0
      this.log(a, from + n, units, fill, share, n === 0 ? badDebt : 0)
    }
    this.state[a] = GONE
  }

  private sellHoldings(
    a: number,
    need: number,
  ): {readonly proceeds: number; readonly kept: number; readonly cost: number} {
    const {firstHolding, holding, holdingSource} = this.table
    let proceeds = 0
    let kept = 0
    let cost = 0
    for (let h = firstHolding[a] as number; h < (firstHolding[a + 1] as number); h++) {
      const k = holdingSource[h] as number
      const of = this.sources[k] as Source
      const value = (holding[h] as number) * (this.price[k] as number)
      const wanted = min(value, max(0, need - proceeds))
      const slip = wanted === 0 || of.slippage === undefined ? 0 : of.slippage.slippage(wanted, this.bar, 'sell')
      const sold = min(value, wanted / (1 - slip))
      proceeds += sold * (1 - slip)
      cost += sold * slip
      kept += value - sold
      if (sold > 0) of.sold += (sold / (this.price[k] as number)) * (of.path.open[this.bar] as number)
    }
    return {cost, kept, proceeds}
  }

  private log(a: number, i: number, size: number, fill: number, penalty: number, badDebt: number): void {
    if (!this.recorder.logs) return
    const position = this.table.index[i] as number
    const base = this.price[this.table.source[i] as number] as number
    this.recorder.log({
      badDebt,
      base,
      closed: this.bar,
      fill,
      penalty,
      position,
      size,
      triggered: this.triggeredAt[a] as number,
    })
  }

  private positionsOf(a: number): number {
    return (this.table.first[a + 1] as number) - (this.table.first[a] as number)
  }

  private notional(a: number): number {
    const {first, size, source} = this.table
    let sum = 0
    for (let i = first[a] as number; i < (first[a + 1] as number); i++) {
      sum += (size[i] as number) * (this.price[source[i] as number] as number)
    }
    return sum
  }

  /** Size of an account, counted in notional at the path's first opening. */
  private quantityOf(a: number): number {
    const {first, size} = this.table
    let sum = 0
    for (let i = first[a] as number; i < (first[a + 1] as number); i++) sum += (size[i] as number) * this.openAtStart(i)
    return sum
  }

  private atExecution(): void {
    const {recorder, table} = this
    const prices = this.byOracle ? this.answer : this.open
    for (let a = 0; a < table.count; a++) {
      if (this.cushion(a, prices) >= 0) continue
      for (let i = table.first[a] as number; i < (table.first[a + 1] as number); i++) {
        recorder.atExecution.push(table.index[i] as number)
        recorder.atExecutionExposure += (table.size[i] as number) * this.openAtStart(i)
      }
    }
  }

  /** Ends the bar for prices that liquidations moved: what of the displacement stays for the next one. */
  private settleImpact(): void {
    let {displacement: widest} = this.cascade
    for (const source of this.sources) {
      if (source.impact === undefined) continue
      const down = source.impact.liquidity.impact(source.sold, this.bar, 'sell')
      const up = source.impact.liquidity.impact(source.bought, this.bar, 'buy')
      widest = max(widest, abs(source.displacement + down), abs(source.displacement - up))
      const moved = max(-MOST_DISPLACED, min(MOST_DISPLACED, source.displacement + down - up))
      source.displacement = moved * source.impact.persistence
      source.sold = source.bought = 0
    }
    let {amplification} = this.cascade
    if (this.firstWave > 0) amplification = max(amplification, this.triggered / this.firstWave)
    this.cascade = {...this.cascade, amplification, displacement: widest}
    this.triggered = this.firstWave = 0
  }
}
