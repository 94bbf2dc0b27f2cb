import {amplificationFactor} from '../cascade.js'
import type {Bars} from '../bars.js'
import type {CascadeRisk} from './model.js'
import {replay, type Book} from './replay.js'
import type {Paths} from './environment.js'
import type {RuleSet} from './rules.js'

/** Moves of the price that are tried, as fractions. */
const MOVES = Array.from({length: 25}, (_, k) => (k + 1) / 50)

/**
 * Whether liquidations can feed themselves: the largest kappa over falls (and, for perpetuals, rises) of 2% to 50%, where
 * kappa is what the orders of all positions that a move makes liquidatable would move the price by, over that move. From 1
 * on the liquidations of a move push the price as far again and there is no amplification factor `1 / (1 - kappa)`.
 * Sizes are debt (loans) or notional at the opening; all assets move together.
 * @param paths what the book opens with
 */
export function cascadeRisk(book: Book, paths: Paths, set: RuleSet): CascadeRisk | undefined {
  const {impact} = set.rules
  if (impact === undefined) return undefined
  const moves = book.kind === 'lending' ? MOVES.map((move) => -move) : MOVES.flatMap((move) => [-move, move])
  let worst = {kappa: 0, move: moves[0] as number}
  for (const move of moves) {
    const {exposure} = replay(book, movedBy(paths, move), set, {detail: 'totals'}).atExecution
    const kappa = impact.liquidity.impact(exposure, 0, move < 0 ? 'sell' : 'buy') / Math.abs(move)
    if (kappa > worst.kappa) worst = {kappa, move}
  }
  const amplification = amplificationFactor(worst.kappa)
  return {...worst, amplification: Number.isFinite(amplification) ? amplification : null, runaway: worst.kappa >= 1}
}

/** One bar at the openings, moved. */
function movedBy(paths: Paths, move: number): ReadonlyMap<string, Bars> {
  return new Map(
    [...paths].map(([name, {barSeconds, open}]) => {
      const price = Float64Array.of((open[0] as number) * (name === 'USD' ? 1 : 1 + move))
      return [name, {barSeconds, close: price, high: price, low: price, open: price}]
    }),
  )
}
