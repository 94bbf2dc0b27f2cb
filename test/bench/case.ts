/** One measured quantity: `run` warms up, measures, and returns the median in `unit`. */
export interface BenchCase {
  readonly id: string
  readonly unit: string
  /** What it should reach, in words: `< 5 ms`. */
  readonly bar?: string
  run(): number | Promise<number>
}

/** The median time of `work`, in milliseconds, after a warm-up. */
export function medianMs(work: () => unknown, {warmUp = 5, rounds = 21} = {}): number {
  for (let i = 0; i < warmUp; i++) work()
  const times = Array.from({length: rounds}, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] as number
}
