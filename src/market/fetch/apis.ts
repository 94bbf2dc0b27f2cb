import {binance} from './binance.js'
import {coinbase} from './coinbase.js'
import {coingecko} from './coingecko.js'
import {defillama} from './defillama.js'
import {kraken} from './kraken.js'
import type {PriceApi} from './source.js'

/** Every API of prices; Chainlink's rounds are read from a chain instead. */
export const PRICE_APIS: readonly PriceApi[] = [binance, coinbase, kraken, coingecko, defillama]
