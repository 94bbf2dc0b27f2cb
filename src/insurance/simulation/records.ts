import {ACTIONS} from './rebalanced.js'

/** What is counted on a path, in this order. */
export const COUNTS = [
  /** Days with a loss; of these, confirmed on a later day, and never. */
  'losses',
  'late',
  'never',
  /** Confirmations without insolvency, and what was paid on them, USD. */
  'falseAlarms',
  'falselyPaid',
  /** 1 where anything was confirmed late, never or falsely. */
  'misconfirmed',
  /** Notional closed out, USD: what was below its maintenance margin, day by day. */
  'closedOut',
  ...ACTIONS,
] as const
export type Count = (typeof COUNTS)[number]

/** What each path of a block did to a stack: one row a path, one column a layer where there are several. */
export interface Records {
  readonly paths: number
  readonly layers: number
  /** Step at which a loss first went beyond the fund; -1: never. */
  readonly exhausted: Int32Array
  /** Steps from then until the fund held its opening balance again; -1: not within the horizon, or never exhausted. */
  readonly recovered: Int32Array
  /** What the path's losses came to, beyond defaulters' margin, USD. */
  readonly loss: Float64Array
  /** Row by row: paid by each layer, USD. */
  readonly paid: Float64Array
  /** What each layer cost beside, USD. */
  readonly cost: Float64Array
  /** 1 where the layer paid, or was gone beyond. */
  readonly used: Uint8Array
  readonly beyond: Uint8Array
  /** Row by row: see `COUNTS`. */
  readonly counts: Float64Array
  /** The fund's balance at each date of the fan chart, USD. */
  readonly balance: Float64Array
  readonly dates: number
  /** By layer: what the layer itself says of each path (`measures`). Empty where nobody asked for it. */
  readonly measures: Readonly<Record<string, Float64Array>>[]
}

export function newRecords(paths: number, layers: number, dates: number): Records {
  return {
    paths,
    layers,
    dates,
    exhausted: new Int32Array(paths).fill(-1),
    recovered: new Int32Array(paths).fill(-1),
    loss: new Float64Array(paths),
    paid: new Float64Array(paths * layers),
    cost: new Float64Array(paths * layers),
    used: new Uint8Array(paths * layers),
    beyond: new Uint8Array(paths * layers),
    counts: new Float64Array(paths * COUNTS.length),
    balance: new Float64Array(paths * dates),
    measures: [],
  }
}

/** Blocks in their order as one table. */
export function joinRecords(blocks: readonly Records[]): Records {
  const [first] = blocks as [Records]
  const all = newRecords(
    blocks.reduce((sum, {paths}) => sum + paths, 0),
    first.layers,
    first.dates,
  )
  for (const [k, named] of first.measures.entries()) {
    const empty = (name: string): [string, Float64Array] => [name, new Float64Array(all.paths)]
    all.measures[k] = Object.fromEntries(Object.keys(named).map(empty))
  }
  let at = 0
  for (const block of blocks) {
    for (const name of ['exhausted', 'recovered', 'loss'] as const) all[name].set(block[name], at)
    for (const name of ['paid', 'cost', 'used', 'beyond'] as const) all[name].set(block[name], at * all.layers)
    for (const [k, named] of all.measures.entries()) {
      for (const [name, values] of Object.entries(named)) values.set(block.measures[k]?.[name] as Float64Array, at)
    }
    all.counts.set(block.counts, at * COUNTS.length)
    all.balance.set(block.balance, at * all.dates)
    at += block.paths
  }
  return all
}

/** A count's column. */
export function countOf({counts, paths}: Records, name: Count): Float64Array {
  const k = COUNTS.indexOf(name)
  return Float64Array.from({length: paths}, (_, row) => counts[row * COUNTS.length + k] as number)
}
