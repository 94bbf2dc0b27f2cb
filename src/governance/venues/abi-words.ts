import {bug} from '../../errors.js'

// The ABI encoding of what venues hash, written out: hex without 0x, in words of 32 bytes. Thousands of records are hashed in
// one run, and a general encoder takes several times as long as the hashing.

/** One argument of a function: where it stands, or behind an offset. */
export type Encoded = {readonly word: string} | {readonly tail: string}

const MAX = 2n ** 256n

/** An unsigned integer. */
export function uintWord(value: bigint | number | string): string {
  const integer = BigInt(value)
  if (integer < 0n || integer >= MAX) throw bug(`${integer} is no uint256`)
  return integer.toString(16).padStart(64, '0')
}

/** An address, in whatever case. */
export function addressWord(address: string): string {
  if (!/^0x[\da-fA-F]{40}$/.test(address)) throw bug(`${address} is no address`)
  return address.slice(2).toLowerCase().padStart(64, '0')
}

/** 32 bytes. */
export function bytes32Word(value: string): string {
  if (!/^0x[\da-fA-F]{64}$/.test(value)) throw bug(`${value} is not 32 bytes`)
  return value.slice(2).toLowerCase()
}

/** `bytes` behind an offset: the length, and the bytes padded to whole words. */
export function bytesTail(data: string): string {
  if (!/^0x(?:[\da-fA-F]{2})*$/.test(data)) throw bug('there is data that is no hex')
  const hex = data.slice(2)
  return uintWord(hex.length / 2) + hex.padEnd(Math.ceil(hex.length / 64) * 64, '0')
}

/** A list of words behind an offset. */
export const wordsTail = (words: readonly string[]): string => uintWord(words.length) + words.join('')

/** `bytes[]` behind an offset. */
export const bytesListTail = (items: readonly string[]): string =>
  uintWord(items.length) + encodeWords(items.map((item) => ({tail: bytesTail(item)})))

/** `abi.encode(...)` of arguments side by side: heads, then tails in the same order. */
export function encodeWords(parts: readonly Encoded[]): string {
  let at = parts.length * 32
  const heads = parts.map((part) => {
    if ('word' in part) return part.word
    const offset = uintWord(at)
    at += part.tail.length / 2
    return offset
  })
  return heads.join('') + parts.map((part) => ('tail' in part ? part.tail : '')).join('')
}
