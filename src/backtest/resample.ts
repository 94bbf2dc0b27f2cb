import type {Stream} from '../numerics/random/stream.js'

/**
 * Indices of one stationary bootstrap sample (Politis & Romano, JASA 89 (1994) 1303-1313): blocks of geometric length
 * with mean `blockLength`, begun anywhere and wrapped round the end.
 */
export function stationaryIndices(random: Stream, periods: number, blockLength: number): Int32Array {
  const indices = new Int32Array(periods)
  const stop = 1 / blockLength
  let at = 0
  for (let t = 0; t < periods; t++) {
    at = t === 0 || random.uniform() < stop ? random.below(periods) : at + 1 === periods ? 0 : at + 1
    indices[t] = at
  }
  return indices
}

/**
 * Number of ones in one stationary bootstrap sample of a series given by its running counts (`counts[t]` = ones among
 * the first t): O(T / blockLength) instead of O(T).
 */
export function stationaryCount(random: Stream, counts: Int32Array, blockLength: number): number {
  const periods = counts.length - 1
  const whole = counts[periods] as number
  const scale = Math.log1p(-1 / blockLength)
  let [left, total] = [periods, 0]
  while (left > 0) {
    const drawn = blockLength <= 1 ? 1 : 1 + Math.floor(Math.log(random.uniformOpen()) / scale)
    const length = Math.min(left, drawn)
    const start = random.below(periods)
    const end = start + length
    total += (counts[Math.min(end, periods)] as number) - (counts[start] as number)
    if (end > periods) {
      // A block may go round more than once.
      const beyond = end - periods
      total += Math.floor(beyond / periods) * whole + (counts[beyond % periods] as number)
    }
    left -= length
  }
  return total
}
