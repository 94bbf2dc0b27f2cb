import type {GovernedValue} from '../../protocols/model.js'
import type {Limit, Policy} from './model.js'

/** One spelling for a literal: hex in lower case, text as the bytes32 that a contract holds. */
function literalKey(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'text' in value) {
    const bytes = new TextEncoder().encode(String(value.text))
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
    return `0x${hex.padEnd(64, '0')}`
  }
  return typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value)
}

function isFor({parameter, function: name, where = {}}: Limit, value: GovernedValue): boolean {
  // `limits[].cap` is for every item of the list.
  if (![value.parameter, value.parameter.replaceAll(/\[\d+\]/g, '[]')].includes(parameter)) return false
  if (name === undefined) return true
  const {call} = value
  if (call?.function.split('(')[0] !== name) return false
  return Object.entries(where).every(
    ([argument, wanted]) => literalKey(call.arguments[argument]) === literalKey(wanted),
  )
}

/** The limits of a policy that one value must keep; none when the policy does not name it. */
export function limitsFor({limits}: Policy, value: GovernedValue): Limit[] {
  return limits.filter((limit) => isFor(limit, value))
}
