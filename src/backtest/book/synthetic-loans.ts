import {PlimsollError} from '../../errors.js'
import {argsortDescending} from '../../numerics/argsort.js'
import {exponential} from '../../numerics/random/exponential.js'
import {normal} from '../../numerics/random/normal.js'
import {stream} from '../../numerics/random/stream.js'
import {singleKindBook, type LoanBook} from './lending/book.js'

/** A book of loans that nobody has: one collateral, debt in USD. */
export interface SyntheticLoans {
  readonly collateralAsset: string
  readonly count: number
  readonly seed: bigint | number
  /** Price at which the replay begins. */
  readonly price: number
  /** All debt, USD. */
  readonly debt: number
  /** The threshold under which the loans were taken. */
  readonly liquidationThreshold: number
  /** Median health factor. Default 1.7. */
  readonly medianHealth?: number
  /** Standard deviation of the logarithm of (health factor - 1). Default 0.8. */
  readonly healthSpread?: number
  /** Tail index of debt sizes: the smaller, the more a few loans owe. Default 1.2. */
  readonly sizeTail?: number
}

/** Largest loan over the smallest, so that a heavy tail does not make one loan the book. */
const SIZE_RANGE = 1e3

/**
 * Draws a book of loans, each with its own draws from one stream, in this order: debt, health factor.
 *
 * * Debt is Pareto with tail index `sizeTail`, cut at 10^3 times the smallest, then scaled so that all debts add up to `debt`.
 * * Health factor at the start = 1 + (medianHealth - 1) exp(healthSpread Z), Z standard normal: above 1 for everybody, as
 *   loans are that a market has not liquidated, and right-skewed as books of lending markets are.
 * * Collateral = health factor x debt / (liquidationThreshold x price).
 *
 * Loans are in the order of their health, the worst first.
 *
 * Assumptions, as in `syntheticPerps`: results say how parameters compare, not what a given market will lose.
 */
export function syntheticLoans(options: SyntheticLoans): LoanBook {
  const {collateralAsset, count, debt: total, liquidationThreshold, price, seed} = options
  const {healthSpread = 0.8, medianHealth = 1.7, sizeTail = 1.2} = options
  for (const [name, value] of Object.entries({count, debt: total, liquidationThreshold, price, sizeTail})) {
    if (!(value > 0 && value < Infinity)) {
      throw new PlimsollError('BOOK_SYNTHETIC', `A synthetic book needs a positive \`${name}\`, not ${value}.`)
    }
  }
  if (!(Number.isInteger(count) && medianHealth > 1 && healthSpread >= 0)) {
    throw new PlimsollError(
      'BOOK_SYNTHETIC',
      `A synthetic book needs a whole count (${count}), a median health factor above 1 (${medianHealth}) and a spread that is not negative (${healthSpread}).`,
    )
  }
  const random = stream(seed)
  const debt = new Float64Array(count)
  const health = new Float64Array(count)
  let sum = 0
  for (let i = 0; i < count; i++) {
    debt[i] = Math.min(SIZE_RANGE, Math.exp(exponential(random) / sizeTail))
    health[i] = 1 + (medianHealth - 1) * Math.exp(healthSpread * normal(random))
    sum += debt[i] as number
  }
  const order = argsortDescending(health).reverse()
  const scaled = Float64Array.from(order, (i) => ((debt[i] as number) * total) / sum)
  const collateral = scaled.map(
    (owed, k) => ((health[order[k] as number] as number) * owed) / (liquidationThreshold * price),
  )
  return singleKindBook({collateralAsset, debtAsset: 'USD', emode: undefined}, collateral, scaled)
}
