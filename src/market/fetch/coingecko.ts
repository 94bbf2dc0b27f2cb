import {coinOf} from './coin.js'
import {numberOf, rowsOf, windows, type PriceApi} from './source.js'

/** Longer ranges are answered with a price a day instead of one an hour. */
const MOST_DAYS = 90
const DAY = 86_400

/** GET /api/v3/coins/ID/market_chart/range: {prices: [[ms, price]], ...}, a price an hour where the range is short. */
export const coingecko: PriceApi = {
  intervalMs: 2500,
  name: 'coingecko',
  pages(request) {
    const coin = encodeURIComponent(coinOf(request, 'CoinGecko'))
    const most = Math.max(1, Math.floor((MOST_DAYS * DAY) / request.barSeconds))
    return windows(request, most).map(({from, to}) => ({
      from,
      path: `/api/v3/coins/${coin}/market_chart/range?vs_currency=${request.quote.toLowerCase()}&from=${from}&to=${to}`,
      to,
    }))
  },
  points: true,
  read(answer) {
    const {prices} = (answer ?? {}) as {prices?: unknown}
    return rowsOf('CoinGecko', prices, 2).map(([time, price]) => ({
      price: numberOf('CoinGecko', price),
      time: numberOf('CoinGecko', time) / 1000,
    }))
  },
  title: 'CoinGecko',
  url: 'https://api.coingecko.com',
}
