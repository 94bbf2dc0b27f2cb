import {PlimsollError} from '../../../errors.js'
import {QUOTE} from '../lending/assets.js'
import type {LoanPosition} from '../lending/book.js'
import type {PerpPosition} from '../perps/book.js'
import type {Positions} from '../positions.js'

/** Dollar stablecoins whose debt is valued at one dollar, as the protocols' own accounts of it do; UST is not one of them. */
const DOLLARS = new Set(
  'USD USDC USDT DAI USDS GHO LUSD PYUSD FRAX CRVUSD USDBC USDC.E USDT0 SUSD GUSD USDP TUSD BUSD'.split(' '),
)

const stem = (name: string): string => name.toUpperCase().replace(/[-_/:].*$/, '')
const hasSuffix = (name: string): boolean => /[-_/:]/.test(name)
const unwrapped = (name: string): string => (name === 'WETH' ? 'ETH' : name)

/**
 * The asset of the proposal that a file of positions means: the same name; or the same before a suffix that one of the two
 * has (`ETH-USD` is a market of `ETH`, `ETH` the collateral of Maker's `ETH-B`), with WETH the same as ETH. Undefined when
 * there is none or more than one.
 */
export function assetMeant(name: string, known: readonly string[]): string | undefined {
  const exact = known.find((other) => other.toUpperCase() === name.toUpperCase())
  if (exact !== undefined) return exact
  const near = known.filter(
    (other) => unwrapped(stem(other)) === unwrapped(stem(name)) && !(hasSuffix(other) && hasSuffix(name)),
  )
  return near.length === 1 ? near[0] : undefined
}

/** Renames the assets of a book to those of the proposal, and notes what was taken for what. */
class Renaming {
  readonly notes = new Set<string>()
  private readonly subjects: readonly string[]
  private readonly priced: readonly string[]
  private readonly unknown = new Map<string, number>()

  constructor(subjects: readonly string[], priced: readonly string[]) {
    this.subjects = subjects
    this.priced = priced
  }

  /** An asset whose parameters the proposal says. */
  governed(name: string, what: string): string {
    return this.taken(name, assetMeant(name, this.subjects), what)
  }

  /** An asset that needs only a price: one of the series, or a dollar. */
  priceOf(name: string, what: string): string {
    const meant = assetMeant(name, this.priced)
    if (meant === undefined && DOLLARS.has(name.toUpperCase())) {
      if (name.toUpperCase() !== QUOTE) this.notes.add(`${what} in ${name} is valued at 1 USD`)
      return QUOTE
    }
    return this.taken(name, meant, what)
  }

  private taken(name: string, meant: string | undefined, what: string): string {
    if (meant === undefined) {
      const key = `${what} ${name}`
      this.unknown.set(key, (this.unknown.get(key) ?? 0) + 1)
      return name
    }
    if (meant !== name) this.notes.add(`${what} ${name} is taken as ${meant}`)
    return meant
  }

  /** @throws BOOK_UNKNOWN_ASSET */
  refuse(): void {
    if (this.unknown.size === 0) return
    const list = [...this.unknown].slice(0, 10).map(([key, rows]) => `${key} (${rows} ${rows === 1 ? 'row' : 'rows'})`)
    const more = this.unknown.size > list.length ? ` and ${this.unknown.size - list.length} more` : ''
    const governed = this.subjects.join(', ')
    throw new PlimsollError(
      'BOOK_UNKNOWN_ASSET',
      `The book holds ${list.join(', ')}${more}, for which the proposal has no parameters or no prices: it changes ${governed}.`,
      {suggestions: ['Leave other assets out of the file, or name a series for each debt: `prices: {ASSET: SERIES}`.']},
    )
  }
}

/** @throws BOOK_UNKNOWN_ASSET for collateral or markets without parameters, and debt without a price */
export function renamed(book: Positions, subjects: readonly string[], priced: readonly string[]): Positions {
  const names = new Renaming(subjects, priced)
  const {digest} = book
  const result =
    book.kind === 'lending'
      ? {kind: book.kind, positions: book.positions.map((loan) => renamedLoan(loan, names))}
      : {kind: book.kind, positions: book.positions.map((position) => renamedPerp(position, names))}
  names.refuse()
  return {...result, digest, notes: [...book.notes, ...names.notes]}
}

function renamedLoan(loan: LoanPosition, names: Renaming): LoanPosition {
  return {
    ...loan,
    collateralAsset: names.governed(loan.collateralAsset, 'collateral'),
    debtAsset: names.priceOf(loan.debtAsset, 'debt'),
  }
}

function renamedPerp(position: PerpPosition, names: Renaming): PerpPosition {
  const market = names.governed(position.market, 'market')
  const {collateralAsset, ...rest} = position
  const asset = collateralAsset === undefined ? QUOTE : names.priceOf(collateralAsset, 'margin')
  return asset === QUOTE ? {...rest, market} : {...rest, market, collateralAsset: asset}
}
