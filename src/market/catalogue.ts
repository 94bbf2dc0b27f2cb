/** An embedded series: a file of `src/market/embedded` and what it is. */
export interface CatalogueEntry {
  readonly id: string
  readonly title: string
  /** File name in the embedded folder. */
  readonly file: string
  readonly base: string
  readonly quote: string
  readonly barSeconds: number
  /** Days of the first and of the last bar, UTC. */
  readonly firstDay: string
  readonly lastDay: string
  readonly source: string
}

/** Where a series is read from: Plimsoll's own, the user's data directory, or a file named on the spot. */
export type Origin = 'embedded' | 'file' | 'imported'

/** One line of `plimsoll data list`. */
export interface SeriesEntry {
  readonly id: string
  readonly title: string
  readonly bars: number
  /** Opening of the first and of the last bar. */
  readonly from: string
  readonly to: string
  readonly barSeconds: number
  readonly base: string
  readonly quote: string
  readonly source: string
  readonly digest: string
  readonly origin: Exclude<Origin, 'file'>
}

const DAILY_SOURCE = 'Binance spot, from simonpotel/QTSBE and djienne/Hurst_Crypto'
const BITSTAMP_SOURCE = 'Bitstamp-style book, from benjaminpo/crypto-price'
const BINANCE_SOURCE = 'Binance spot, from hopeffy/economics-project-algorithmic-trading-algorithms'

const WINDOWS: readonly (readonly [
  month: string,
  quote: string,
  first: number,
  last: number,
  name: string,
  source: string,
])[] = [
  ['2020-03', 'USD', 11, 14, 'March 2020', BITSTAMP_SOURCE],
  ['2021-05', 'USD', 18, 21, 'May 2021', BITSTAMP_SOURCE],
  ['2022-06', 'USDT', 12, 14, 'June 2022', BINANCE_SOURCE],
  ['2022-11', 'USDT', 8, 10, 'November 2022', BINANCE_SOURCE],
  ['2024-08', 'USDT', 4, 6, 'August 2024', BINANCE_SOURCE],
  ['2025-10', 'USDT', 10, 11, 'October 2025', BINANCE_SOURCE],
]

function daily(base: string): CatalogueEntry {
  return {
    id: `${base}-USDT`,
    title: `${base}/USDT daily, 17 August 2017 to 31 December 2025`,
    file: `${base.toLowerCase()}-usdt-1d.csv`,
    base,
    quote: 'USDT',
    barSeconds: 86_400,
    firstDay: '2017-08-17',
    lastDay: '2025-12-31',
    source: DAILY_SOURCE,
  }
}

function hourly(base: string): CatalogueEntry[] {
  return WINDOWS.map(([month, quote, first, last, name, source]) => ({
    id: `${base}-${quote}-1h-${month}`,
    title: `${base}/${quote} hourly, ${first} to ${last} ${name}`,
    file: `${base.toLowerCase()}-${quote.toLowerCase()}-1h-${month}.csv`,
    base,
    quote,
    barSeconds: 3600,
    firstDay: `${month}-${String(first).padStart(2, '0')}`,
    lastDay: `${month}-${String(last).padStart(2, '0')}`,
    source,
  }))
}

/** What comes with Plimsoll: see `embedded/SOURCES.md`. */
export const CATALOGUE: readonly CatalogueEntry[] = [daily('BTC'), daily('ETH'), ...hourly('BTC'), ...hourly('ETH')]
