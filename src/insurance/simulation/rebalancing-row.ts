import type {RebalancingRow, WithAndWithout} from './model.js'
import {meanChange} from './oracle-row.js'
import {countOf, type Count, type Records} from './records.js'
import type {Column} from './path-run.js'

/**
 * What automation does to a stack, on the first paths of a table that were run again without it; undefined for a side
 * that has none.
 */
export function rebalancingRow(
  {book, rebalancing, stack}: Column,
  active: Records,
  idle: Records,
): RebalancingRow | undefined {
  if (rebalancing === undefined) return undefined
  const n = idle.paths
  const compare = (at: (records: Records, row: number) => number): WithAndWithout => {
    let [without, with_] = [0, 0]
    for (let row = 0; row < n; row++) {
      without += at(idle, row)
      with_ += at(active, row)
    }
    return {without: without / n, with: with_ / n, change: meanChange(n, n, (row) => at(active, row) - at(idle, row))}
  }
  const mean = (name: Count): number =>
    countOf(active, name)
      .subarray(0, n)
      .reduce((sum, value) => sum + value, 0) / n
  const columnOf = new Map([active, idle].map((records) => [records, countOf(records, 'closedOut')]))
  const underCollateralised = compare((records, row) => (columnOf.get(records)?.[row] ?? NaN) / book.openInterest)
  const {without} = underCollateralised
  return {
    action: rebalancing.action,
    paths: n,
    ...{acted: mean('acted'), cost: mean('cost'), paidIn: mean('paidIn'), tooLate: mean('tooLate')},
    underCollateralised,
    shortened: without === 0 ? null : 1 - underCollateralised.with / without,
    exhaustion: compare(({exhausted}, row) => (exhausted[row] === -1 ? 0 : 1)),
    layers: stack.layers.map(({name}, layer) => ({
      name,
      ...compare(({layers, paid}, row) => paid[row * layers + layer] as number),
    })),
  }
}
