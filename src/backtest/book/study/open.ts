import {PlimsollError} from '../../../errors.js'
import {formatTime} from '../../../market/bars.js'
import type {Series} from '../../../market/series.js'
import {parseRatio} from '../../../units/ratio.js'
import {toNumber} from '../../../units/rational.js'
import type {Positions} from '../positions.js'
import type {BookKind} from '../positions-fields.js'
import {syntheticLoans} from '../synthetic-loans.js'
import {syntheticPerps} from '../synthetic.js'
import {usdOf} from './figures-of-request.js'
import {renamed} from './names.js'
import {bookOf, type Book} from './replay.js'
import type {BookRequest, BookRules, RuleSet} from './rules.js'
import type {BookInput} from './study.js'
import {dayOfText} from './window.js'

/** Price that synthetic books are drawn at: any will do, as every path is scaled to it. */
const PRICE = 1000
const DEFAULTS = {count: 1000, debt: '100m USD', openInterest: '100m USD'} as const

/** A book ready to be put in front of prices. */
export interface OpenedBook {
  readonly book: Book
  /** Whether loans are in the order of their health, the worst first. */
  readonly ordered: boolean
  /** Assets whose prices a replay needs. */
  readonly assets: readonly string[]
  /** `synthetic`, or the file. */
  readonly source: string
  readonly digest?: string
  readonly seed?: number
  readonly notes: readonly string[]
}

/** A book that was read. @throws BOOK_UNKNOWN_ASSET, BOOK_POSITION, BOOK_PATH for an asset without prices */
export function openFile(
  file: Positions & {readonly file: string},
  rules: BookRules,
  series: ReadonlyMap<string, Series>,
): OpenedBook {
  const positions = renamed(file, rules.subjects, [...series.keys()])
  const assets = [...assetsOf(positions)]
  for (const asset of assets) priced(asset, series)
  const {digest, notes} = positions
  return {assets, book: bookOf(positions), digest, notes, ordered: false, source: file.file}
}

/** @throws BOOK_SYNTHETIC */
export function openSynthetic(
  kind: BookKind,
  request: Partial<BookRequest>,
  rules: BookRules,
): OpenedBook & {readonly prices: ReadonlyMap<string, number>} {
  const [asset] = rules.subjects as [string]
  if (rules.subjects.length > 1) {
    throw new PlimsollError(
      'BOOK_SYNTHETIC',
      `A synthetic book holds one asset, and the proposal changes ${rules.subjects.join(', ')}: give a file of positions.`,
    )
  }
  const {book, seed} = synthetic(kind, asset, request, rules.before ?? rules.after)
  return {
    assets: [asset],
    book,
    notes: ['a synthetic book: it compares parameters, it does not forecast losses'],
    ordered: true,
    prices: new Map([[asset, PRICE]]),
    seed,
    source: 'synthetic',
  }
}

/** A book of either origin with the prices that it was taken at. @param date the day of a file */
export function openAt(
  {positions, request, series}: Pick<BookInput, 'positions' | 'request' | 'series'>,
  kind: BookKind,
  rules: BookRules,
  date: string | undefined,
): OpenedBook & {readonly prices: ReadonlyMap<string, number>} {
  if (positions === undefined) {
    const drawn = openSynthetic(kind, request.book ?? {}, rules)
    for (const asset of drawn.assets) priced(asset, series)
    return drawn
  }
  const opened = openFile(positions, rules, series)
  return {...opened, prices: pricesAt(date, opened.assets, series)}
}

/** @throws BOOK_PATH */
export function priced(asset: string, series: ReadonlyMap<string, Series>): Series {
  const own = series.get(asset)
  if (own !== undefined) return own
  throw new PlimsollError('BOOK_PATH', `No price series is named for ${asset}: write \`prices: {${asset}: SERIES}\`.`)
}

/** Openings of the day on which a book was taken. @throws BOOK_FROM */
export function pricesAt(
  date: string | undefined,
  assets: readonly string[],
  series: ReadonlyMap<string, Series>,
): ReadonlyMap<string, number> {
  if (date === undefined) {
    throw new PlimsollError('BOOK_FROM', 'A book of positions is of one day: say which with --from (or `from:`).')
  }
  const day = dayOfText(date, 'taken')
  return new Map(
    assets.map((asset) => {
      const {id, open, time} = priced(asset, series)
      const bar = time.indexOf(day)
      if (bar >= 0) return [asset, open[bar] as number]
      const [from, to] = [formatTime(time[0] ?? 0), formatTime(time.at(-1) ?? 0)]
      throw new PlimsollError(
        'BOOK_FROM',
        `${id} has no bar at the start of ${date}, the day of the book: it runs from ${from} to ${to}.`,
      )
    }),
  )
}

/** Assets whose prices a replay needs. */
function assetsOf(positions: Positions): Set<string> {
  const names =
    positions.kind === 'lending'
      ? positions.positions.flatMap(({collateralAsset, debtAsset}) => [collateralAsset, debtAsset])
      : positions.positions.flatMap(({collateralAsset, market}) => [market, collateralAsset ?? ''])
  return new Set(names.filter((name) => name !== '' && name !== 'USD'))
}

function synthetic(
  kind: BookKind,
  asset: string,
  request: Partial<BookRequest>,
  set: RuleSet,
): {book: Book; seed: number} {
  const {count = DEFAULTS.count, seed, sizeTail} = request
  if (seed === undefined) throw new PlimsollError('BOOK_SYNTHETIC', 'A synthetic book needs a `seed:`.')
  const given = (name: string, text: string | undefined) =>
    text === undefined ? {} : {[name]: toNumber(parseRatio(text))}
  const common = {count, price: PRICE, seed, ...(sizeTail !== undefined && {sizeTail})}
  if (kind === 'lending' && set.kind === 'lending') {
    const book = syntheticLoans({
      ...common,
      collateralAsset: asset,
      debt: usdOf('Debt', request.debt ?? DEFAULTS.debt),
      liquidationThreshold: set.capitalEfficiency,
      ...given('medianHealth', request.medianHealth),
      ...(request.healthSpread !== undefined && {healthSpread: request.healthSpread}),
    })
    return {book: {book, kind}, seed}
  }
  const book = syntheticPerps({
    ...common,
    market: asset,
    openInterest: usdOf('Open interest', request.openInterest ?? DEFAULTS.openInterest),
    ...given('longShort', request.longShort),
    ...given('maxLeverage', request.maxLeverage),
    ...given('medianLeverage', request.medianLeverage),
    ...(request.leverageSpread !== undefined && {leverageSpread: request.leverageSpread}),
  })
  return {book: {book, kind: 'perpetual'}, seed}
}
