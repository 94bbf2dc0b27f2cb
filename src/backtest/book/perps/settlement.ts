import type {Recorder} from '../recorder.js'
import type {AccountTable, Source} from './accounts.js'
import type {Margin} from './margin.js'
import type {PerpRules} from './rules.js'

const {abs, max, min} = Math

interface Trade {
  readonly units: number
  readonly notional: number
  readonly fill: number
  readonly gain: number
  readonly cost: number
}

/** Closes accounts, or parts of them, at given prices and hands the money around. */
export class Settlement {
  bar = 0
  /** Price of each source before slippage: what the account at hand is filled at. */
  readonly price: Float64Array
  private readonly table: AccountTable
  private readonly sources: readonly Source[]
  private readonly rules: PerpRules
  private readonly margin: Margin
  private readonly recorder: Recorder

  constructor(table: AccountTable, sources: readonly Source[], rules: PerpRules, margin: Margin, recorder: Recorder) {
    this.table = table
    this.sources = sources
    this.rules = rules
    this.margin = margin
    this.recorder = recorder
    this.price = new Float64Array(sources.length)
  }

  /** Closes the same fraction of each position of an account. */
  closePart(a: number, fraction: number, triggered: number): void {
    const {cash, first, size, source} = this.table
    const {bar, margin, price, recorder} = this
    const {penalty: rate, penaltyToFund = 1} = this.rules
    for (let i = first[a] as number; i < (first[a + 1] as number); i++) {
      const equityAtBase = margin.value(a, price)
      const {cost, fill, gain, notional, units} = this.trade(i, fraction)
      // For the purpose of the penalty the rest of the position is worth what this part was filled at.
      const rest = (size[i] as number) - units
      const equity = equityAtBase - cost - abs(fill - (price[source[i] as number] as number)) * rest
      const penalty = min(rate * units * fill, max(0, equity))
      const before = cash[a] as number
      const after = before + gain - penalty
      cash[a] = after
      size[i] = rest
      const userCost = min(cost + penalty, max(0, equityAtBase))
      recorder.close(
        bar,
        triggered,
        notional,
        units * this.startPrice(source[i] as number),
        penalty,
        penalty * penaltyToFund,
        0,
        cost,
        userCost,
      )
      recorder.ledger.write(bar, before - after, gain, 0, penalty, 0, 0)
      this.log(i, {fill, units}, penalty, 0, triggered)
    }
  }

  /** Closes the whole account: positions first, then as many holdings as it takes to pay. */
  closeAll(a: number, triggered: number): void {
    const {cash, first, size, source} = this.table
    const {penalty: rate, penaltyToFund = 1, remainder} = this.rules
    const {bar, recorder} = this
    const equityAtBase = max(0, this.margin.value(a, this.price))
    const from = first[a] as number
    const trades: Trade[] = []
    let quantity = 0
    for (let i = from; i < (first[a + 1] as number); i++) {
      const trade = this.trade(i, 1)
      trades.push(trade)
      quantity += trade.units * this.startPrice(source[i] as number)
      size[i] = 0
    }
    const gains = total(trades, ({gain}) => gain)
    const due = total(trades, ({fill, units}) => rate * units * fill)
    const sale = this.sellHoldings(a, max(0, due - (cash[a] as number) - gains))
    const atStart = this.holdingsAtStart(a)
    const balance = (cash[a] as number) + gains + sale.proceeds
    const penalty = min(due, max(0, balance))
    const badDebt = max(0, -balance)
    const left = max(0, balance - penalty) + sale.kept
    const seized = remainder === 'fund' ? left : 0
    const returned = left - seized
    const notional = total(trades, (trade) => trade.notional)
    const cost = total(trades, (trade) => trade.cost) + sale.cost
    const toFund = penalty * penaltyToFund + seized
    recorder.close(bar, triggered, notional, quantity, penalty, toFund, badDebt, cost, equityAtBase - returned)
    recorder.alsoClosed(bar, triggered, trades.length - 1)
    const revalued = sale.proceeds + sale.kept - atStart
    recorder.ledger.write(bar, (cash[a] as number) + atStart, gains + revalued, badDebt, penalty, returned, seized)
    for (const [n, trade] of trades.entries()) {
      const share = due > 0 ? (penalty * rate * trade.units * trade.fill) / due : 0
      this.log(from + n, trade, share, n === 0 ? badDebt : 0, triggered)
    }
  }

  /** Closes a fraction of position i at its price less slippage. */
  private trade(i: number, fraction: number): Trade {
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
    const gain = s * units * (fill - (entry[i] as number) - (this.margin.funding[k] as number))
    return {cost: notional * slip, fill, gain, notional, units}
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
      const price = this.price[k] as number
      const value = (holding[h] as number) * price
      const wanted = min(value, max(0, need - proceeds))
      const slip = wanted === 0 || of.slippage === undefined ? 0 : of.slippage.slippage(wanted, this.bar, 'sell')
      const sold = min(value, wanted / (1 - slip))
      proceeds += sold * (1 - slip)
      cost += sold * slip
      kept += value - sold
      if (sold > 0) of.sold += (sold / price) * (of.path.open[this.bar] as number)
    }
    return {cost, kept, proceeds}
  }

  /** Holdings of an account at the prices of the first bar. */
  holdingsAtStart(a: number): number {
    const {firstHolding, holding, holdingSource} = this.table
    let value = 0
    for (let h = firstHolding[a] as number; h < (firstHolding[a + 1] as number); h++) {
      value += (holding[h] as number) * this.startPrice(holdingSource[h] as number)
    }
    return value
  }

  startPrice(k: number): number {
    return (this.sources[k] as Source).path.open[0] as number
  }

  /** Notional of an account at given prices; at the prices of the first bar when none are given. */
  notional(a: number, prices?: Float64Array): number {
    const {first, size, source} = this.table
    let sum = 0
    for (let i = first[a] as number; i < (first[a + 1] as number); i++) {
      const k = source[i] as number
      sum += (size[i] as number) * (prices === undefined ? this.startPrice(k) : (prices[k] as number))
    }
    return sum
  }

  private log(
    i: number,
    trade: Pick<Trade, 'fill' | 'units'>,
    penalty: number,
    badDebt: number,
    triggered: number,
  ): void {
    if (!this.recorder.logs) return
    const {fill, units: size} = trade
    const position = this.table.index[i] as number
    const base = this.price[this.table.source[i] as number] as number
    this.recorder.log({badDebt, base, closed: this.bar, fill, penalty, position, size, triggered})
  }
}

function total(trades: readonly Trade[], figure: (trade: Trade) => number): number {
  let sum = 0
  for (const trade of trades) sum += figure(trade)
  return sum
}
