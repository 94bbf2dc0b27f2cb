import {PlimsollError} from '../../errors.js'
import {sorted} from '../../numerics/quantile.js'

/** What an underwriter's capital earned and lost in each of many periods, as fractions of that capital. */
export interface UnderwriterResult {
  /** Mean return of a period, after losses. */
  readonly yield: number
  /** Standard deviation of that return. */
  readonly deviation: number
  /** Share of periods with a loss after income. */
  readonly losing: number
  /** Mean return of the worst `tail` of periods. */
  readonly expectedShortfall: number
}

/**
 * An underwriter's record. Rare losses are hardly in the deviation, so read the shortfall too.
 * @param income premiums and rewards of each period, USD; `losses` what was slashed or paid, USD
 * @param capital USD at stake, the same in each period
 * @throws UNDERWRITER_RANGE
 */
export function underwriterResult(
  income: Float64Array,
  losses: Float64Array,
  capital: number,
  tail = 0.01,
): UnderwriterResult {
  const n = income.length
  if (n < 2 || losses.length !== n || !(capital > 0) || !(tail > 0 && tail <= 1)) {
    throw new PlimsollError(
      'UNDERWRITER_RANGE',
      'An underwriter’s record needs capital above zero, a tail within (0, 1] and income and losses of the same periods, at least two.',
    )
  }
  const returns = income.map((earned, i) => (earned - (losses[i] as number)) / capital)
  const mean = returns.reduce((sum, r) => sum + r, 0) / n
  const deviation = Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (n - 1))
  const worst = Math.max(1, Math.floor(tail * n))
  return {
    deviation,
    expectedShortfall:
      sorted(returns)
        .subarray(0, worst)
        .reduce((sum, r) => sum + r, 0) / worst,
    losing: returns.filter((r) => r < 0).length / n,
    yield: mean,
  }
}
