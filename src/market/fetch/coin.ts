import {PlimsollError} from '../../errors.js'
import type {FetchRequest} from './source.js'

/** How CoinGecko names what needs no --coin. */
const COINS: Readonly<Record<string, string>> = {BTC: 'bitcoin', ETH: 'ethereum'}

/** @throws FETCH_REQUEST */
export function coinOf({base, coin}: FetchRequest, api: string): string {
  const known = coin ?? COINS[base]
  if (known !== undefined) return known
  throw new PlimsollError(
    'FETCH_REQUEST',
    `${api} names coins in its own way, and how it names ${base} is not known here.`,
    {
      suggestions: ['Say it: --coin staked-ether (the last part of its page at CoinGecko).'],
    },
  )
}
