const MASK = (1n << 64n) - 1n

/** Steele, Lea and Flood's SplitMix64: turns one seed into any number of unrelated 64-bit words. */
export function* splitmix64(seed: bigint): Generator<bigint, never> {
  let state = seed & MASK
  for (;;) {
    state = (state + 0x9e3779b97f4a7c15n) & MASK
    let z = state
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK
    yield z ^ (z >> 31n)
  }
}
