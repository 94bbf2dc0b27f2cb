/** `LINK.e` and `LINKe` are one; `USDC` may be `USDCn`, `USDT` may be `USDT0`. */
const normal = (symbol: string): string => symbol.replaceAll('.', '')

/** Euler calls the second vault of WETH `eWETH-2`; people call it WETH. */
const VAULT = /^e(?<token>[A-Za-z]\w*)-\d+$/

/** Whether a word of prose is what people call an asset of the file. */
export function isName(word: string, asset: string): boolean {
  const [given, known] = [normal(word), normal(asset)]
  if (given === known || given === VAULT.exec(asset)?.groups?.['token']) return true
  return known.startsWith(given) && given.length >= 3 && /^[a-z\d]$/.test(known.slice(given.length))
}

/** The words of a text; a full stop at the end of a sentence is none of them. */
export const wordsIn = (text: string): string[] => text.split(/[^\w.]+/).map((word) => word.replace(/\.$/, ''))

/** Whether a text with these words names an asset; `ETH-USD` and `ETH-A` are several words. */
export function isNamed(text: string, words: readonly string[], asset: string): boolean {
  return words.some((word) => isName(word, asset)) || (/\W/.test(asset) && text.includes(asset))
}
