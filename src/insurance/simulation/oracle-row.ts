import {bug} from '../../errors.js'
import type {Change, OracleRow} from './model.js'
import {countOf, type Count, type Records} from './records.js'
import type {Column} from './path-run.js'

/** The paths on which anything was confirmed late, never or falsely on any side: on the others nothing can differ. */
export function misconfirmed(sides: readonly Records[]): Int32Array {
  const flags = sides.map((records) => countOf(records, 'misconfirmed'))
  const {paths} = sides[0] as Records
  return Int32Array.from({length: paths}, (_, path) => path).filter((path) => flags.some((flag) => flag[path] === 1))
}

/**
 * What a network costs the layers of a stack.
 * @param paths those that were run again, with every loss confirmed at once, and late but never falsely; missing when none is
 */
export function oracleRow(
  {oracle, stack}: Column,
  base: Records,
  paths: Int32Array,
  {atOnce, lateOnly}: {readonly atOnce: Records | undefined; readonly lateOnly: Records | undefined},
): OracleRow {
  if (oracle === undefined) throw bug('an oracle on one side only')
  const total = (name: Count): number => countOf(base, name).reduce((sum, value) => sum + value, 0)
  const losses = total('losses')
  const share = (name: Count): number | null => (losses === 0 ? null : total(name) / losses)
  const change = (than: Records | undefined, of: Records | undefined, at: (records: Records, row: number) => number) =>
    meanChange(
      base.paths,
      paths.length,
      (k) => (of === undefined ? at(base, paths[k] as number) : at(of, k)) - (than === undefined ? NaN : at(than, k)),
    )
  const both = (at: (records: Records, row: number) => number) => ({
    late: change(atOnce, lateOnly, at),
    falsely: change(lateOnly, undefined, at),
  })
  return {
    feeds: oracle.network.feeds.length,
    required: oracle.network.required,
    losses: losses / base.paths,
    lateShare: share('late'),
    neverShare: share('never'),
    falseAlarms: total('falseAlarms') / base.paths,
    falselyPaid: total('falselyPaid') / base.paths,
    layers: stack.layers.map(({name}, layer) => ({
      name,
      ...both(({layers, paid}, row) => paid[row * layers + layer] as number),
    })),
    exhaustion: both(({exhausted}, row) => (exhausted[row] === -1 ? 0 : 1)),
  }
}

/** The mean over `n` paths, and its standard error, of a change that only `count` of them can have. */
export function meanChange(n: number, count: number, at: (k: number) => number): Change {
  let [sum, squares] = [0, 0]
  for (let k = 0; k < count; k++) {
    const value = at(k)
    sum += value
    squares += value * value
  }
  const mean = sum / n
  return {value: mean, standardError: Math.sqrt(Math.max(0, squares / n - mean * mean) / n)}
}
