import {PlimsollError} from '../errors.js'
import {readField} from '../governance/read/fields.js'
import {chainId} from '../protocols/chains.js'

/** An address of the command line, lower case. @throws VERIFY_FLAG */
export function addressOf(flag: string, text: string): string {
  const read = readField('to', {text})
  if ('value' in read) return read.value.toLowerCase()
  throw new PlimsollError('VERIFY_FLAG', `--${flag} \`${text}\` ${read.problem}.`)
}

/** The id of a chain given by name or id. @throws PROTOCOL_UNKNOWN_CHAIN */
export const chainOf = (text: string): string => (/^\d+$/.test(text) ? text : String(chainId(text)))
