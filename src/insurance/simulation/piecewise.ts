/** What a day's close-outs come to, as functions of one price move: each is linear between breakpoints. */
export const OUTPUTS = ['badDebt', 'margin', 'penalty', 'notional'] as const
export type Output = (typeof OUTPUTS)[number]
/** Values at a move, in the order of `OUTPUTS`. */
export type Outputs = Float64Array

const COLUMNS = 2 * OUTPUTS.length
const BUCKETS = 4096

/** From `from` on, `value + slope * move` is added to an output. */
export interface Piece<Name extends string = Output> {
  readonly from: number
  readonly output: Name
  readonly value: number
  readonly slope: number
}

/** A sum of many pieces, evaluated by one search from a bucket on: breakpoints in order, sums of values and slopes to each. */
export class Piecewise {
  /** Below this move everything is 0. */
  readonly first: number
  private readonly edges: Float64Array
  /** For each bucket of moves, the last breakpoint at or before it: where a search begins. */
  private readonly starts: Int32Array
  private readonly width: number
  /** For each breakpoint: value and slope of each output. */
  private readonly sums: Float64Array

  /** @param outputs as many names as `OUTPUTS` has, in the order in which they are told */
  constructor(pieces: readonly Piece<string>[], outputs: readonly string[] = OUTPUTS) {
    const order = [...pieces].sort((a, b) => a.from - b.from)
    const edges: number[] = []
    const sums: number[] = []
    const running = new Float64Array(COLUMNS)
    for (const {from, output, slope, value} of order) {
      const column = 2 * outputs.indexOf(output)
      running[column] = (running[column] as number) + value
      running[column + 1] = (running[column + 1] as number) + slope
      if (edges.at(-1) === from) sums.length -= COLUMNS
      else edges.push(from)
      sums.push(...running)
    }
    this.edges = Float64Array.from(edges)
    this.sums = Float64Array.from(sums)
    this.first = edges[0] ?? Infinity
    this.width = ((edges.at(-1) ?? 1) - this.first) / BUCKETS || 1
    this.starts = new Int32Array(BUCKETS + 1)
    for (let bucket = 0, at = 0; bucket <= BUCKETS; bucket++) {
      while (at + 1 < edges.length && (edges[at + 1] as number) <= this.first + bucket * this.width) at++
      this.starts[bucket] = at
    }
  }

  /** Adds every output at `move` to `out`. */
  addAt(move: number, out: Outputs): void {
    const {edges, first, starts, sums, width} = this
    if (move < first) return
    const bucket = Math.floor((move - first) / width)
    let at = starts[bucket < BUCKETS ? bucket : BUCKETS] as number
    // Rounding may put a move one bucket on: go back before going on.
    while (at > 0 && (edges[at] as number) > move) at--
    while (at + 1 < edges.length && (edges[at + 1] as number) <= move) at++
    const row = at * COLUMNS
    // Written out: this is the innermost of all loops.
    out[0] = (out[0] as number) + (sums[row] as number) + (sums[row + 1] as number) * move
    out[1] = (out[1] as number) + (sums[row + 2] as number) + (sums[row + 3] as number) * move
    out[2] = (out[2] as number) + (sums[row + 4] as number) + (sums[row + 5] as number) * move
    out[3] = (out[3] as number) + (sums[row + 6] as number) + (sums[row + 7] as number) * move
  }
}
