import {PlimsollError} from '../../errors.js'
import type {Stream} from '../../numerics/random/stream.js'

/** A cooperative game: what a coalition (a bit per player, from the lowest) costs. The empty one costs nothing. */
export type Game = (coalition: number) => number

const MOST_PLAYERS = 20

/**
 * Shapley values: each player's cost, averaged over all orders in which the coalition may form. Exact, in 2^n evaluations:
 * `phi_i = sum_S |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))`. Source: Shapley 1953; METHODS 5.
 * @throws ALLOCATION_RANGE for more than 20 players: sample orders instead
 */
export function shapley(players: number, game: Game): Float64Array {
  if (!(Number.isInteger(players) && players >= 1 && players <= MOST_PLAYERS)) {
    throw new PlimsollError(
      'ALLOCATION_RANGE',
      `Exact Shapley values are for 1 to ${MOST_PLAYERS} players, not ${players}.`,
      {
        suggestions: ['Sample orders of the players: an estimate with its standard error.'],
      },
    )
  }
  const coalitions = 2 ** players
  const cost = new Float64Array(coalitions)
  const size = new Uint8Array(coalitions)
  for (let s = 1; s < coalitions; s++) {
    cost[s] = game(s)
    size[s] = (size[s >> 1] as number) + (s & 1)
  }
  // |S|! (n - |S| - 1)! / n! = 1 / (n C(n - 1, |S|)).
  const weight = new Float64Array(players)
  for (let k = 0, choose = 1; k < players; k++) {
    weight[k] = 1 / (players * choose)
    choose = (choose * (players - 1 - k)) / (k + 1)
  }
  const values = new Float64Array(players)
  for (let s = 0; s < coalitions; s++) {
    for (let i = 0; i < players; i++) {
      const bit = 1 << i
      if ((s & bit) !== 0) continue
      values[i] =
        (values[i] as number) +
        (weight[size[s] as number] as number) * ((cost[s | bit] as number) - (cost[s] as number))
    }
  }
  return values
}

/** A sampled Shapley value with its standard error. */
export interface SampledShapley {
  readonly values: Float64Array
  readonly standardErrors: Float64Array
}

/**
 * Shapley values from `orders` random orders of up to 31 players (Castro, Gómez & Tejada 2009); they still add up to what the whole
 * costs, exactly.
 */
export function sampledShapley(players: number, game: Game, orders: number, random: Stream): SampledShapley {
  if (!(Number.isInteger(players) && players >= 1 && players <= 31 && Number.isInteger(orders) && orders >= 2)) {
    throw new PlimsollError(
      'ALLOCATION_RANGE',
      `Sampled Shapley values need 1 to 31 players and at least 2 orders, not ${players} and ${orders}.`,
    )
  }
  const order = Uint8Array.from({length: players}, (_, i) => i)
  const sum = new Float64Array(players)
  const squares = new Float64Array(players)
  for (let round = 0; round < orders; round++) {
    for (let i = players - 1; i > 0; i--) {
      const j = random.below(i + 1)
      const swapped = order[i] as number
      order[i] = order[j] as number
      order[j] = swapped
    }
    let [coalition, before] = [0, 0]
    for (const player of order) {
      coalition |= 1 << player
      const cost = game(coalition)
      sum[player] = (sum[player] as number) + (cost - before)
      squares[player] = (squares[player] as number) + (cost - before) ** 2
      before = cost
    }
  }
  const values = sum.map((total) => total / orders)
  const standardErrors = squares.map((square, i) => {
    const variance = Math.max(0, square / orders - (values[i] as number) ** 2)
    return Math.sqrt(variance / (orders - 1))
  })
  return {standardErrors, values}
}
