import {intervalOf, numberOf, rowsOf, windows, type PriceApi} from './source.js'

const INTERVALS = new Map([60, 300, 900, 3600, 21_600, 86_400].map((seconds) => [seconds, seconds]))
const MOST = 300
const stamp = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19) + 'Z'

/** GET /products/ETH-USD/candles: [time, low, high, open, close, volume], newest first; `end` is included. */
export const coinbase: PriceApi = {
  intervalMs: 150,
  name: 'coinbase',
  pages(request) {
    const granularity = intervalOf('Coinbase', INTERVALS, request.barSeconds, '1min, 5min, 15min, 1h, 6h and 1d')
    return windows(request, MOST).map(({from, to}) => ({
      from,
      path: `/products/${request.base}-${request.quote}/candles?granularity=${granularity}&start=${stamp(from)}&end=${stamp(to - request.barSeconds)}`,
      to,
    }))
  },
  points: false,
  read(answer) {
    const n = (value: unknown): number => numberOf('Coinbase', value)
    // Volume is in units of the base: what it was in the quote is not said.
    return rowsOf('Coinbase', answer, 6).map(([time, low, high, open, close]) => ({
      close: n(close),
      high: n(high),
      low: n(low),
      open: n(open),
      quoteVolume: NaN,
      time: n(time),
    }))
  },
  title: 'Coinbase Exchange',
  url: 'https://api.exchange.coinbase.com',
}
