import {PlimsollError} from '../../errors.js'
import {sorted} from '../../numerics/quantile.js'

/** What an underwriter's capital earned and lost in each of many periods, as fractions of that capital. */
export interface UnderwriterResult {
  /** Losses over premiums and rewards, all periods together; Infinity where nothing was earned. */
  readonly lossRatio: number
  /** Mean return of a period, after losses. */
  readonly yield: number
  /** Standard deviation of that return. */
  readonly deviation: number
  /** (yield - riskless) / deviation; NaN where nothing varies. */
  readonly sharpe: number
  /** Share of periods with a loss after income. */
  readonly losing: number
  /** Mean return of the worst `tail` of periods. */
  readonly expectedShortfall: number
}

/**
 * An underwriter's record. Sharpe ratios of cover flatter: rare losses are hardly in the deviation, so read the shortfall too.
 * @param income premiums and rewards of each period, USD; `losses` what was slashed or paid, USD
 * @param capital USD at stake, the same in each period
 * @throws UNDERWRITER_RANGE
 */
export function underwriterResult(
  income: Float64Array,
  losses: Float64Array,
  capital: number,
  {riskless = 0, tail = 0.01}: {readonly riskless?: number; readonly tail?: number} = {},
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
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)
  return {
    deviation,
    expectedShortfall: total(sorted(returns).subarray(0, worst)) / worst,
    losing: returns.filter((r) => r < 0).length / n,
    lossRatio: total(losses) / total(income),
    sharpe: deviation > 0 ? (mean - riskless) / deviation : NaN,
    yield: mean,
  }
}
