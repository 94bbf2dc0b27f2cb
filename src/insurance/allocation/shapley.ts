import {PlimsollError} from '../../errors.js'

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
