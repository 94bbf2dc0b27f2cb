import {PlimsollError} from '../../../errors.js'
import type {Argument} from '../../calldata/read.js'

/** One piece of a list or a tuple, with its value. */
export interface Part {
  /** Its place, counted from 0. */
  readonly place: number
  /** What people call it: `.lltv`, or `[3]` where it has no name. */
  readonly label: string
  readonly input: Argument
  readonly value: unknown
}

const ARRAY = /^(.*)\[(\d*)\]$/

/** The element of a list's type, and its length where the type fixes it; undefined for what is no list. */
export function listOf(input: Argument): {element: Argument; length: number | undefined} | undefined {
  const [, type, length] = ARRAY.exec(input.type) ?? []
  if (type === undefined) return undefined
  return {element: {...input, name: '', type}, length: length ? Number(length) : undefined}
}

/** Whether it is a list or a tuple. */
export const isComposite = ({type}: Argument): boolean => ARRAY.test(type) || type === 'tuple'

/**
 * The pieces of a list or a tuple: a list's items in order; a tuple's components by name in the order of the ABI, or as a list.
 * @throws CUSTOM_LITERAL when the value has another shape
 */
export function partsOf(input: Argument, value: unknown, name: string): Part[] {
  const list = listOf(input)
  if (list) {
    const {element, length} = list
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw notA(value, name, input)
    return value.map((item, place) => ({place, label: `[${place}]`, input: element, value: item as unknown}))
  }
  const components = input.components ?? []
  const values = Array.isArray(value) ? (value as unknown[]) : byName(components, value)
  if (values?.length !== components.length) throw notA(value, name, input)
  return components.map((component, place) => ({
    place,
    label: component.name ? `.${component.name}` : `[${place}]`,
    input: component,
    value: values[place],
  }))
}

function byName(components: readonly Argument[], value: unknown): unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const names = components.map(({name}) => name)
  if (names.some((name) => !name) || names.join() !== Object.keys(value).join()) return undefined
  return Object.values(value as Record<string, unknown>)
}

/** The same type without names, whose tuples are lists to the ABI library. */
export function nameless({type, components}: Argument): Argument {
  return {name: '', type, ...(components && {components: components.map((part) => nameless(part))})}
}

/** The type as Solidity writes it, with the names of components: `(address asset, uint256 cap)[]`. */
export function typeText({type, components = []}: Argument): string {
  if (!type.startsWith('tuple')) return type
  const parts = components.map((part) => `${typeText(part)}${part.name ? ` ${part.name}` : ''}`)
  return `(${parts.join(', ')})${type.slice('tuple'.length)}`
}

/** A value of another kind than its type's. */
export function notA(value: unknown, name: string, input: Argument): PlimsollError {
  const shown = typeof value === 'bigint' ? value.toString() : JSON.stringify(value)
  const how =
    input.type === 'tuple' ? ' Give every component by its name in the order of the ABI, or all of them as a list.' : ''
  return new PlimsollError(
    'CUSTOM_LITERAL',
    `\`${shown}\` for \`${name}\` is not a value of type ${typeText(input)}.${how}`,
  )
}
