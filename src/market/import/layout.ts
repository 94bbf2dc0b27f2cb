import {PlimsollError} from '../../errors.js'
import {isQuote} from './pair.js'
import {isAbsent, parseNumber, parseStamp, stampKinds} from './cells.js'

/** Which column of a table is what. */
export interface Layout {
  /** Whose export it looks like. */
  readonly name: string
  readonly header: boolean
  /** How many columns a row has. */
  readonly width: number
  readonly columns: {
    readonly time: number
    readonly open?: number | undefined
    readonly high?: number | undefined
    readonly low?: number | undefined
    readonly close: number
    readonly volume?: number | undefined
    readonly symbol?: number | undefined
  }
  /** What the volume counts; `millions` of the quote in Plimsoll's own embedded files. */
  readonly volumeIn: 'base' | 'millions' | 'none' | 'quote'
  /** The stamp is the instant of the price, which ends the bar (CoinGecko), not its opening. */
  readonly stampEndsBar: boolean
  /** The quote that a column's name speaks of (`Volume USDT`). */
  readonly quote?: string | undefined
  /** What was decided without the file saying so. */
  readonly notes: readonly string[]
}

const TIME =
  'opentime timeopen unix unixtimestamp start starttime timestart timeperiodstart timestampms timestamp time datetime date snappedat'.split(
    ' ',
  )
const OPEN = ['open', 'openprice', 'priceopen', 'o']
const HIGH = ['high', 'highprice', 'pricehigh', 'h']
const LOW = ['low', 'lowprice', 'pricelow', 'l']
const CLOSE = ['close', 'closeprice', 'priceclose', 'price', 'last', 'c']
const MILLIONS = ['quotevolumemusd']
const QUOTE_VOLUME = ['quotevolume', 'quoteassetvolume', 'volumequote', 'totalvolume']
const VOLUME = ['volume', 'basevolume', 'volumebase', 'vol', 'v']
const SYMBOL = ['symbol', 'pair', 'market', 'ticker', 'tic']

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** True when a row reads like the names of columns. */
export function isHeader(row: readonly string[]): boolean {
  const names = row.map(plain)
  return [...CLOSE, ...HIGH].some((name) => names.includes(name)) && TIME.some((name) => names.includes(name))
}

/** True when a row starts like a bar. */
export const isBar = (row: readonly string[]): boolean =>
  row.length > 1 && Number.isFinite(parseStamp(row[0] ?? '', stampKinds()))

/**
 * Reads the columns from a header.
 * @throws DATA_NO_COLUMNS when time or price is not among them.
 */
export function layoutOfHeader(row: readonly string[]): Layout {
  const names = row.map(plain)
  const find = (wanted: readonly string[]): number | undefined => {
    const name = wanted.find((candidate) => names.includes(candidate))
    if (name !== undefined && names.indexOf(name) !== names.lastIndexOf(name)) throw twice(name)
    return name === undefined ? undefined : names.indexOf(name)
  }
  const [time, close] = [find(TIME), find(CLOSE)]
  if (time === undefined || close === undefined) throw noColumns(row)
  const own = find(MILLIONS)
  const byName = namedVolumes(names)
  const quoted = find(QUOTE_VOLUME) ?? byName.quote
  const name = exporter(names)
  const aggregated = name === 'Yahoo' || name === 'CoinMarketCap' || name === 'CoinGecko'
  const volume = own ?? quoted ?? find(VOLUME) ?? byName.base
  const volumeIn = own !== undefined ? 'millions' : quoted !== undefined || aggregated ? 'quote' : 'base'
  return {
    name,
    header: true,
    width: row.length,
    columns: {time, open: find(OPEN), high: find(HIGH), low: find(LOW), close, volume, symbol: find(SYMBOL)},
    volumeIn: volume === undefined ? 'none' : volumeIn,
    stampEndsBar: name === 'CoinGecko',
    quote: byName.quote === undefined ? undefined : names[byName.quote]?.slice('volume'.length).toUpperCase(),
    notes: [],
  }
}

/** `Volume ETH`, `Volume USDT`: the base first, then the quote; alone, it is the quote's when that is money. */
function namedVolumes(names: readonly string[]): {base?: number; quote?: number} {
  const found = names.flatMap((name, i) => (/^volume(?!quote$|base$)[a-z0-9]{2,6}$/.test(name) ? [i] : []))
  const unit = (at: number): string => (names[at] ?? '').slice('volume'.length)
  const [first, second] = found
  if (names.includes('volume') || first === undefined) return {}
  if (second !== undefined && isQuote(unit(second))) return {base: first, quote: second}
  return isQuote(unit(first)) && !['btc', 'eth'].includes(unit(first)) ? {quote: first} : {base: first}
}

function exporter(names: readonly string[]): string {
  const has = (...wanted: string[]): boolean => wanted.every((name) => names.includes(name))
  if (has('snappedat', 'price')) return 'CoinGecko'
  if (has('adjclose')) return 'Yahoo'
  if (has('timeopen', 'timeclose')) return 'CoinMarketCap'
  if (has('opentime', 'closetime')) return 'Binance klines'
  if (has('symbol') && (has('unix') || has('unixtimestamp') || has('date'))) return 'CryptoDataDownload'
  if (has('vwap')) return 'Kraken'
  if (names.indexOf('low') === 1 && names.indexOf('high') === 2 && names.indexOf('open') === 3) return 'Coinbase'
  if (has('quotevolumemusd') || (has('quotevolume') && (names[0] === 'date' || names[0] === 'opentime')))
    return 'Plimsoll'
  return names[0] === 'time' ? 'TradingView' : 'generic'
}

const ORDERS = [
  {name: 'open, high, low, close', columns: {open: 1, high: 2, low: 3, close: 4}},
  {name: 'low, high, open, close (Coinbase)', columns: {low: 1, high: 2, open: 3, close: 4}},
  {name: 'open, close, high, low (Bitfinex)', columns: {open: 1, close: 2, high: 3, low: 4}},
] as const

/** How the known exports without a header are laid out, by their number of columns. */
const HEADERLESS: Readonly<Record<number, {name: string; volume?: number; volumeIn: Layout['volumeIn']}>> = {
  5: {name: 'generic', volumeIn: 'none'},
  6: {name: 'generic', volume: 5, volumeIn: 'base'},
  7: {name: 'Kraken', volume: 5, volumeIn: 'base'},
  8: {name: 'Kraken', volume: 6, volumeIn: 'base'},
  11: {name: 'Binance klines', volume: 7, volumeIn: 'quote'},
  12: {name: 'Binance klines', volume: 7, volumeIn: 'quote'},
}

/**
 * Works out the columns of a file without a header from its first rows: the one order in which no bar contradicts itself.
 * @throws DATA_NO_HEADER when there is none, or more than one.
 */
export function layoutOfRows(rows: readonly (readonly string[])[]): Layout {
  const width = rows[0]?.length ?? 0
  const known = HEADERLESS[width]
  if (!known) throw noHeader(`a file of ${width} columns without a header is none that Plimsoll knows`)
  const orders = width === 5 || width === 6 ? ORDERS : ORDERS.slice(0, 1)
  const possible = orders.filter(({columns}) => rows.every((row) => agrees(row, columns)))
  const [order] = orders.length === 1 ? orders : possible
  if (!order || (orders.length > 1 && possible.length > 1)) {
    const why = order ? `could be ${possible.map(({name}) => name).join(' or ')}` : 'fit no order that Plimsoll knows'
    throw noHeader(`its columns ${why}`)
  }
  return {
    name: known.name,
    header: false,
    width,
    columns: {time: 0, ...order.columns, volume: known.volume},
    volumeIn: known.volumeIn,
    stampEndsBar: false,
    notes: [`no header: columns taken as time, ${order.name}`],
  }
}

function agrees(row: readonly string[], columns: (typeof ORDERS)[number]['columns']): boolean {
  if (row.some((cell, i) => i > 0 && i < 5 && isAbsent(cell))) return true
  const [open, high, low, close] = [columns.open, columns.high, columns.low, columns.close].map((at) =>
    parseNumber(row[at] ?? ''),
  ) as [number, number, number, number]
  return high >= Math.max(open, close, low) && low <= Math.min(open, close)
}

const WANTED = 'Name the columns as in `open_time,open,high,low,close,volume`.'

const noHeader = (why: string): PlimsollError =>
  new PlimsollError('DATA_NO_HEADER', `The file has no header, and ${why}.`, {suggestions: [WANTED]})

const twice = (name: string): PlimsollError =>
  new PlimsollError('DATA_NO_COLUMNS', `The header names \`${name}\` twice: which one is meant?`)

function noColumns(row: readonly string[]): PlimsollError {
  const shown = row.slice(0, 12).map((name) => name.slice(0, 30))
  return new PlimsollError(
    'DATA_NO_COLUMNS',
    `This is no table of prices that Plimsoll can read: among \`${shown.join(', ')}\` it finds no column for time and price.`,
    {suggestions: [WANTED]},
  )
}
