import {getAddress, ZeroAddress} from 'ethers'

import {PlimsollError} from '../../../errors.js'
import type {ExactJson, ExactObject} from '../../../units/exact-json.js'

const UINT256_MAX = 2n ** 256n - 1n

const isObject = (value: ExactJson): value is ExactObject => value instanceof Map

/** What one field may be: its value, or why it is not one. */
type Read<T> = (value: ExactJson) => T

function refuse(message: string): never {
  throw new PlimsollError('HASH_BAD_FIELD', message)
}

/** Any field of an object, by name; errors name the field. */
export class Fields {
  readonly #object: ExactObject

  constructor(value: ExactJson) {
    if (!isObject(value)) refuse('it is not an object with fields.')
    this.#object = value
  }

  /** The object under a name; undefined where there is none. */
  inner(name: string): Fields | undefined {
    const value = this.#object.get(name)
    return value !== undefined && isObject(value) ? new Fields(value) : undefined
  }

  has(name: string): boolean {
    return this.#object.has(name)
  }

  /** @throws HASH_BAD_FIELD naming the field, when it is missing or not what is meant. */
  get<T>(name: string, read: Read<T>): T {
    const value = this.#object.get(name)
    if (value === undefined) refuse(`\`${name}\` is missing.`)
    try {
      return read(value)
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      return refuse(`\`${name}\` ${error.message}`)
    }
  }

  /** The one of several names for the same thing that is there; the first where none is. */
  either(...names: readonly string[]): string {
    const there = names.filter((name) => this.has(name))
    const [first, ...others] = there
    if (others.length > 0) refuse(`only one of ${names.map((name) => `\`${name}\``).join(', ')} can be meant.`)
    return first ?? names[0] ?? ''
  }
}

/** How ethers 5 writes integers into JSON: `{"type": "BigNumber", "hex": "0x2a"}`. */
function bigNumber(value: ExactJson): ExactJson {
  if (!isObject(value)) return value
  const hex = value.get('hex') ?? value.get('_hex')
  return typeof hex === 'string' && (value.get('type') === 'BigNumber' || value.get('_isBigNumber') === true)
    ? hex
    : value
}

/** An integer from 0 to 2^256-1: a JSON integer, or decimal or 0x digits in quotes. */
export const uint: Read<bigint> = (given) => {
  const value = bigNumber(given)
  const text = typeof value === 'string' ? value : undefined
  if (text !== undefined && !/^(?:0|[1-9]\d*|0x[\da-fA-F]+)$/.test(text))
    refuse(`${shown(value)} is not a whole number.`)
  const integer = text === undefined ? value : BigInt(text)
  if (typeof integer === 'number') refuse(`${shown(value)} is not written as a whole number (no point, no exponent).`)
  if (typeof integer !== 'bigint') refuse(`${shown(value)} is not a whole number.`)
  if (integer < 0n || integer > UINT256_MAX) refuse(`${shown(value)} is not from 0 to 2^256-1.`)
  return integer
}

/** Addresses whose checksum was looked at: those of a batch are few, and a checksum costs a hash. */
const checked = new Set<string>()
const MOST_CHECKED = 100_000

/** An address, with its checksum or in one case. */
export const address: Read<string> = (value) => {
  if (typeof value !== 'string' || !/^0x[\da-fA-F]{40}$/.test(value)) {
    return refuse(`${shown(value)} is not an address (0x and 40 hex digits).`)
  }
  if (checked.has(value) || !/[a-f]/.test(value.slice(2)) || !/[A-F]/.test(value)) return value
  if (getAddress(value.toLowerCase()) !== value) return refuse(`${value} has a wrong checksum.`)
  if (checked.size >= MOST_CHECKED) checked.clear()
  checked.add(value)
  return value
}

/** Bytes as hex with 0x in front, lower case. */
export const bytes: Read<string> = (value) => {
  if (typeof value !== 'string' || !/^0x[\da-fA-F]*$/.test(value)) {
    return refuse(`${shown(value)} is not hex with 0x in front (nothing is \`0x\`).`)
  }
  return value.length % 2 === 0 ? value.toLowerCase() : refuse('has an odd number of hex digits.')
}

export const bytes32: Read<string> = (value) => {
  const read = bytes(value)
  return read.length === 66 ? read : refuse(`${shown(value)} is not 32 bytes.`)
}

export const string: Read<string> = (value) =>
  typeof value === 'string' ? value : refuse(`${shown(value)} is not a string.`)

/** null is what services write for nothing: the zero address, no bytes, the number 0. */
export const orNull =
  <T>(read: Read<T>, nothing: T): Read<T> =>
  (value) =>
    value === null ? nothing : read(value)

export const addressOrNull: Read<string> = orNull(address, ZeroAddress)

/** A list; the message of a bad item names its position, from 0. */
export const listOf =
  <T>(read: Read<T>): Read<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return refuse(`${shown(value)} is not a list.`)
    return (value as readonly ExactJson[]).map((item, index) => {
      try {
        return read(item)
      } catch (error) {
        if (!(error instanceof PlimsollError)) throw error
        return refuse(`[${index}] ${error.message}`)
      }
    })
  }

function shown(value: ExactJson): string {
  if (typeof value === 'string') return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return String(value)
}
