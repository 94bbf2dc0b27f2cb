import {PlimsollError} from '../../../errors.js'
import type {Liquidity} from '../../../market/liquidity/model.js'
import type {PriceImpact} from '../impact.js'
import type {PerpBook} from './book.js'
import {bracketsOf, rateAt, type Maintenance} from './maintenance.js'
import type {PerpPath} from './rules.js'

/** A market (or a collateral asset) of a book with several: what overrides the rules of the run is optional. */
export interface PerpMarket {
  readonly path: PerpPath
  readonly maintenance?: Maintenance
  readonly slippage?: Liquidity
  readonly impact?: PriceImpact
  /** For collateral held in this asset: the fraction of its value that does not count as margin. Default 0. */
  readonly haircut?: number
}

/** One price that moves: of a market, of a collateral asset, or of both. */
export interface Source {
  readonly name: string
  readonly path: PerpPath
  readonly maintenance: Maintenance
  readonly slippage: Liquidity | undefined
  readonly impact: PriceImpact | undefined
  readonly haircut: number
  readonly rates: Float64Array
  readonly amounts: Float64Array
  /** Whether the rate changes from bar to bar. */
  readonly moving: boolean
  longUnits: number
  shortUnits: number
  /** Notional traded by liquidations in this bar, sold and bought, at the path's opening price. */
  sold: number
  bought: number
  displacement: number
}

/** Accounts with their positions side by side. An isolated position is an account of one. */
export interface AccountTable {
  readonly count: number
  /** Positions `first[a]` to `first[a + 1] - 1` belong to account a. */
  readonly first: Int32Array
  readonly index: Int32Array
  readonly sign: Int8Array
  readonly size: Float64Array
  readonly entry: Float64Array
  readonly source: Uint16Array
  /** Quote currency of each account. */
  readonly cash: Float64Array
  /** Collateral in other assets, side by side likewise. */
  readonly firstHolding: Int32Array
  readonly holdingSource: Uint16Array
  readonly holding: Float64Array
}

export function makeSource(
  name: string,
  market: PerpMarket,
  rules: {maintenance: Maintenance; slippage?: Liquidity; impact?: PriceImpact},
): Source {
  const maintenance = market.maintenance ?? rules.maintenance
  const brackets = bracketsOf(maintenance)
  const haircut = market.haircut ?? 0
  if (!(haircut >= 0 && haircut <= 1)) {
    throw new PlimsollError('PERP_RULES', `The haircut of ${name} must lie in [0, 1], not ${haircut}.`)
  }
  return {
    amounts: Float64Array.from(brackets, ({amount}) => amount),
    bought: 0,
    displacement: 0,
    haircut,
    impact: market.impact ?? rules.impact,
    longUnits: 0,
    maintenance,
    moving: maintenance.kind === 'series' || maintenance.kind === 'open-interest',
    name,
    path: market.path,
    rates: Float64Array.from(brackets, ({rate}) => rate),
    shortUnits: 0,
    slippage: market.slippage ?? rules.slippage,
    sold: 0,
  }
}

export function tableOf(book: PerpBook, sourceOf: (name: string) => number): AccountTable {
  // Isolated positions get accounts of their own behind the shared ones.
  let count = book.accounts
  const account = Int32Array.from(book.account, (a) => (a === -1 ? count++ : a))
  const {fill: position, first} = group(account, count)
  const holdingPositions: number[] = []
  for (let i = 0; i < book.count; i++) if (book.collateralAsset[i] !== 0) holdingPositions.push(i)
  const holders = Int32Array.from(holdingPositions, (i) => account[i] as number)
  const held = group(holders, count)
  const cash = new Float64Array(count)
  for (let i = 0; i < book.count; i++) {
    if (book.collateralAsset[i] === 0) {
      const a = account[i] as number
      cash[a] = (cash[a] as number) + (book.collateral[i] as number)
    }
  }
  const market = book.markets.map(sourceOf)
  const asset = book.assets.map((name, i) => (i === 0 ? 0 : sourceOf(name)))
  const holding = held.fill.map((i) => holdingPositions[i] as number)
  return {
    cash,
    count,
    entry: Float64Array.from(position, (i) => book.entry[i] as number),
    first,
    firstHolding: held.first,
    holding: Float64Array.from(holding, (i) => book.collateral[i] as number),
    holdingSource: Uint16Array.from(holding, (i) => asset[book.collateralAsset[i] as number] as number),
    index: position,
    sign: Int8Array.from(position, (i) => book.side[i] as number),
    size: Float64Array.from(position, (i) => book.size[i] as number),
    source: Uint16Array.from(position, (i) => market[book.market[i] as number] as number),
  }
}

/** Counting sort: the members of each group side by side, in their order. */
function group(groupOf: Int32Array, count: number): {readonly first: Int32Array; readonly fill: Int32Array} {
  const first = new Int32Array(count + 1)
  for (const g of groupOf) first[g + 1] = (first[g + 1] as number) + 1
  for (let g = 0; g < count; g++) first[g + 1] = (first[g + 1] as number) + (first[g] as number)
  const next = first.slice()
  const fill = new Int32Array(groupOf.length)
  for (const [i, g] of groupOf.entries()) {
    const to = next[g] as number
    fill[to] = i
    next[g] = to + 1
  }
  return {fill, first}
}

/** Sets the maintenance rates in force at a bar. */
export function setRates(sources: readonly Source[], bar: number): void {
  for (const source of sources) {
    if (!source.moving) continue
    const openInterest = Math.max(source.longUnits, source.shortUnits) * (source.path.open[bar] as number)
    source.rates[0] = rateAt(source.maintenance, bar, openInterest)
  }
}
