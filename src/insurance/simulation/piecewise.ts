/** What a day's close-outs come to, as functions of one price move: each is linear between breakpoints. */
export const OUTPUTS = ['badDebt', 'margin', 'penalty', 'notional'] as const
export type Output = (typeof OUTPUTS)[number]
/** Values at a move, in the order of `OUTPUTS`. */
export type Outputs = Float64Array

const COLUMNS = 2 * OUTPUTS.length

/** From `from` on, `value + slope * move` is added to an output. */
export interface Piece {
  readonly from: number
  readonly output: Output
  readonly value: number
  readonly slope: number
}

/** A sum of many pieces, evaluated by one binary search: breakpoints in order, sums of values and slopes up to each. */
export class Piecewise {
  /** Below this move everything is 0. */
  readonly first: number
  private readonly edges: Float64Array
  /** For each breakpoint: value and slope of each output. */
  private readonly sums: Float64Array

  constructor(pieces: readonly Piece[]) {
    const order = [...pieces].sort((a, b) => a.from - b.from)
    const edges: number[] = []
    const sums: number[] = []
    const running = new Float64Array(COLUMNS)
    for (const {from, output, slope, value} of order) {
      const column = 2 * OUTPUTS.indexOf(output)
      running[column] = (running[column] as number) + value
      running[column + 1] = (running[column + 1] as number) + slope
      if (edges.at(-1) === from) sums.length -= COLUMNS
      else edges.push(from)
      sums.push(...running)
    }
    this.edges = Float64Array.from(edges)
    this.sums = Float64Array.from(sums)
    this.first = edges[0] ?? Infinity
  }

  /** Adds every output at `move` to `out`. */
  addAt(move: number, out: Outputs): void {
    const {edges, sums} = this
    if (move < this.first) return
    let [low, high] = [0, edges.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((edges[middle] as number) <= move) low = middle
      else high = middle - 1
    }
    const row = low * COLUMNS
    for (let k = 0; k < OUTPUTS.length; k++) {
      const column = row + 2 * k
      out[k] = (out[k] as number) + (sums[column] as number) + (sums[column + 1] as number) * move
    }
  }
}
