import type {Winners} from '../model.js'

/** How an allocation of auto-deleveraging did: by solvency, by fairness, and by how much more was closed than needed. */
export interface AdlMetrics {
  /** Profit taken, USD. */
  readonly taken: number
  /** Share of the shortfall that is covered: 1 is solvent again. NaN when there was none. */
  readonly solvency: number
  /** Largest share of anybody's profit that was taken. */
  readonly largestHaircut: number
  /** Gini coefficient of the shares taken, over all who had a profit: 0 everybody alike, towards 1 one for all. */
  readonly gini: number
  /** Winners who lost something, over all winners. */
  readonly touched: number
  /** Notional closed when whole positions are closed, USD. */
  readonly closedNotional: number
  /** Notional closed beyond what taking just the haircut would have closed, over that: 0 is no overshoot. */
  readonly overshoot: number
}

/** @param taken profit taken from each winner, USD, as `allocateAdl` gives it */
export function adlMetrics(winners: Winners, taken: Float64Array, shortfall: number): AdlMetrics {
  const shares: number[] = []
  let [sum, closed, needed, touched] = [0, 0, 0, 0]
  for (let i = 0; i < taken.length; i++) {
    const [gain, part] = [winners.profit[i] as number, taken[i] as number]
    if (gain <= 0) continue
    const share = part / gain
    shares.push(share)
    sum += part
    if (part > 0) {
      touched++
      closed += winners.notional[i] as number
      needed += share * (winners.notional[i] as number)
    }
  }
  return {
    closedNotional: closed,
    gini: gini(shares),
    largestHaircut: shares.reduce((most, share) => Math.max(most, share), 0),
    overshoot: needed > 0 ? closed / needed - 1 : 0,
    solvency: shortfall > 0 ? sum / shortfall : NaN,
    taken: sum,
    touched: shares.length > 0 ? touched / shares.length : 0,
  }
}

/** `sum_i (2i - n - 1) x_i / (n sum x)` of ascending values; 0 when nothing was taken from anybody. */
export function gini(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b)
  const n = ascending.length
  const total = ascending.reduce((sum, value) => sum + value, 0)
  if (total === 0) return 0
  return ascending.reduce((sum, value, i) => sum + (2 * (i + 1) - n - 1) * value, 0) / (n * total)
}
