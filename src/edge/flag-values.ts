import {PlimsollError} from '../errors.js'
import {readField} from '../governance/read/fields.js'
import {chainId} from '../protocols/chains.js'

/** An address of the command line, lower case. @throws VERIFY_FLAG */
export function addressOf(flag: string, text: string): string {
  const read = readField('to', {text})
  if ('value' in read) return read.value.toLowerCase()
  throw new PlimsollError('VERIFY_FLAG', `--${flag} \`${text}\` ${read.problem}.`)
}

/** An amount of wei of the command line. @throws VERIFY_FLAG */
export function weiOf(flag: string, text: string): bigint {
  const read = readField('value', {text})
  if ('value' in read) return read.value
  throw new PlimsollError('VERIFY_FLAG', `--${flag} \`${text}\` ${read.problem}.`)
}

/** A hash, also in groups as it is read aloud, or the decimal id of a proposal. @throws VERIFY_FLAG */
export function hashOf(flag: string, text: string): string {
  const joined = text.replaceAll(/\s+/g, '').toLowerCase()
  if (/^(?:0x[\da-f]{64}|\d{1,78})$/.test(joined)) return joined
  throw new PlimsollError(
    'VERIFY_FLAG',
    `--${flag} \`${text}\` is not a hash (0x and 64 hex digits) or a proposal's id.`,
  )
}

/** The id of a chain given by name or id. @throws PROTOCOL_UNKNOWN_CHAIN */
export const chainOf = (text: string): string => (/^\d+$/.test(text) ? text : String(chainId(text)))
