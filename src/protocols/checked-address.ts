import {getAddress} from 'ethers'

import {PlimsollError} from '../errors.js'

/** Checks an address for its checksum, which is what catches a mistyped one. @throws CUSTOM_BAD_ADDRESS */
export function checkedAddress(text: unknown): string {
  if (typeof text === 'string' && /^0x[\da-fA-F]{40}$/.test(text)) {
    const right = getAddress(text.toLowerCase())
    if (right === text) return text
    throw new PlimsollError('CUSTOM_BAD_ADDRESS', `The address ${text} does not have its checksum.`, {
      suggestions: [`If it is the right address, write it as ${right}.`],
    })
  }
  const quoted =
    typeof text === 'number' || typeof text === 'bigint' ? ' Put it in quotes: YAML reads it as a number.' : ''
  throw new PlimsollError('CUSTOM_BAD_ADDRESS', `${describeValue(text)} is not an address.${quoted}`)
}

/** A value of a file as messages name it. */
export function describeValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'bigint' ? `\`${value}\`` : `\`${JSON.stringify(value)}\``
}
