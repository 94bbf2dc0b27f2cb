/** What is priced and in what. */
export interface Pair {
  readonly base: string
  readonly quote: string
}

/** Quotes that a name without a separator may end in; the longer first, so that ETHUSDT is not ETHUSD and T. */
const QUOTES = ['FDUSD', 'TUSD', 'USDT', 'USDC', 'BUSD', 'USDE', 'DAI', 'USD', 'EUR', 'GBP', 'JPY', 'CHF', 'BTC', 'ETH']
const NAME = /^[A-Z0-9]{2,12}$/

export const isQuote = (name: string): boolean => QUOTES.includes(name.toUpperCase())

/** `ETH-USDT`, `ETH/USDT`, `eth_usdt`: whatever the two names are. */
export function parsePair(text: string): Pair | undefined {
  const [base = '', quote = '', more] = text.toUpperCase().split(/[-/_:]/)
  return more === undefined && NAME.test(base) && NAME.test(quote) ? {base, quote} : undefined
}

/** `ETHUSDT`, or a separated pair, with a quote that is known as one. */
export function guessPair(text: string): Pair | undefined {
  const pair = parsePair(text)
  if (pair) return isQuote(pair.quote) ? pair : undefined
  const name = text.toUpperCase()
  const quote = QUOTES.find((candidate) => name.endsWith(candidate) && name.length - candidate.length >= 2)
  return quote !== undefined && NAME.test(name) ? {base: name.slice(0, -quote.length), quote} : undefined
}

/**
 * The pair that a file's name speaks of: `eth-usdt-1d.csv`, `Binance_ETHUSDT_d.csv`. Two words of which the second is
 * money come first, because in `Binance_ETH_USD` two other words look like a pair in ETH.
 */
export function pairFromFileName(name: string): Pair | undefined {
  const words = name.replace(/\.[A-Za-z]+$/, '').split(/[^A-Za-z0-9]+/)
  const adjacent = words.flatMap((word, i) => guessPair(`${word}-${words[i + 1] ?? ''}`) ?? [])
  const inMoney = adjacent.findLast(({quote}) => quote !== 'BTC' && quote !== 'ETH')
  return inMoney ?? words.flatMap((word) => guessPair(word) ?? [])[0] ?? adjacent.at(-1)
}
