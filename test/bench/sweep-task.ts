import type {PerpRules} from '../../src/backtest/book/perps/rules.js'
import {sweepPerps, type PerpTotals} from '../../src/backtest/book/perps/sweep.js'
import {benchBook, benchPath, flat, RULES} from './perp-input.js'

export const CELLS = 1000

/** The sweep of the benchmark: 1,000 maintenance margins over 70,000 bars and 100,000 positions, in any parts. */
export function sweepTask(): (from: number, to: number) => PerpTotals[] {
  const positions = benchBook(100_000)
  const prices = benchPath(70_000, 5, 0.003)
  const cells = Array.from({length: CELLS}, (_, i): PerpRules => ({...RULES, maintenance: flat(0.005 + i * 4e-5)}))
  sweepPerps(positions, prices, cells.slice(0, 5))
  return (from, to) => sweepPerps(positions, prices, cells.slice(from, to))
}
