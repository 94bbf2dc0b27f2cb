import type {ParamType} from 'ethers'

import {PlimsollError} from '../../../errors.js'
import {toFixedPoint} from '../../../units/fixed.js'
import {describeValue} from '../../checked-address.js'
import type {Argument} from '../../encode-call.js'
import type {RequestProblem} from '../../model.js'
import {RequestError} from '../../request-error.js'
import {inField, isSetting, textAfter, textBefore} from '../../setting.js'
import type {CustomSetting} from '../definition.js'
import {integerRange, literal} from '../literals.js'
import {customUnit, parseCustom} from '../units.js'

/** An item of a list or a component of a tuple, with the key under which the file has it. */
interface Piece {
  readonly key: number | string
  readonly type: ParamType
  readonly value: unknown
}

const isComposite = (type: ParamType): boolean => type.isArray() || type.isTuple()
const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

function refuse(message: string, ...suggestions: string[]): PlimsollError {
  return new PlimsollError('CUSTOM_BAD_LITERAL', message, {suggestions})
}

/** The type as the ABI has it: `(address asset, uint256 cap)[]`. */
const typeText = (type: ParamType): string => type.format('full').replace(/ [\w$]+$/, '')

function items(type: ParamType, element: ParamType, value: unknown): Piece[] {
  if (!Array.isArray(value)) throw refuse(`${describeValue(value)} is not a list, which ${typeText(type)} takes.`)
  const length = type.arrayLength ?? -1
  if (length === 0) throw refuse('A list of length 0 takes nothing, and Solidity has none.')
  if (length >= 0 && value.length !== length) {
    throw refuse(`${typeText(type)} takes ${plural(length, 'element')}, not ${value.length}.`)
  }
  return value.map((item: unknown, key) => ({key, type: element, value: item}))
}

/** What stands for a tuple: its components by name in the order of the ABI, or all of them in a list. */
function components(type: ParamType, value: unknown): Piece[] {
  const parts = type.components ?? []
  const names = parts.map(({name}) => name)
  if (parts.length === 0) throw refuse('A tuple without components takes nothing, and Solidity has none.')
  if (new Set(names.filter(Boolean)).size < names.filter(Boolean).length) {
    throw refuse(`${typeText(type)} has two components of one name: give each its own in the abi.`)
  }
  if (Array.isArray(value)) {
    if (value.length !== parts.length)
      throw refuse(`${typeText(type)} has ${plural(parts.length, 'component')}, not ${value.length}.`)
    return parts.map((part, key) => ({key, type: part, value: value[key] as unknown}))
  }
  const asList = 'Write it as a list, in the order of the abi.'
  if (isSetting(value)) {
    throw refuse(`A setting is no ${typeText(type)}, and a map with \`to\` or \`keep\` is read as one.`, asList)
  }
  if (typeof value !== 'object' || value === null) {
    throw refuse(
      `${describeValue(value)} is not a map or a list, which the tuple ${typeText(type)} takes.`,
      `Give each component by its name: ${names.join(', ')}.`,
    )
  }
  if (names.some((name) => name === '')) throw refuse(`${typeText(type)} has components without a name.`, asList)
  const given = Object.keys(value)
  if (names.join() !== given.join()) throw refuse(...namesProblem(names, given, 'component'))
  return parts.map((part) => ({key: part.name, type: part, value: (value as Record<string, unknown>)[part.name]}))
}

/** What is wrong with the names that are given for those of the ABI, and what to do: for the two of an error. */
export function namesProblem(names: readonly string[], given: readonly string[], what: string): [string, string] {
  const missing = names.filter((name) => !given.includes(name))
  const extra = given.filter((name) => !names.includes(name))
  const problem =
    missing.length > 0
      ? `${missing.join(', ')} missing`
      : extra.length > 0
        ? `no ${what} called ${extra.join(', ')}`
        : `the ${what}s are not in the order of the abi`
  return [`${problem}.`, `Give exactly ${names.join(', ') || 'none'}, in this order.`]
}

const piecesOf = (type: ParamType, value: unknown): Piece[] =>
  type.arrayChildren ? items(type, type.arrayChildren, value) : components(type, value)

/** A setting in the contract's integers; its `from` must fit them as well. */
function settingValue(type: ParamType, {unit: unitName, ...texts}: CustomSetting): bigint {
  const range = integerRange(type.type)
  if (!range) throw new PlimsollError('CUSTOM_NOT_A_NUMBER', `A setting needs an integer argument, not ${type.type}.`)
  const unit = customUnit(unitName)
  const read = (text: string): bigint => {
    const {value, show} = parseCustom(unit, text)
    return toFixedPoint(value, {...range, name: `${unitName} in ${type.type}`, perOne: unit.perOne}, show)
  }
  const before = textBefore(texts)
  if (before !== undefined) read(before)
  return read(textAfter(texts))
}

type Path = readonly (number | string)[]

interface Placed {
  /** What the value is called, in front of the message of an error: `market.setFee marketParams.lltv`. */
  readonly field: string
  readonly path: Path
}

/** An error of a value gets the value's name and its place. */
function at<T>({field, path}: Placed, read: () => T): T {
  try {
    return inField(field, read)
  } catch (error) {
    throw error instanceof PlimsollError ? new RequestError(error, path) : error
  }
}

/**
 * A value of the file as an argument of that type: a setting in the contract's integers, a literal as it stands.
 * @throws RequestError CUSTOM_*, UNITS_*
 */
export function argumentValue(type: ParamType, value: unknown, place: Placed): Argument {
  if (!isComposite(type)) {
    return at(place, () => (isSetting(value) ? settingValue(type, value as CustomSetting) : literal(type, value)))
  }
  return at(place, () => piecesOf(type, value)).map(({key, ...piece}) => {
    const {field, path} = place
    const inner = typeof key === 'number' ? `${field}[${key}]` : `${field}.${key}`
    return argumentValue(piece.type, piece.value, {field: inner, path: [...path, key]})
  })
}

/** Where the addresses of a value stand, as far as it has the shape of its type. */
export function addressPlaces(type: ParamType, value: unknown, path: Path): Path[] {
  if (type.type === 'address') return [path]
  if (!isComposite(type)) return []
  try {
    return piecesOf(type, value).flatMap((piece) => addressPlaces(piece.type, piece.value, [...path, piece.key]))
  } catch (error) {
    if (error instanceof PlimsollError) return []
    throw error
  }
}

/**
 * Everything in a value that is not of its type, each at its own place. What a setting's text says and whether an address has
 * its checksum are not looked at.
 */
export function argumentProblems(type: ParamType, value: unknown, path: Path): RequestProblem[] {
  try {
    if (isComposite(type)) {
      return piecesOf(type, value).flatMap((piece) => argumentProblems(piece.type, piece.value, [...path, piece.key]))
    }
    if (!isSetting(value)) literal(type, value)
    else if (!integerRange(type.type)) settingValue(type, value as CustomSetting)
    return []
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    if (error.code === 'CUSTOM_BAD_ADDRESS' && /^0x[\da-fA-F]{40}$/.test(String(value))) return []
    return [{path, message: [error.message, ...error.suggestions].join(' ')}]
  }
}
