import type {AccountTable, Source} from './accounts.js'

const {max} = Math

/** Equity and maintenance of accounts at given prices (one for each source), with the funding of the current bar. */
export class Margin {
  /** Funding index of each source: set once a bar. */
  readonly funding: Float64Array
  /** Result of `slopes`. */
  readonly slope: Float64Array
  private readonly table: AccountTable
  private readonly sources: readonly Source[]

  constructor(table: AccountTable, sources: readonly Source[]) {
    this.table = table
    this.sources = sources
    this.funding = new Float64Array(sources.length)
    this.slope = new Float64Array(sources.length)
  }

  /**
   * Equity (holdings after haircut) less maintenance margin, with longs and holdings at `low` and shorts at `high`: a
   * bound from below for a bar, the figure itself when both are the same prices.
   */
  worst(a: number, low: Float64Array, high: Float64Array): number {
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

  /** Negative: liquidatable. */
  cushion(a: number, prices: Float64Array): number {
    return this.worst(a, prices, prices)
  }

  /** Equity with holdings at full value. */
  value(a: number, prices: Float64Array): number {
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

  /** Sets `slope` to what the account's cushion gains when each price rises by one, at given prices. */
  slopes(a: number, prices: Float64Array): void {
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

  private maintenance(k: number, notional: number): number {
    const {amounts, rates} = this.sources[k] as Source
    let most = (rates[0] as number) * notional - (amounts[0] as number)
    for (let b = 1; b < amounts.length; b++) most = max(most, (rates[b] as number) * notional - (amounts[b] as number))
    return most
  }

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
}
