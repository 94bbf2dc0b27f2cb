import {PlimsollError} from '../../errors.js'
import {intervalOf, numberOf, rowsOf, shapeError, type PriceApi} from './source.js'

const INTERVALS = new Map([60, 300, 900, 1800, 3600, 14_400, 86_400, 604_800].map((s) => [s, s / 60]))

/**
 * GET /0/public/OHLC: {error, result: {PAIR: [[time, open, high, low, close, vwap, volume, count]], last}}. Whatever `since`
 * says, it gives the last 720 bars at most.
 */
export const kraken: PriceApi = {
  intervalMs: 1000,
  name: 'kraken',
  pages(request) {
    const minutes = intervalOf('Kraken', INTERVALS, request.barSeconds, '1min to 1h, 4h, 1d and 7d')
    const {base, from, quote, to} = request
    const path = `/0/public/OHLC?pair=${base}${quote}&interval=${minutes}&since=${from - 1}`
    return [{from, path, to}]
  },
  points: false,
  read(answer, {base, from, quote}) {
    const {error, result} = (answer ?? {}) as {error?: unknown; result?: Record<string, unknown>}
    if (!Array.isArray(error)) throw shapeError('Kraken', 'no list of errors')
    if (error.length > 0) {
      throw new PlimsollError('FETCH_REFUSED', `Kraken refuses ${base}${quote}: ${error.map(String).join(', ')}.`, {
        exit: 3,
      })
    }
    const [rows] = Object.entries(result ?? {}).flatMap(([key, value]) => (key === 'last' ? [] : [value]))
    const n = (value: unknown): number => numberOf('Kraken', value)
    const bars = rowsOf('Kraken', rows, 7).map(([time, open, high, low, close, average, volume]) => ({
      close: n(close),
      high: n(high),
      low: n(low),
      open: n(open),
      quoteVolume: n(average) * n(volume),
      time: n(time),
    }))
    const earliest = Math.min(...bars.map(({time}) => time))
    if (earliest <= from) return bars
    throw new PlimsollError(
      'FETCH_REQUEST',
      `Kraken gives its last 720 bars only, here from ${new Date(earliest * 1000).toISOString().slice(0, 16)}Z on.`,
      {suggestions: ['Ask for later days or larger bars, or another source.']},
    )
  },
  title: 'Kraken',
  url: 'https://api.kraken.com',
}
