/** One measured figure. `run` warms up by itself and returns the median in `unit`. */
export interface BenchCase {
  /** `area.name`. */
  readonly id: string
  readonly unit: string
  /** What the figure should stay at, in words: `<= 2.5`. */
  readonly bar?: string
  run(): Promise<number> | number
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
