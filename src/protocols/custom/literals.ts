import {isHexString, toUtf8Bytes, zeroPadBytes, hexlify, type ParamType} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {parseDecimal} from '../../units/rational.js'
import {checkedAddress, describeValue} from '../checked-address.js'

function refuse(message: string, ...suggestions: string[]): PlimsollError {
  return new PlimsollError('CUSTOM_BAD_LITERAL', message, {suggestions})
}

/** The type's base and size: `uint256` is uint and 256, `bytes` is bytes and undefined. */
function sized(type: string): {base: string; size: number | undefined} {
  const [, base = type, size] = /^(u?int|bytes)(\d+)$/.exec(type) ?? []
  return {base, size: size === undefined ? undefined : Number(size)}
}

/** The range of an integer type; undefined when the type is no integer. */
export function integerRange(type: string): {min: bigint; max: bigint} | undefined {
  const {base, size} = sized(type)
  if (size === undefined || (base !== 'uint' && base !== 'int')) return undefined
  return base === 'uint'
    ? {min: 0n, max: 2n ** BigInt(size) - 1n}
    : {min: -(2n ** BigInt(size - 1)), max: 2n ** BigInt(size - 1) - 1n}
}

function integer(type: string, range: {min: bigint; max: bigint}, value: unknown): bigint {
  let number: bigint | undefined
  if (typeof value === 'bigint') number = value
  else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) {
      throw refuse(`${value} is not an exact integer once YAML has read it.`, 'Put the integer in quotes.')
    }
    number = BigInt(value)
  } else if (typeof value === 'string') {
    const parsed = parseDecimal(value)
    if (parsed?.d === 1n) number = parsed.n
  }
  if (number === undefined) {
    throw refuse(
      `${describeValue(value)} is not an integer, which ${type} takes.`,
      'For a value with a unit, write a setting: `{to: 5%, unit: bps, role: none}`.',
    )
  }
  if (number < range.min || number > range.max) throw refuse(`${number} does not fit into ${type}.`)
  return number
}

function bytes(type: string, size: number | undefined, value: unknown): string {
  if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string') {
    if (size === undefined) throw refuse(`\`{text: ...}\` is for bytes1 to bytes32, not for ${type}.`)
    const encoded = toUtf8Bytes(value.text)
    if (encoded.length > size)
      throw refuse(`The text \`${value.text}\` is longer than ${type} (${encoded.length} bytes).`)
    if (!/^[\u0020-\u007e]+$/.test(value.text)) throw refuse(`The text \`${value.text}\` is not plain ASCII.`)
    return hexlify(zeroPadBytes(encoded, size))
  }
  if (isHexString(value) && value.length % 2 === 0 && (size === undefined || value.length === 2 + 2 * size)) {
    return value.toLowerCase()
  }
  throw refuse(
    `${describeValue(value)} is not ${type}: ${size === undefined ? 'hex' : `${size} bytes of hex`} in quotes, starting with 0x.`,
    ...(size === undefined ? [] : ['For a short text such as an ilk, write `{text: "ETH-B"}`.']),
  )
}

/** A literal of the file as an element of that type, exactly. @throws CUSTOM_BAD_LITERAL, CUSTOM_BAD_ADDRESS */
export function literal(type: ParamType, value: unknown): bigint | boolean | string {
  const range = integerRange(type.type)
  if (range) return integer(type.type, range, value)
  const {base, size} = sized(type.type)
  switch (base) {
    case 'address': {
      return checkedAddress(value)
    }
    case 'bool': {
      if (typeof value === 'boolean') return value
      throw refuse(`${describeValue(value)} is not true or false.`)
    }
    case 'bytes': {
      return bytes(type.type, size, value)
    }
    case 'string': {
      if (typeof value === 'string') return value
      throw refuse(`${describeValue(value)} is not text; put it in quotes.`)
    }
    default: {
      throw refuse(`Arguments of type ${type.type} are not supported.`)
    }
  }
}
