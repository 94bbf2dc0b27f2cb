import {PlimsollError} from '../../errors.js'
import {philox4x32, type Words4} from './philox.js'

// Looked up once: inside a jest sandbox every use of the global `Math` is a slow call out of it.
const {imul} = Math
const TWO_32 = 0x1_0000_0000

/** A source of random numbers: xoshiro128** (Blackman and Vigna 2018), period 2^128 - 1, 32 bits a draw. */
export class Stream {
  // Signed 32-bit integers in plain fields, written in this order: V8 keeps them unboxed.
  private a = 0
  private b = 0
  private c = 0
  private d = 0

  /** The state must not be all zero; use `stream` unless you test the generator itself. */
  constructor([a, b, c, d]: Words4) {
    this.a = a | 0
    this.b = b | 0
    this.c = c | 0
    this.d = d | 0
  }

  /** Where it stands: a loop that keeps the words in variables of its own goes on from here. */
  state(): Words4 {
    return [this.a, this.b, this.c, this.d]
  }

  /** Goes on from a state. */
  resume(a: number, b: number, c: number, d: number): void {
    this.a = a
    this.b = b
    this.c = c
    this.d = d
  }

  /** 32 random bits as a signed integer. */
  int32(): number {
    const a = this.a
    const b = this.b
    const c = this.c ^ a
    const d = this.d ^ b
    const fives = imul(b, 5)
    this.a = a ^ d
    this.b = b ^ c
    this.c = c ^ (b << 9)
    this.d = (d << 11) | (d >>> 21)
    return imul((fives << 7) | (fives >>> 25), 9)
  }

  /** Uniform on [0, 1), a multiple of 2^-53. */
  uniform(): number {
    return ((this.int32() >>> 5) * 0x400_0000 + (this.int32() >>> 6)) * 2 ** -53
  }

  /** Uniform on (0, 1), symmetric about a half: never 0, never 1, so that logarithms and quantiles are finite. */
  uniformOpen(): number {
    return ((this.int32() >>> 6) * 0x400_0000 + (this.int32() >>> 6) + 0.5) * 2 ** -52
  }

  /** A whole number in 0..n-1, each exactly as likely, for n up to 2^32. */
  below(n: number): number {
    const limit = TWO_32 - (TWO_32 % n)
    for (;;) {
      const word = this.int32() >>> 0
      if (word < limit) return word % n
    }
  }
}

/**
 * The random stream of one block of work. Streams of different (seed, block, lane) are unrelated, so a simulation
 * that gives every block of paths its own stream has the same result however the blocks are spread over workers.
 * @param seed a whole number, or a bigint below 2^64
 * @param block which block of paths, from 0
 * @param lane tells apart the uses that one block makes of one seed (prices, claims, bootstrap)
 * @throws RANDOM_SEED when one of them is no whole number in its range
 */
export function stream(seed: bigint | number, block = 0, lane = 0): Stream {
  const inRange = typeof seed === 'bigint' ? seed >= 0n && seed < 1n << 64n : isCount(seed)
  if (!inRange || !isCount(block) || !isCount(lane) || lane >= TWO_32) {
    throw new PlimsollError(
      'RANDOM_SEED',
      `A random stream is named by whole numbers (seed ${String(seed)}, block ${block}, lane ${lane} are not all).`,
      {suggestions: [`Give a seed between 0 and ${Number.MAX_SAFE_INTEGER}.`]},
    )
  }
  const [seedLow, seedHigh] = halves(BigInt(seed))
  const [blockLow, blockHigh] = halves(BigInt(block))
  const state = philox4x32([blockLow, blockHigh, lane, 0], [seedLow, seedHigh])
  // Philox permutes the counter, so at most one counter of 2^128 gives the state that xoshiro cannot leave.
  return new Stream(state.some((word) => word !== 0) ? state : [1, 2, 3, 4])
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function halves(value: bigint): [number, number] {
  return [Number(value & 0xffff_ffffn), Number(value >> 32n)]
}
