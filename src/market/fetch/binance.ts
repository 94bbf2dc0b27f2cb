import {intervalOf, numberOf, rowsOf, windows, type PriceApi} from './source.js'

const INTERVALS = new Map([[60, '1m'], [300, '5m'], [900, '15m'], [3600, '1h'], [14_400, '4h'], [86_400, '1d']]) // prettier-ignore
const MOST = 1000

/** GET /api/v3/klines: [open time ms, open, high, low, close, volume, close time, quote volume, ...], oldest first. */
export const binance: PriceApi = {
  intervalMs: 100,
  name: 'binance',
  pages(request) {
    const interval = intervalOf('Binance', INTERVALS, request.barSeconds, '1min, 5min, 15min, 1h, 4h and 1d')
    return windows(request, MOST).map(({from, to}) => ({
      from,
      path: `/api/v3/klines?symbol=${request.base}${request.quote}&interval=${interval}&startTime=${from * 1000}&endTime=${to * 1000 - 1}&limit=${MOST}`,
      to,
    }))
  },
  points: false,
  read(answer) {
    const n = (value: unknown): number => numberOf('Binance', value)
    return rowsOf('Binance', answer, 8).map(([time, open, high, low, close, , , quoteVolume]) => ({
      close: n(close),
      high: n(high),
      low: n(low),
      open: n(open),
      quoteVolume: n(quoteVolume),
      time: n(time) / 1000,
    }))
  },
  title: 'Binance spot',
  url: 'https://api.binance.com',
}
