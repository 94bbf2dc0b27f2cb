import type {BookResult} from '../result.js'
import type {PerpBook} from './book.js'
import {runIsolated} from './isolated.js'
import {bracketsOf} from './maintenance.js'
import {preparePerps, type PreparedPerps} from './prepare.js'
import type {PerpPath, PerpRules} from './rules.js'

/** The totals of a run: what a sweep keeps of each cell. Plain numbers, so that a worker thread can hand them over. */
export interface PerpTotals {
  readonly count: number
  readonly positions: number
  readonly notional: number
  readonly share: number
  readonly badDebt: number
  readonly badDebtShare: number
  readonly penalties: number
  readonly toFund: number
  readonly slippage: number
  readonly userCost: number
  readonly atExecution: number
  readonly unfinished: number
}

/**
 * Runs many sets of rules over one book of isolated positions and one path. The positions are sorted once for all rules
 * that share their maintenance amounts (all flat rates do). A cell depends on its own rules only: any split of the list
 * over workers gives the same figures.
 */
export function sweepPerps(book: PerpBook, path: PerpPath, cells: readonly PerpRules[]): PerpTotals[] {
  const sorted = new Map<string, PreparedPerps>()
  return cells.map((rules) => {
    const brackets = bracketsOf(rules.maintenance)
    const key = JSON.stringify(brackets.map(({amount}) => amount))
    const prepared = sorted.get(key) ?? preparePerps(book, brackets)
    sorted.set(key, prepared)
    return totalsOf(runIsolated(prepared, path, rules, {detail: 'totals'}))
  })
}

export function totalsOf(result: BookResult): PerpTotals {
  const {atExecution, badDebt, badDebtShare, liquidations, penalties, slippage, toFund, unfinished, userCost} = result
  return {
    ...liquidations,
    atExecution: atExecution.count,
    badDebt,
    badDebtShare,
    penalties,
    slippage,
    toFund,
    unfinished: unfinished.count,
    userCost,
  }
}
