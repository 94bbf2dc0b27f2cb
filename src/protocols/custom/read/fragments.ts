import * as Address from 'ox/Address'

import {PlimsollError} from '../../../errors.js'
import {parseFunction, type Argument, type FunctionFragment} from '../../calldata/read.js'
import type {Change, NamedContract, ProtocolRequest} from '../../model.js'
import {listOf, typeText} from './shapes.js'

const ELEMENT = /^(?:u?int\d+|address|bool|string|bytes(?:[1-9]|[12]\d|3[0-2])?)$/
const MAX_DEPTH = 16

/** A contract of the proposal with the functions that its own fragments declare, and no others. */
export interface PinnedContract {
  /** Its name under `contracts:`. */
  readonly name: string
  /** Checksummed. */
  readonly address: string
  readonly functions: readonly FunctionFragment[]
}

/** The contract that a change calls. @throws CUSTOM_* or ABI_* when the proposal does not bring it along, readably. */
export function contractOf(change: Change, request: ProtocolRequest): PinnedContract {
  const name = String(change['contract'])
  const contracts = request.contracts ?? {}
  const contract = Object.hasOwn(contracts, name) ? contracts[name] : undefined
  if (!contract) throw new PlimsollError('CUSTOM_NO_CONTRACT', `\`contracts:\` has no \`${name}\`.`)
  return pin(name, contract)
}

/** Every contract of the proposal at an address (lower or mixed case). */
export function contractsAt(address: string, request: ProtocolRequest): PinnedContract[] {
  return Object.entries(request.contracts ?? {})
    .filter(([, contract]) => contract.address.toLowerCase() === address.toLowerCase())
    .map(([name, contract]) => pin(name, contract))
}

function pin(name: string, {address, abi}: NamedContract): PinnedContract {
  if (!Address.validate(address, {strict: /[A-F]/.test(address.slice(2)) && /[a-f]/.test(address)})) {
    throw new PlimsollError(
      'CUSTOM_BAD_ADDRESS',
      `\`${address}\` of \`${name}\` is not an address, or has a wrong checksum.`,
    )
  }
  const functions = (abi ?? []).map((text) => parseFunction(withoutTuple(text)))
  const selectors = functions.map(({selector}) => selector)
  if (new Set(selectors).size !== selectors.length) {
    throw new PlimsollError('CUSTOM_SAME_SELECTOR', `two fragments of \`${name}\` have the same selector: keep one.`)
  }
  return {name, address: Address.checksum(address), functions}
}

/** The function that a change names, by its name or its whole signature. @throws CUSTOM_* when it is not exactly one. */
export function functionOf(change: Change, contract: PinnedContract): FunctionFragment {
  const wanted = String(change['function'])
  const found = contract.functions.filter(
    ({name, signature}) => name === wanted || signature === wanted.replaceAll(/\s/g, ''),
  )
  const [only] = found
  if (!only || found.length > 1) {
    const what = only ? `several functions called \`${wanted}\`` : `no function \`${wanted}\``
    const known = contract.functions.map(({signature}) => `\`${signature}\``).join(', ')
    throw new PlimsollError(
      'CUSTOM_NO_FUNCTION',
      `the abi of \`${contract.name}\` has ${what}; it has ${known || 'none'}.`,
    )
  }
  assertReadable(only)
  return only
}

function assertReadable(fragment: FunctionFragment): void {
  const names = fragment.inputs.map(({name}) => name)
  if (names.some((name) => !name) || new Set(names).size !== names.length) {
    throw new PlimsollError(
      'CUSTOM_ARGUMENT_NAMES',
      `every argument of \`${fragment.signature}\` needs a name of its own.`,
    )
  }
  const odd = fragment.inputs.find((input) => !isReadable(input))
  if (odd)
    throw new PlimsollError(
      'CUSTOM_UNREADABLE_TYPE',
      `\`${typeText(odd)}\` in \`${fragment.signature}\` is a type that is not read back.`,
    )
}

/** Whether every argument has a name of its own and a type that is read. */
export function isReadableFunction({inputs}: FunctionFragment): boolean {
  const names = inputs.map(({name}) => name)
  return names.every(Boolean) && new Set(names).size === names.length && inputs.every((input) => isReadable(input))
}

/**
 * Elements, and lists and tuples of what is read, to a bounded depth. What takes no bytes (a list of length 0, a tuple of
 * nothing) could be repeated without end by few bytes; Solidity has neither. Components of one name are told apart by nobody.
 */
function isReadable(input: Argument, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false
  const list = listOf(input)
  if (list) return list.length !== 0 && isReadable(list.element, depth + 1)
  if (input.type !== 'tuple') return ELEMENT.test(input.type)
  const {components = []} = input
  const names = components.flatMap(({name}) => name || [])
  const distinct = new Set(names).size === names.length
  return distinct && components.length > 0 && components.every((part) => isReadable(part, depth + 1))
}

/** The word that some tools write before the parenthesis of a tuple says nothing more. */
export const withoutTuple = (fragment: string): string => fragment.replaceAll(/(?<!function\s+|[\w$])tuple\s*\(/g, '(')
