const FIRST_ROWS = 64

/**
 * Figures of the bars in which something happened, in the order of the bars: most bars of most runs see nothing, and columns
 * as long as the path would cost more than the run itself.
 */
export class SparseRows {
  /** Rows side by side: the bar, then its figures. */
  data: Float64Array
  /** Rows so far. */
  count = 0
  private readonly width: number
  private last = -1

  /** @param figures of each row */
  constructor(figures: number) {
    this.width = figures + 1
    this.data = new Float64Array(FIRST_ROWS * this.width)
  }

  /** Where the figures of a bar begin in `data`; bars never go back. */
  at(bar: number): number {
    const {width} = this
    if (bar !== this.last) {
      const start = this.count * width
      if (start === this.data.length) {
        const grown = new Float64Array(2 * start)
        grown.set(this.data)
        this.data = grown
      }
      this.data[start] = this.last = bar
      this.count++
    }
    return (this.count - 1) * width + 1
  }

  bar(row: number): number {
    return this.data[row * this.width] as number
  }

  figure(row: number, figure: number): number {
    return this.data[row * this.width + 1 + figure] as number
  }

  /** A figure for each of so many bars, 0 where nothing happened. */
  column(figure: number, bars: number): Float64Array {
    const out = new Float64Array(bars)
    for (let row = 0; row < this.count; row++) out[this.bar(row)] = this.figure(row, figure)
    return out
  }
}
