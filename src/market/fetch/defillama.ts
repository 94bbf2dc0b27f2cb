import {PlimsollError} from '../../errors.js'
import {formatDuration} from '../../units/duration.js'
import {coinOf} from './coin.js'
import {numberOf, shapeError, windows, type PriceApi} from './source.js'

const MOST = 500

/** GET /chart/COIN: {coins: {COIN: {prices: [{timestamp, price}]}}}; prices are in USD, `coin` is `coingecko:ID` or `CHAIN:ADDRESS`. */
export const defillama: PriceApi = {
  intervalMs: 200,
  name: 'defillama',
  pages(request) {
    if (request.quote !== 'USD') {
      throw new PlimsollError('FETCH_REQUEST', `DefiLlama prices coins in USD, not in ${request.quote}.`)
    }
    const coin = named(coinOf(request, 'DefiLlama'))
    if (request.barSeconds < 3600) {
      throw new PlimsollError('FETCH_REQUEST', 'DefiLlama has a price an hour: ask for bars of 1h or longer.')
    }
    const period = formatDuration(request.barSeconds)
    return windows(request, MOST).map(({from, to}) => ({
      from,
      path: `/chart/${coin}?start=${from}&span=${(to - from) / request.barSeconds + 1}&period=${period}`,
      to,
    }))
  },
  points: true,
  read(answer, request) {
    const {coins} = (answer ?? {}) as {coins?: Record<string, {prices?: unknown} | undefined>}
    if (coins === undefined) throw shapeError('DefiLlama', 'no coins')
    const coin = named(coinOf(request, 'DefiLlama')).toLowerCase()
    const found = Object.entries(coins).find(([name]) => name.toLowerCase() === coin)?.[1]
    if (found === undefined) return []
    if (!Array.isArray(found.prices)) throw shapeError('DefiLlama', 'no list of prices')
    return found.prices.map((point: {timestamp?: unknown; price?: unknown} | null) => ({
      price: numberOf('DefiLlama', point?.price),
      time: numberOf('DefiLlama', point?.timestamp),
    }))
  },
  title: 'DefiLlama',
  url: 'https://coins.llama.fi',
}

const named = (coin: string): string => (coin.includes(':') ? coin : `coingecko:${coin}`)
