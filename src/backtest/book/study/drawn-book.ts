import {PlimsollError} from '../../../errors.js'
import {parseAmount} from '../../../units/amount.js'
import {parseRatio} from '../../../units/ratio.js'
import {toNumber} from '../../../units/rational.js'
import type {BookKind} from '../positions-fields.js'
import {syntheticLoans} from '../synthetic-loans.js'
import {syntheticPerps} from '../synthetic.js'
import type {Book} from './replay.js'
import type {BookRequest, RuleSet} from './rules.js'

/** Price that synthetic books are drawn at: any will do, as every path is scaled to it. */
export const BOOK_PRICE = 1000
const DEFAULTS = {count: 1000, debt: '100m USD', openInterest: '100m USD'} as const

/** The synthetic book of a proposal, before any price moves. @throws BOOK_SYNTHETIC */
export function drawnBook(kind: BookKind, asset: string, request: BookRequest, set: RuleSet): {book: Book; seed: number} {
  const {count = DEFAULTS.count, seed, sizeTail} = request
  if (seed === undefined) throw new PlimsollError('BOOK_SYNTHETIC', 'A synthetic book needs a `seed:`.')
  const usd = (text: string): number => toNumber(parseAmount(text).value)
  const given = (name: string, text: string | undefined) =>
    text === undefined ? {} : {[name]: toNumber(parseRatio(text))}
  const common = {count, price: BOOK_PRICE, seed, ...(sizeTail !== undefined && {sizeTail})}
  if (kind === 'lending' && set.kind === 'lending') {
    const book = syntheticLoans({
      ...common,
      collateralAsset: asset,
      debt: usd(request.debt ?? DEFAULTS.debt),
      liquidationThreshold: set.capitalEfficiency,
      ...given('medianHealth', request.medianHealth),
      ...(request.healthSpread !== undefined && {healthSpread: request.healthSpread}),
    })
    return {book: {book, kind}, seed}
  }
  const book = syntheticPerps({
    ...common,
    market: asset,
    openInterest: usd(request.openInterest ?? DEFAULTS.openInterest),
    ...given('longShort', request.longShort),
    ...given('maxLeverage', request.maxLeverage),
    ...given('medianLeverage', request.medianLeverage),
    ...(request.leverageSpread !== undefined && {leverageSpread: request.leverageSpread}),
  })
  return {book: {book, kind: 'perpetual'}, seed}
}
