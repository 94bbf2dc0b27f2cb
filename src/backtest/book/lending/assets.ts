import {PlimsollError} from '../../../errors.js'
import {requireAligned} from '../bars.js'
import {MOST_DISPLACED, type PriceImpact} from '../impact.js'
import type {LoanBook} from './book.js'
import type {AssetPath} from './rules.js'

const {max, min} = Math

/** The quote currency: debt or collateral in it has the price 1 and needs no path. */
export const QUOTE = 'USD'

/** One asset as the engines see it in the current bar. */
export class AssetView {
  open = 1
  low = 1
  high = 1
  /** What the oracle says, the opening where it has none. */
  answer = 1
  interest = 1
  /** Opening price of the first bar, for amounts that are compared over time. */
  readonly start: number
  /** Notional that liquidations sold in this bar, at the path's opening price. */
  sold = 0
  displacement = 0
  widest = 0
  private pathOpen = 1
  private pathLow = 1

  readonly path: AssetPath | undefined
  private readonly impact: PriceImpact | undefined

  constructor(path: AssetPath | undefined, impact: PriceImpact | undefined) {
    this.path = path
    this.impact = impact
    this.start = path?.open[0] ?? 1
  }

  lookAt(bar: number): void {
    const {path} = this
    if (path === undefined) return
    const standing = 1 - this.displacement
    this.pathOpen = path.open[bar] as number
    this.pathLow = min(this.pathOpen, path.low[bar] as number)
    this.open = this.pathOpen * standing
    this.high = max(this.pathOpen, path.high[bar] as number) * standing
    this.low = this.pathLow * standing
    this.answer = path.oracle === undefined ? this.open : (path.oracle[bar] as number) * standing
    this.interest = path.interest === undefined ? 1 : (path.interest[bar] as number)
  }

  sell(units: number): void {
    this.sold += units * this.pathOpen
  }

  /** The low of the bar after what liquidations have sold in it so far. */
  pushedLow(bar: number): number {
    if (this.impact === undefined || this.sold === 0) return this.low
    return this.pathLow * max(0, 1 - this.displacement - this.impact.liquidity.impact(this.sold, bar, 'sell'))
  }

  endBar(bar: number): void {
    if (this.impact === undefined) return
    const moved = this.displacement + this.impact.liquidity.impact(this.sold, bar, 'sell')
    this.widest = max(this.widest, moved)
    this.displacement = min(MOST_DISPLACED, moved) * this.impact.persistence
    this.sold = 0
  }
}

/** The assets of a book; impact is on what is sold, the collateral. */
export function assetViews(
  book: LoanBook,
  paths: ReadonlyMap<string, AssetPath>,
  impact: PriceImpact | undefined,
): ReadonlyMap<string, AssetView> {
  const views = new Map<string, AssetView>()
  let first: AssetPath | undefined
  for (const name of book.kinds.flatMap(({collateralAsset, debtAsset}) => [collateralAsset, debtAsset])) {
    if (views.has(name)) continue
    const path = paths.get(name)
    if (path === undefined && name !== QUOTE) {
      throw new PlimsollError('BOOK_PATH', `The book holds ${name}, for which no price path is given.`)
    }
    if (path !== undefined) {
      first ??= path
      requireAligned(`price path of ${name}`, path, {bars: first.open, interest: path.interest, oracle: path.oracle})
    }
    views.set(name, new AssetView(path, path && impact))
  }
  if (first === undefined) throw new PlimsollError('BOOK_PATH', 'No asset of the book has a price path.')
  return views
}
