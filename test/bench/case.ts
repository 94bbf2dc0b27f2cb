/** One thing that is timed. */
export interface BenchCase {
  readonly id: string
  /** What `run` returns: `ms`, `s`, `MB`, `x`, `M/s`. */
  readonly unit: string
  /** The figure that must not be passed (or reached, for rates). */
  readonly bar?: number
  run(): number | Promise<number>
}
