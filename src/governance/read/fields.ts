import * as Address from 'ox/Address'

import {safeScheme} from './safe-version.js'

/** The fields of a Safe transaction once read: integers exact, addresses checksummed, data lower case. */
export interface SafeFields {
  readonly chainId: bigint
  readonly safe: string
  /** Without what may stand behind it: `1.3.0+L2` is 1.3.0. */
  readonly version: string
  readonly to: string
  readonly value: bigint
  readonly data: string
  readonly operation: number
  readonly safeTxGas: bigint
  readonly baseGas: bigint
  readonly gasPrice: bigint
  readonly gasToken: string
  readonly refundReceiver: string
  readonly nonce: bigint
}

export type FieldName = keyof SafeFields
type Kind = 'address' | 'bytes' | 'operation' | 'uint' | 'version'

/** A scalar as its source has it. Numbers are their digits, so that nothing is rounded before it is looked at. */
export type Scalar = {readonly text: string} | {readonly number: string} | {readonly other: string}

export type Read<T> = {readonly value: T} | {readonly problem: string}

const KINDS: Readonly<Record<FieldName, Kind>> = {
  chainId: 'uint',
  safe: 'address',
  version: 'version',
  to: 'address',
  value: 'uint',
  data: 'bytes',
  operation: 'operation',
  safeTxGas: 'uint',
  baseGas: 'uint',
  gasPrice: 'uint',
  gasToken: 'address',
  refundReceiver: 'address',
  nonce: 'uint',
}
export const FIELD_NAMES = Object.keys(KINDS) as readonly FieldName[]
const UINT256_MAX = 2n ** 256n - 1n

/** One field from its scalar; what cannot be exactly that field's kind of value is a problem, never an exception. */
export function readField<N extends FieldName>(name: N, scalar: Scalar): Read<SafeFields[N]> {
  return read(KINDS[name], scalar) as Read<SafeFields[N]>
}

function read(kind: Kind, scalar: Scalar): Read<bigint | number | string> {
  if ('other' in scalar) return {problem: `is ${scalar.other}`}
  if (kind === 'uint') return readUint(scalar)
  if (kind === 'operation') {
    const integer = readUint(scalar)
    if ('problem' in integer) return integer
    if (integer.value > 1n) return {problem: 'is neither 0 (call) nor 1 (delegatecall)'}
    return {value: Number(integer.value)}
  }
  if ('number' in scalar) return {problem: 'is a number where a string is meant'}
  if (kind === 'address') return readAddress(scalar.text)
  if (kind === 'bytes') return readBytes(scalar.text)
  const scheme = safeScheme(scalar.text)
  return scheme
    ? {value: scheme.version}
    : {problem: 'is not a version of the Safe contracts from 0.1.0 on, such as 1.3.0'}
}

function readUint(scalar: {readonly text: string} | {readonly number: string}): Read<bigint> {
  const source = 'text' in scalar ? scalar.text : scalar.number
  const shape = 'text' in scalar ? /^(?:0|[1-9]\d{0,77}|0x[\da-fA-F]{1,64})$/ : /^(?:0|[1-9]\d{0,77})$/
  if (!shape.test(source)) return {problem: 'is not an integer from 0 to 2^256-1'}
  const value = BigInt(source)
  if (value > UINT256_MAX) return {problem: 'is beyond 2^256-1'}
  if ('number' in scalar && value > BigInt(Number.MAX_SAFE_INTEGER)) {
    return {problem: 'is a number beyond 2^53, which other readers round: it must be a string'}
  }
  return {value}
}

export function readAddress(text: string): Read<string> {
  if (!/^0x[\da-fA-F]{40}$/.test(text)) return {problem: 'is not an address (0x and 40 hex digits)'}
  const checksummed = Address.checksum(text)
  const digits = text.slice(2)
  const single = digits === digits.toLowerCase() || digits === digits.toUpperCase()
  return single || text === checksummed ? {value: checksummed} : {problem: 'has a wrong checksum'}
}

function readBytes(text: string): Read<string> {
  if (!/^0x[\da-fA-F]*$/.test(text)) return {problem: 'is not hex with 0x in front'}
  if (text.length % 2 !== 0) return {problem: 'has an odd number of hex digits'}
  return {value: text.toLowerCase()}
}
