import {dataLength, getAddress, isHexString, ZeroAddress} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {parseDuration, DURATION_PATTERN} from '../../units/duration.js'
import {parseDecimal} from '../../units/rational.js'
import type {VenueItem} from '../model.js'

export const UINT256_MAX = 2n ** 256n - 1n

/** Schema fragments of the fields that several venues have. */
export const addressField = (description: string) => ({type: 'string', pattern: '^0x[0-9a-fA-F]{40}$', description})
export const bytes32Field = (description: string) => ({type: 'string', pattern: '^0x[0-9a-fA-F]{64}$', description})
export const bytesField = (description: string) => ({type: 'string', pattern: '^0x([0-9a-fA-F]{2})*$', description})
export const durationField = (description: string) => ({type: 'string', pattern: DURATION_PATTERN, description})
export const idField = (description: string) => ({
  description,
  anyOf: [
    {type: 'integer', minimum: 0},
    {type: 'string', pattern: String.raw`^(0|[1-9]\d*)$`},
  ],
})
const TIME = String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$`
export const timeField = (description: string) => ({
  description,
  anyOf: [
    {type: 'integer', minimum: 1_000_000_000},
    {type: 'string', pattern: TIME},
  ],
})

function refuse(item: VenueItem, code: string, what: string, ...suggestions: string[]): never {
  throw new PlimsollError(code, `The ${item.venue}'s ${what}`, {suggestions})
}

export const absent = (item: VenueItem, field: string): boolean => item[field] === undefined || item[field] === null

/** A checksummed address of the item; `fallback` when the field is absent. @throws VENUE_BAD_ADDRESS */
export function addressIn(item: VenueItem, field: string, fallback?: string): string {
  const text = item[field] ?? fallback
  if (typeof text !== 'string' || !isHexString(text, 20)) {
    return refuse(item, 'VENUE_BAD_ADDRESS', `\`${field}\` is not an address in quotes.`)
  }
  const right = getAddress(text.toLowerCase())
  if (right === text) return text
  const hint = `If it is the right address, write it as ${right}.`
  return refuse(item, 'VENUE_BAD_ADDRESS', `\`${field}\` ${text} does not have its checksum.`, hint)
}

/** As `addressIn`, but the zero address is no account. */
export function accountIn(item: VenueItem, field: string): string {
  const found = addressIn(item, field)
  return found === ZeroAddress ? refuse(item, 'VENUE_BAD_ADDRESS', `\`${field}\` is the zero address.`) : found
}

/** An exact whole number up to `max`; 0 when the field is absent and optional. @throws VENUE_BAD_NUMBER */
export function uintIn(item: VenueItem, field: string, {max = UINT256_MAX, optional = false} = {}): bigint {
  const given = item[field] ?? (optional ? 0 : undefined)
  const exact = typeof given === 'number' && Number.isSafeInteger(given) ? BigInt(given) : undefined
  const parsed = typeof given === 'string' ? parseDecimal(given) : undefined
  const value = exact ?? (parsed?.d === 1n ? parsed.n : undefined)
  if (value !== undefined && value >= 0n && value <= max) return value
  const hint = 'Put numbers above 2^53 in quotes.'
  return refuse(item, 'VENUE_BAD_NUMBER', `\`${field}\` is not an exact whole number from 0 to ${max}.`, hint)
}

/** Lower-case hex of the item; of exactly `length` bytes when given. @throws VENUE_BAD_BYTES */
export function bytesIn(item: VenueItem, field: string, length?: number): string {
  const text = item[field]
  if (
    typeof text !== 'string' ||
    !isHexString(text, length ?? true) ||
    (length ?? dataLength(text)) !== dataLength(text)
  ) {
    const meant = length === undefined ? 'hex with 0x in front' : `${length} bytes as hex with 0x in front`
    return refuse(item, 'VENUE_BAD_BYTES', `\`${field}\` is not ${meant}, in quotes.`)
  }
  return text.toLowerCase()
}

/** Whole seconds. @throws VENUE_BAD_DURATION */
export function durationIn(item: VenueItem, field: string): number {
  const text = item[field]
  if (typeof text === 'string') return parseDuration(text)
  return refuse(item, 'VENUE_BAD_DURATION', `\`${field}\` is not a duration such as \`2d\`.`)
}

/** Unix seconds, from themselves or from an ISO time in UTC. @throws VENUE_BAD_TIME */
export function timeIn(item: VenueItem, field: string): number {
  const given = item[field]
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= 1_000_000_000) return given
  const milliseconds = typeof given === 'string' && new RegExp(TIME).test(given) ? Date.parse(given) : Number.NaN
  if (!Number.isNaN(milliseconds)) return milliseconds / 1000
  const hint = 'Write unix seconds, or a time in UTC such as 2027-01-15T08:00:00Z.'
  return refuse(item, 'VENUE_BAD_TIME', `\`${field}\` is not a time.`, hint)
}

/** One of a few words. @throws VENUE_BAD_CHOICE */
export function choiceIn<T extends string>(item: VenueItem, field: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === item[field])
  return found ?? refuse(item, 'VENUE_BAD_CHOICE', `\`${field}\` is none of ${choices.join(', ')}.`)
}
