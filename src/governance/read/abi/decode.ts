import type {AbiArgument, AbiFunction, AbiType} from './type.js'

/** A decoded value: integers are bigint, addresses and bytes lower-case hex, lists and tuples arrays. */
export type AbiValue = bigint | boolean | string | readonly AbiValue[]

/** What a decoder that follows the ABI loosely would pass over, and a signer should not. */
export type EncodingFlaw = 'dirty-padding' | 'invalid-utf8' | 'non-canonical' | 'trailing-bytes'

export type Decoded =
  {readonly values: readonly AbiValue[]; readonly flaws: readonly EncodingFlaw[]} | {readonly problem: string}

const WORD = 32
/** Nesting of types is bounded where they are parsed; this bounds offsets and lengths before they become numbers. */
const MAX_LENGTH = 2n ** 31n

class Undecodable extends Error {}

/**
 * Decodes ABI-encoded arguments. In the one canonical encoding every byte is read exactly once and each tail follows the one
 * before it: what is read more than once (offsets that overlap, the way to make small data huge) does not decode,
 * and every other departure is a flaw. So neither time nor memory grows beyond the size of `data`.
 * @param data lower-case hex without 0x: the arguments, selector cut off
 */
export function decodeArguments({inputs, heads}: Pick<AbiFunction, 'heads' | 'inputs'>, data: string): Decoded {
  const decoder = new Decoder(data)
  try {
    const values = decoder.tuple(inputs, 0, heads)
    decoder.finish()
    return {values, flaws: [...decoder.flaws]}
  } catch (error) {
    if (error instanceof Undecodable) return {problem: error.message}
    throw error
  }
}

class Decoder {
  readonly flaws = new Set<EncodingFlaw>()
  readonly #data: string
  /** Bytes there are, and bytes read so far. */
  readonly #size: number
  #read = 0
  /** Bytes that the dynamic value read last takes behind its offset. */
  #tail = 0

  constructor(data: string) {
    this.#data = data
    this.#size = data.length >> 1
  }

  finish(): void {
    if (this.#read < this.#size) this.flaws.add('trailing-bytes')
  }

  /** Values side by side whose heads start at `base`; `size` becomes the bytes that heads and tails take. */
  tuple(parts: readonly AbiArgument[], base: number, heads: number): AbiValue[] {
    const values: AbiValue[] = []
    let head = base
    let tail = heads
    for (const {type} of parts) {
      values.push(this.#value(type, head, base, tail))
      head += type.head
      if (type.dynamic) tail += this.#tail
    }
    this.#tail = tail
    return values
  }

  #list(item: AbiType, length: number, base: number): AbiValue[] {
    const values: AbiValue[] = []
    let tail = length * item.head
    for (let index = 0; index < length; index++) {
      values.push(this.#value(item, base + index * item.head, base, tail))
      if (item.dynamic) tail += this.#tail
    }
    this.#tail = tail
    return values
  }

  /** One value; of a dynamic one `#tail` is then the size. `expected` is where its tail stands in the canonical encoding. */
  #value(type: AbiType, at: number, base: number, expected: number): AbiValue {
    if (!type.dynamic) return this.#still(type, at)
    const offset = this.#length(at, 'offset')
    if (offset !== expected) this.flaws.add('non-canonical')
    return this.#moved(type, base + offset)
  }

  #still(type: AbiType, at: number): AbiValue {
    if (type.kind === 'tuple') return this.tuple(type.parts, at, type.heads)
    if (type.kind === 'array') return this.#list(type.item, type.length ?? 0, at)
    return this.#element(type, this.#word(at))
  }

  #moved(type: AbiType, at: number): AbiValue {
    if (type.kind === 'tuple') return this.tuple(type.parts, at, type.heads)
    if (type.kind !== 'array') return this.#text(type.kind as 'bytes' | 'string', at)
    const counted = type.length === undefined
    const length = type.length ?? this.#length(at, 'length')
    const start = counted ? at + WORD : at
    if (length * type.item.head > this.#size - start)
      throw new Undecodable(`a list of ${length} does not fit into the data`)
    const values = this.#list(type.item, length, start)
    if (counted) this.#tail += WORD
    return values
  }

  #text(kind: 'bytes' | 'string', at: number): string {
    const length = this.#length(at, 'length')
    const start = at + WORD
    const padded = Math.ceil(length / WORD) * WORD
    if (length > this.#size - start) throw new Undecodable(`${length} bytes do not fit into the data`)
    const there = Math.min(padded, this.#size - start)
    this.#count(there)
    const content = this.#data.slice(2 * start, 2 * (start + length))
    if (there < padded) this.flaws.add('non-canonical')
    if (/[^0]/.test(this.#data.slice(2 * (start + length), 2 * (start + there)))) this.flaws.add('dirty-padding')
    this.#tail = WORD + padded
    return kind === 'bytes' ? `0x${content}` : this.#utf8(content)
  }

  #utf8(hex: string): string {
    const bytes = Uint8Array.from({length: hex.length / 2}, (_, at) =>
      Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16),
    )
    try {
      return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
    } catch {
      this.flaws.add('invalid-utf8')
      return new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)
    }
  }

  #element(type: AbiType, word: string): AbiValue {
    switch (type.kind) {
      case 'uint': {
        const value = BigInt(`0x${word}`)
        if (type.bits < 256 && value >> BigInt(type.bits) !== 0n) this.flaws.add('dirty-padding')
        return type.bits < 256 ? BigInt.asUintN(type.bits, value) : value
      }
      case 'int': {
        const value = BigInt.asIntN(256, BigInt(`0x${word}`))
        const cut = BigInt.asIntN(type.bits, value)
        if (cut !== value) this.flaws.add('dirty-padding')
        return cut
      }
      case 'address': {
        if (!word.startsWith('0'.repeat(24))) this.flaws.add('dirty-padding')
        return `0x${word.slice(24)}`
      }
      case 'bool': {
        const value = BigInt(`0x${word}`)
        if (value > 1n) this.flaws.add('dirty-padding')
        return value !== 0n
      }
      case 'fixedBytes': {
        if (/[^0]/.test(word.slice(2 * type.size))) this.flaws.add('dirty-padding')
        return `0x${word.slice(0, 2 * type.size)}`
      }
      default: {
        throw new Undecodable(`${type.name} is no element`)
      }
    }
  }

  #length(at: number, what: string): number {
    const value = BigInt(`0x${this.#word(at)}`)
    if (value >= MAX_LENGTH) throw new Undecodable(`an ${what} points beyond the data`)
    const length = Number(value)
    if (what === 'offset' && length > this.#size) throw new Undecodable('an offset points beyond the data')
    return length
  }

  #word(at: number): string {
    if (at + WORD > this.#size) throw new Undecodable('the data ends before the arguments do')
    this.#count(WORD)
    return this.#data.slice(2 * at, 2 * (at + WORD))
  }

  #count(bytes: number): void {
    this.#read += bytes
    if (this.#read > this.#size) throw new Undecodable('offsets overlap: some bytes would be read twice')
  }
}
