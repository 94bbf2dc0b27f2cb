import {PlimsollError} from '../../errors.js'
import {exponential} from '../../numerics/random/exponential.js'
import {normal} from '../../numerics/random/normal.js'
import {stream} from '../../numerics/random/stream.js'
import {isolatedBook, type PerpBook} from './perps/book.js'

/** A book of isolated perpetual positions that nobody has, with the shape that real ones show. */
export interface SyntheticPerps {
  readonly market: string
  readonly count: number
  readonly seed: bigint | number
  /** Price at which the replay begins. */
  readonly price: number
  /** Notional of the larger side at `price`, quote units. */
  readonly openInterest: number
  /** Longs' notional over shorts'. Default 1: what longs hold, shorts owe. */
  readonly longShort?: number
  /** Median leverage at entry. Default 8. */
  readonly medianLeverage?: number
  /** Standard deviation of the logarithm of leverage. Default 0.8. */
  readonly leverageSpread?: number
  /** Highest leverage that the venue grants. Default 50. */
  readonly maxLeverage?: number
  /** Tail index of position sizes: the smaller, the more a few positions hold. Default 1.2. */
  readonly sizeTail?: number
  /** Standard deviation of the logarithm of entry price over today's. Default 0.04. */
  readonly entrySpread?: number
}

/** Largest position over the smallest, so that a heavy tail does not make one position the book. */
const SIZE_RANGE = 1e3

/**
 * Draws a book. Every position has its own draws from one stream, in this order: side, size, leverage, entry price.
 *
 * * Size in quote units is Pareto with tail index `sizeTail` (a Zipf-like concentration: perpetual venues see a few per
 *   cent of accounts hold most of the open interest), cut at 10^3 times the smallest; then each side is scaled to
 *   its share of `openInterest`.
 * * Leverage at entry is log-normal around `medianLeverage`, in [1, maxLeverage]; collateral = notional at entry / leverage.
 * * Entry prices are log-normal around `price`. A position that the venue would hold no more, with less than half of
 *   its initial margin left at `price`, is given today's price as entry instead.
 *
 * The parameters are assumptions about a typical venue, not a fit to one: results on a synthetic book say how parameters
 * compare, not what a given venue will lose.
 */
export function syntheticPerps(options: SyntheticPerps): PerpBook {
  const {count, market, openInterest, price, seed} = options
  const {entrySpread = 0.04, leverageSpread = 0.8, longShort = 1, maxLeverage = 50, medianLeverage = 8} = options
  const {sizeTail = 1.2} = options
  const positive = {count, longShort, medianLeverage, openInterest, price, sizeTail}
  for (const [name, value] of Object.entries(positive)) {
    if (!(value > 0 && value < Infinity)) {
      throw new PlimsollError('BOOK_SYNTHETIC', `A synthetic book needs a positive \`${name}\`, not ${value}.`)
    }
  }
  if (!(Number.isInteger(count) && maxLeverage > 1 && entrySpread >= 0 && leverageSpread >= 0)) {
    throw new PlimsollError(
      'BOOK_SYNTHETIC',
      `A synthetic book needs a whole count (${count}), a leverage above 1 (${maxLeverage}) and spreads that are not negative.`,
    )
  }
  const random = stream(seed)
  const side = new Int8Array(count)
  const size = new Float64Array(count)
  const entry = new Float64Array(count)
  const collateral = new Float64Array(count)
  const leverages = new Float64Array(count)
  const totals = {long: 0, short: 0}
  for (let i = 0; i < count; i++) {
    const long = random.uniform() < 0.5
    const weight = Math.min(SIZE_RANGE, Math.exp(exponential(random) / sizeTail))
    const leverage = Math.min(maxLeverage, Math.max(1, medianLeverage * Math.exp(leverageSpread * normal(random))))
    const drawn = price * Math.exp(entrySpread * normal(random))
    const lost = (long ? drawn - price : price - drawn) / drawn
    side[i] = long ? 1 : -1
    size[i] = weight
    leverages[i] = leverage
    entry[i] = lost > 0.5 / leverage ? price : drawn
    totals[long ? 'long' : 'short'] += weight
  }
  if (totals.long === 0 || totals.short === 0) {
    throw new PlimsollError('BOOK_SYNTHETIC', `A book of ${count} drew positions on one side only.`, {
      suggestions: ['Ask for more positions.'],
    })
  }
  const target = {
    long: openInterest * Math.min(1, longShort),
    short: openInterest / Math.max(1, longShort),
  }
  for (let i = 0; i < count; i++) {
    const which = side[i] === 1 ? 'long' : 'short'
    const units = ((size[i] as number) * target[which]) / totals[which] / price
    size[i] = units
    collateral[i] = (units * (entry[i] as number)) / (leverages[i] as number)
  }
  return isolatedBook(market, {collateral, entry, side, size})
}
