const RADIX_BITS = 11
const BUCKETS = 1 << RADIX_BITS
const MASK = BUCKETS - 1

/**
 * Indices that put `keys` in descending order, equal keys in their original order. Keys must not be NaN.
 * Least-significant-digit radix sort over the 64 bits of the doubles: O(n), no comparisons, the same on every machine.
 */
export function argsortDescending(keys: Float64Array): Int32Array {
  const n = keys.length
  let order = new Int32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  if (n < 2) return order
  // A double's bits sort like an integer once negatives are inverted and the sign of positives is flipped.
  // Inverting all of that again turns ascending into descending.
  const words = new Uint32Array(keys.buffer, keys.byteOffset, 2 * n)
  let low = new Uint32Array(n)
  let high = new Uint32Array(n)
  for (let i = 0; i < n; i++) {
    // Adding 0 would lose nothing but the sign of -0: -0 and 0 are the same key.
    const zero = keys[i] === 0
    const l = zero ? 0 : (words[2 * i] as number)
    const h = zero ? 0 : (words[2 * i + 1] as number)
    const negative = h >>> 31 === 1
    low[i] = negative ? l : ~l
    high[i] = negative ? h : ~(h ^ 0x80000000)
  }
  let nextOrder = new Int32Array(n)
  let nextLow = new Uint32Array(n)
  let nextHigh = new Uint32Array(n)
  const counts = new Int32Array(BUCKETS)
  for (let pass = 0; pass < 6; pass++) {
    const shift = pass * RADIX_BITS
    counts.fill(0)
    for (let i = 0; i < n; i++) {
      const digit = digitAt(low[i] as number, high[i] as number, shift)
      counts[digit] = (counts[digit] as number) + 1
    }
    if (counts[digitAt(low[0] as number, high[0] as number, shift)] === n) continue
    let sum = 0
    for (let d = 0; d < BUCKETS; d++) {
      const count = counts[d] as number
      counts[d] = sum
      sum += count
    }
    for (let i = 0; i < n; i++) {
      const l = low[i] as number
      const h = high[i] as number
      const digit = digitAt(l, h, shift)
      const to = counts[digit] as number
      counts[digit] = to + 1
      nextLow[to] = l
      nextHigh[to] = h
      nextOrder[to] = order[i] as number
    }
    ;[low, nextLow] = [nextLow, low]
    ;[high, nextHigh] = [nextHigh, high]
    ;[order, nextOrder] = [nextOrder, order]
  }
  return order
}

function digitAt(low: number, high: number, shift: number): number {
  if (shift + RADIX_BITS <= 32) return (low >>> shift) & MASK
  if (shift >= 32) return (high >>> (shift - 32)) & MASK
  return ((low >>> shift) | (high << (32 - shift))) & MASK
}
