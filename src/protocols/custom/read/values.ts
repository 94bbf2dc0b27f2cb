import * as Address from 'ox/Address'

import {PlimsollError} from '../../../errors.js'
import {parseAmount} from '../../../units/amount.js'
import {parseDuration} from '../../../units/duration.js'
import type {Quantity} from '../../../units/quantity.js'
import {parseRatio, RATIO_PATTERN} from '../../../units/ratio.js'
import {parseDecimal, rational, type Rational} from '../../../units/rational.js'
import type {Argument} from '../../calldata/read.js'
import type {Setting} from '../../model.js'
import {notA} from './shapes.js'

// This side's own table of units: how many on-chain units make one. The setting side has its own.
const POWER: Readonly<Record<string, number>> = {percent: 2, bps: 4, ppm: 6, wad: 18, ray: 27, rad: 45}
const RATIO_ONLY = ['percent', 'bps', 'ppm']
const DECIMALS = /^(ratio|token):(\d{1,2})$/

/** How a setting's on-chain integer is to be read, as far as the unit and the setting's own text say. */
export type Reading =
  | {readonly kind: 'ratio'; readonly decimals: number}
  | {readonly kind: 'amount'; readonly decimals: number; readonly symbol: string}
  | {readonly kind: 'duration'}
  | {readonly kind: 'number'}

export interface CustomSetting extends Setting {
  readonly unit: string
}

/** A `{from?, to | keep, unit, role}`; anything else under `arguments:` is a literal. */
export function isSetting(value: unknown): value is CustomSetting {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && ('to' in value || 'keep' in value)
}

/** The text of the value that the call sets: a call sets every argument, so one that is kept is set too. */
export function settingText(setting: CustomSetting): string {
  return String(setting.to ?? setting.keep)
}

/** How this setting's integer reads. @throws CUSTOM_UNIT for a unit that is not in the table, UNITS_* for its text. */
export function readingOf(setting: CustomSetting): Reading {
  const {unit} = setting
  if (unit === 'raw') return {kind: 'number'}
  if (unit === 'seconds') return {kind: 'duration'}
  const [, family, digits] = DECIMALS.exec(unit) ?? []
  const decimals = unit === 'whole-tokens' ? 0 : Object.hasOwn(POWER, unit) ? POWER[unit] : digits && Number(digits)
  if (typeof decimals !== 'number') throw new PlimsollError('CUSTOM_UNIT', `\`${unit}\` is not a unit that is read.`)
  const text = settingText(setting)
  const isRatio = new RegExp(RATIO_PATTERN).test(text.trim()) // `8300 bps` also has the shape of an amount
  const takes = {
    ratio: family !== 'token' && unit !== 'whole-tokens',
    amount: family !== 'ratio' && !RATIO_ONLY.includes(unit),
  }
  if (isRatio ? !takes.ratio : !takes.amount) {
    throw new PlimsollError('CUSTOM_UNIT', `\`${text}\` is not what the unit ${unit} counts.`)
  }
  return isRatio ? {kind: 'ratio', decimals} : {kind: 'amount', decimals, symbol: parseAmount(text).unit}
}

/** What the file says, from its text alone. */
export function claimed(setting: CustomSetting, reading: Reading): Quantity {
  const text = settingText(setting)
  switch (reading.kind) {
    case 'ratio': {
      return {kind: 'ratio', value: parseRatio(text)}
    }
    case 'amount': {
      return {kind: 'amount', ...parseAmount(text)}
    }
    case 'duration': {
      return {kind: 'duration', seconds: parseDuration(text)}
    }
    case 'number': {
      return {kind: 'number', value: integer(text)}
    }
  }
}

/** What the bytes say. */
export function decoded(raw: bigint, reading: Reading): Quantity {
  switch (reading.kind) {
    case 'ratio': {
      return {kind: 'ratio', value: rational(raw, 10n ** BigInt(reading.decimals))}
    }
    case 'amount': {
      return {kind: 'amount', value: rational(raw, 10n ** BigInt(reading.decimals)), unit: reading.symbol}
    }
    case 'duration': {
      const exact = raw >= 0n && raw <= BigInt(Number.MAX_SAFE_INTEGER)
      return exact ? {kind: 'duration', seconds: Number(raw)} : {kind: 'number', value: rational(raw)}
    }
    case 'number': {
      return {kind: 'number', value: rational(raw)}
    }
  }
}

/** A literal of the file as a value of an element's type. @throws CUSTOM_LITERAL when it is none. */
export function literal(value: unknown, input: Argument, name: string): Quantity {
  const read = element(value, input.type)
  if (!read) throw notA(value, name, input)
  return read
}

/** A decoded element as a value of its type. */
export function plain(value: unknown, type: string): Quantity {
  if (typeof value === 'bigint' || typeof value === 'number') return {kind: 'number', value: rational(value)}
  if (typeof value === 'boolean') return {kind: 'boolean', value}
  if (type === 'address') return {kind: 'address', value: Address.checksum(value as string)}
  return {kind: type === 'string' ? 'text' : 'bytes', value: value as string}
}

function element(value: unknown, type: string): Quantity | undefined {
  if (typeof value === 'object') return padded(value, type)
  if (type === 'bool') {
    if (typeof value === 'boolean') return {kind: 'boolean', value}
    return value === 'true' || value === 'false' ? {kind: 'boolean', value: value === 'true'} : undefined
  }
  if (/^u?int/.test(type)) return integerLiteral(value)
  if (typeof value !== 'string') return undefined
  if (type === 'string') return {kind: 'text', value}
  if (type === 'address') return addressLiteral(value)
  const size = type === 'bytes' ? undefined : Number(type.slice('bytes'.length))
  const hex = /^0x(?:[\da-fA-F]{2})*$/.test(value) && (size === undefined || value.length === 2 + 2 * size)
  return hex ? {kind: 'bytes', value: value.toLowerCase()} : undefined
}

function integerLiteral(value: unknown): Quantity | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? {kind: 'number', value: rational(value)} : undefined
  if (typeof value !== 'string') return undefined
  if (/^0x[\da-fA-F]{1,64}$/.test(value)) return {kind: 'number', value: rational(BigInt(value))}
  const number = parseDecimal(value)
  return number?.d === 1n ? {kind: 'number', value: number} : undefined
}

function addressLiteral(value: string): Quantity | undefined {
  if (!/^0x[\da-fA-F]{40}$/.test(value)) return undefined
  const mixed = /[A-F]/.test(value) && /[a-f]/.test(value)
  return mixed && Address.checksum(value) !== value ? undefined : {kind: 'address', value: Address.checksum(value)}
}

/** `{text: "ETH-B"}`: ASCII, padded on the right with zeros to the size of the bytesN argument. */
function padded(value: object | null, type: string): Quantity | undefined {
  const text: unknown = value && 'text' in value ? value.text : undefined
  const size = Number(/^bytes(\d+)$/.exec(type)?.[1] ?? 0)
  if (typeof text !== 'string' || text.length > size || !/^[\x20-\x7E]+$/.test(text)) return undefined
  const hex = Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return {kind: 'bytes', value: `0x${hex.padEnd(2 * size, '0')}`}
}

function integer(text: string): Rational {
  const number = parseDecimal(text.trim())
  if (number?.d !== 1n)
    throw new PlimsollError('CUSTOM_RAW', `\`${text}\` is not a plain integer, as the unit raw wants.`)
  return number
}
