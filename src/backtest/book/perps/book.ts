import {PlimsollError} from '../../../errors.js'

export type Side = 'long' | 'short'
export type MarginMode = 'cross' | 'isolated'

/** One perpetual position. Prices and collateral are in quote units (USD), size in base units, always positive. */
export interface PerpPosition {
  readonly id: string
  readonly market: string
  readonly side: Side
  readonly size: number
  readonly entryPrice: number
  readonly collateral: number
  /** What the collateral is held in; quote currency when absent. `collateral` then counts units of that asset. */
  readonly collateralAsset?: string
  /** Cross-margin positions of one account share its collateral; an isolated position stands alone. */
  readonly account?: string
  readonly marginMode: MarginMode
}

/** Positions as a structure of arrays: one figure per position in each, in the order of the input. */
export interface PerpBook {
  readonly count: number
  /** +1 long, -1 short. */
  readonly side: Int8Array
  readonly size: Float64Array
  readonly entry: Float64Array
  readonly collateral: Float64Array
  /** Index into `markets`. */
  readonly market: Uint16Array
  readonly markets: readonly string[]
  /** Index into `assets`; 0 is the quote currency. */
  readonly collateralAsset: Uint16Array
  readonly assets: readonly string[]
  /** Index of the cross-margin account, -1 for isolated positions. */
  readonly account: Int32Array
  readonly accounts: number
  idOf(index: number): string
}

/** What a book on one market without shared margin needs; the rest follows. */
export interface IsolatedColumns {
  readonly side: Int8Array
  readonly size: Float64Array
  readonly entry: Float64Array
  readonly collateral: Float64Array
}

/** A book of isolated positions on one market from columns. Ids are the positions' numbers, from 1, unless given. */
export function isolatedBook(market: string, columns: IsolatedColumns, ids?: readonly string[]): PerpBook {
  const count = columns.side.length
  return requireSound({
    ...columns,
    account: new Int32Array(count).fill(-1),
    accounts: 0,
    assets: [''],
    collateralAsset: new Uint16Array(count),
    count,
    idOf: (index) => ids?.[index] ?? String(index + 1),
    market: new Uint16Array(count),
    markets: [market],
  })
}

/** @throws BOOK_POSITION naming the first position that is not sound. */
export function perpBook(positions: readonly PerpPosition[]): PerpBook {
  const count = positions.length
  const markets = new Index()
  const assets = new Index(['']) // the quote currency comes first
  const accounts = new Index()
  const book = {
    account: new Int32Array(count).fill(-1),
    collateral: new Float64Array(count),
    collateralAsset: new Uint16Array(count),
    entry: new Float64Array(count),
    market: new Uint16Array(count),
    side: new Int8Array(count),
    size: new Float64Array(count),
  }
  for (const [i, position] of positions.entries()) {
    book.collateral[i] = position.collateral
    book.collateralAsset[i] = assets.of(position.collateralAsset ?? '')
    book.entry[i] = position.entryPrice
    book.market[i] = markets.of(position.market)
    book.side[i] = position.side === 'long' ? 1 : -1
    book.size[i] = position.size
    // A cross-margin position that names no account is an account of its own; so is one whose collateral has a price.
    if (position.marginMode === 'cross' || (position.collateralAsset ?? '') !== '')
      book.account[i] = accounts.of(accountName(position))
  }
  return requireSound({
    ...book,
    accounts: accounts.names.length,
    assets: assets.names,
    count,
    idOf: (index) => positions[index]?.id ?? String(index + 1),
    markets: markets.names,
  })
}

function accountName({account, id, marginMode}: PerpPosition): string {
  return marginMode === 'cross' && account !== undefined ? `account ${account}` : `position ${id}`
}

class Index {
  readonly names: string[]
  private readonly numbers = new Map<string, number>()

  constructor(names: readonly string[] = []) {
    this.names = [...names]
    for (const [i, name] of names.entries()) this.numbers.set(name, i)
  }

  of(name: string): number {
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    this.numbers.set(name, this.names.length)
    return this.names.push(name) - 1
  }
}

function requireSound(book: PerpBook): PerpBook {
  const {collateral, entry, side, size} = book
  for (const column of [collateral, entry, size]) {
    if (column.length !== side.length) throw new PlimsollError('BOOK_POSITION', 'Columns of a book differ in length.')
  }
  for (let i = 0; i < book.count; i++) {
    const q = size[i] as number
    const e = entry[i] as number
    const c = collateral[i] as number
    const s = side[i] as number
    if (q > 0 && q < Infinity && e > 0 && e < Infinity && c >= 0 && c < Infinity && (s === 1 || s === -1)) continue
    throw new PlimsollError(
      'BOOK_POSITION',
      `Position ${book.idOf(i)} is not sound: size ${q} and entry price ${e} must be positive, collateral ${c} not negative.`,
    )
  }
  return book
}
