import {premiumAdequacy, type Adequacy} from '../premium/adequacy.js'
import {Moves} from './moves.js'
import type {LogBars} from './paths/log-bars.js'
import {PathRun, type Column, type Horizon} from './path-run.js'

/** All of history as one path through a stack. */
export interface HistoryRun {
  readonly days: number
  readonly adequacy: Adequacy
  /** Premium rate on open interest of each day, a year. */
  readonly rates: Float64Array
  /** What each layer says of itself at the end. */
  readonly measures: readonly Readonly<Record<string, number>>[]
}

const YEARS = 1 / 365

/**
 * Sends all of history down a stack, from its opening balances, and sets the fund's premiums against what was asked of it. The
 * volatility forecast that a dynamic premium follows begins with the mean variance of all days.
 */
export function historyRun(column: Column, history: LogBars, horizon: Horizon): HistoryRun {
  const days = history.close.length
  const {openInterest} = column.book
  const [rates, asked] = [new Float64Array(days), new Float64Array(days)]
  const interest = new Float64Array(days).fill(openInterest)
  let [day, premiums] = [0, 0]
  const first = column.funds[0] as number
  const startVariance = history.close.reduce((sum, r) => sum + r * r, 0) / days
  const run = new PathRun(column, {...horizon, dates: [], measures: true, startVariance}, 1, (open, amount) => {
    const paid = column.funds.reduce((sum, k) => sum + (open.layers[k]?.measures()['premiums'] ?? 0), 0)
    rates[day] = (paid - premiums) / (openInterest * YEARS)
    premiums = paid
    let left = amount
    for (let k = 0; k < first && left > 0; k++) left -= open.paid[k] as number
    asked[day++] = Math.max(0, left)
  })
  const moves = new Moves(days, run.at)
  moves.read(history)
  run.path(history, moves, 0, 0)
  return {
    days,
    adequacy: premiumAdequacy(rates, interest, asked, YEARS),
    rates,
    measures: run.records.measures.map((named) =>
      Object.fromEntries(Object.entries(named).map(([name, values]) => [name, values[0] as number])),
    ),
  }
}
