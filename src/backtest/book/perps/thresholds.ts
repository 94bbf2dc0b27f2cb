import type {PerpBook} from './book.js'
import type {Bracket} from './maintenance.js'

/**
 * The price at which each isolated position is liquidatable, at a funding index: longs below it, shorts above it. With
 * s = +1 for longs and -1 for shorts, `P = (s e - (c + a_b) / q + s F) / (s - r_b)`, the first that the price meets.
 */
export function liquidationPrices(book: PerpBook, brackets: readonly Bracket[], funding: number): Float64Array {
  return perPosition(book, (s, size, entry, collateral) => {
    let first = -Infinity
    for (const {amount, rate} of brackets) {
      first = Math.max(first, (s * (s * (entry + funding) - (collateral + amount) / size)) / (s - rate))
    }
    return s * first
  })
}

/** The price at which the equity of each isolated position is nil: `e + F - s c / q`. */
export function bankruptcyPrices(book: PerpBook, funding: number): Float64Array {
  return perPosition(book, (s, size, entry, collateral) => entry + funding - (s * collateral) / size)
}

function perPosition(
  {collateral, count, entry, side, size}: PerpBook,
  price: (s: number, size: number, entry: number, collateral: number) => number,
): Float64Array {
  return Float64Array.from({length: count}, (_, i) =>
    price(side[i] as number, size[i] as number, entry[i] as number, collateral[i] as number),
  )
}
