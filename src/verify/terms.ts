import type {AbiValue} from '../governance/read/abi/decode.js'
import type {VenueItem} from '../governance/model.js'
import {PlimsollError} from '../errors.js'
import {parseDuration} from '../units/duration.js'
import {descriptionHash} from './description.js'

/** What is wrong with one argument, or not said well enough. */
export interface Judged {
  readonly problem?: string
  readonly unknown?: string
}

const ZERO_WORD = `0x${'0'.repeat(64)}`

/** An argument that says how, not what, against the venue's field of that name. */
export function judge(name: string, value: AbiValue, item: VenueItem, description: string): Judged {
  if (name === 'description') {
    return value === description ? {} : {problem: "the description is not the proposal's"}
  }
  if (name === 'descriptionHash') {
    return value === descriptionHash(description)
      ? {}
      : {problem: "the description hash is not that of the proposal's description"}
  }
  const said = item[name] ?? (name === 'roleKey' ? item['role'] : undefined)
  if (said === undefined || said === null) return unsaid(name, value, item)
  const expected = expectedTerm(said, value)
  if (expected === undefined) return {unknown: `\`${name}\` of the proposal's ${item.venue} cannot be read`}
  return expected ? {} : {problem: `\`${name}\` is ${show(value)}; the proposal says ${JSON.stringify(said)}`}
}

function unsaid(name: string, value: AbiValue, item: VenueItem): Judged {
  const nothing = value === ZERO_WORD || value === 0n || (name === 'shouldRevert' && value === true)
  if (nothing) return {}
  if (name === 'predecessor' || name === 'shouldRevert' || name === '_allowFailureMap') {
    return {problem: `\`${name}\` is ${show(value)}, which the proposal does not say`}
  }
  return {unknown: `\`${name}\` is ${show(value)}, and the proposal's ${item.venue} does not say it`}
}

/** Whether a decoded argument is what a field of the file says; undefined when the field is of another kind. */
export function expectedTerm(said: unknown, value: AbiValue): boolean | undefined {
  if (typeof value === 'boolean') return typeof said === 'boolean' ? said === value : undefined
  if (Array.isArray(said)) return (said as unknown[]).some((one) => expectedTerm(one, value) === true)
  if (typeof value === 'bigint') {
    const wanted = integer(said)
    return wanted === undefined ? undefined : wanted === value
  }
  if (typeof value !== 'string' || typeof said !== 'string') return undefined
  if (said.toLowerCase() === value) return true
  // A role is often a short text, padded with zeros.
  return !said.startsWith('0x') && asciiWord(said) === value
}

function asciiWord(text: string): string {
  const hex = Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `0x${hex.padEnd(64, '0')}`
}

function integer(said: unknown): bigint | undefined {
  if (typeof said === 'number' && Number.isSafeInteger(said)) return BigInt(said)
  if (typeof said !== 'string') return undefined
  if (/^\d+$/.test(said)) return BigInt(said)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/.test(said)) return BigInt(Date.parse(said) / 1000)
  try {
    return BigInt(parseDuration(said))
  } catch (error) {
    if (error instanceof PlimsollError) return undefined
    throw error
  }
}

export const show = (value: AbiValue): string => (Array.isArray(value) ? 'a list' : String(value))
