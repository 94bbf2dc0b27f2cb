import {PlimsollError} from '../../errors.js'
import type {Winners} from '../model.js'

/**
 * Who gives up profit. `queue`: the highest profit x leverage first, all of it, then the next (the rank of Hyperliquid, Binance, BitMEX).
 * `pro-rata`: in proportion to profit. `leverage-weighted`: in proportion to profit x leverage, nobody more than his
 * profit, the rest again among the others (water-filling). `capped`: pro rata, nobody more than a share of his profit.
 */
export type AdlPolicy = 'capped' | 'leverage-weighted' | 'pro-rata' | 'queue'
export const ADL_POLICIES: readonly AdlPolicy[] = ['queue', 'pro-rata', 'leverage-weighted', 'capped']

/**
 * Profit taken from each winner, USD, for a shortfall; together the shortfall, or all that the policy may take if that is
 * less. Losers are never touched. Source: METHODS 4.3; Chitra, arXiv 2512.01112 (severity and haircut are separate).
 * @param cap with `capped`: the most that is taken of a winner's profit, a share
 * @throws ADL_RANGE when the shortfall is no amount or the arrays differ in length
 */
export function allocateAdl(policy: AdlPolicy, winners: Winners, shortfall: number, cap = 1): Float64Array {
  const {leverage, profit} = winners
  if (!(shortfall >= 0 && shortfall < Infinity) || leverage.length !== profit.length) {
    throw new PlimsollError(
      'ADL_RANGE',
      `Auto-deleveraging needs an amount and a leverage for each profit, not ${shortfall}, ${profit.length} profits and ${leverage.length} leverages.`,
    )
  }
  switch (policy) {
    case 'queue':
      return inQueue(winners, shortfall)
    case 'pro-rata':
      return waterFill(profit, profit, shortfall, 1)
    case 'capped':
      return waterFill(profit, profit, shortfall, cap)
    case 'leverage-weighted':
      return waterFill(
        profit,
        profit.map((gain, i) => Math.max(0, gain) * Math.max(0, leverage[i] as number)),
        shortfall,
        1,
      )
  }
}

/** Positions of the queue: by profit x leverage, the highest first; equal ranks keep the order of the book. */
export function adlQueue({leverage, profit}: Winners): number[] {
  const rank = (i: number): number => (profit[i] as number) * (leverage[i] as number)
  return [...profit.keys()].sort((a, b) => rank(b) - rank(a) || a - b)
}

function inQueue(winners: Winners, shortfall: number): Float64Array {
  const taken = new Float64Array(winners.profit.length)
  let left = shortfall
  for (const i of adlQueue(winners)) {
    if (left <= 0) break
    const part = Math.min(left, Math.max(0, winners.profit[i] as number))
    taken[i] = part
    left -= part
  }
  return taken
}

/** In proportion to `weight`, nobody above `cap` of his profit; what a full one cannot give, the others give again by weight. */
function waterFill(profit: Float64Array, weight: Float64Array, shortfall: number, cap: number): Float64Array {
  const taken = new Float64Array(profit.length)
  const most = profit.map((gain) => cap * Math.max(0, gain))
  let open = [...profit.keys()].filter((i) => (most[i] as number) > 0 && (weight[i] as number) > 0)
  let left = shortfall
  while (open.length > 0 && left > 0) {
    const total = open.reduce((sum, i) => sum + (weight[i] as number), 0)
    const full = open.filter((i) => (left * (weight[i] as number)) / total >= (most[i] as number))
    if (full.length === 0) {
      for (const i of open) taken[i] = (left * (weight[i] as number)) / total
      return taken
    }
    for (const i of full) {
      taken[i] = most[i] as number
      left -= most[i] as number
    }
    open = open.filter((i) => !full.includes(i))
  }
  return taken
}
