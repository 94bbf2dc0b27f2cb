import {AbiCoder, FunctionFragment, type ParamType} from 'ethers'

import type {Call, ProtocolSetter} from './model.js'

/** An argument as it is encoded: what ethers takes. */
export type Argument = bigint | boolean | string | readonly Argument[]

/** A call together with what it was encoded from, for people. */
export interface SetterCall extends Call {
  readonly signature: string
  /** By name where the ABI has one, else by position; integers as decimal strings. */
  readonly arguments: Readonly<Record<string, unknown>>
}

/** A setter that says what its calls were encoded from. */
export interface CallSetter extends ProtocolSetter {
  calls(...request: Parameters<ProtocolSetter['calls']>): SetterCall[]
}

function plain(type: ParamType, value: Argument): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object') return value
  const element = type.arrayChildren
  if (element) return value.map((item) => plain(element, item))
  const fields = type.components ?? []
  return Object.fromEntries(
    fields.map((field, index) => [field.name || String(index), plain(field, value[index] ?? '')]),
  )
}

interface Known {
  readonly fragment: FunctionFragment
  readonly selector: string
  readonly signature: string
}

/** The fragments of the setting sides: a fixed few, and parsing one costs more than encoding a call of it. */
const own = new Map<string, Known>()

function known(fragment: FunctionFragment | string): Known {
  if (typeof fragment !== 'string')
    return {fragment, selector: fragment.selector, signature: fragment.format('sighash')}
  const found = own.get(fragment) ?? known(FunctionFragment.from(fragment))
  own.set(fragment, found)
  return found
}

/** Encodes the call of one function; `fragment` in human-readable form. */
export function encodeCall(
  {to, fragment, title}: {to: string; fragment: FunctionFragment | string; title: string},
  values: readonly Argument[],
): SetterCall {
  const {
    fragment: {inputs},
    selector,
    signature,
  } = known(fragment)
  const named = inputs.map((type, index) => [type.name || String(index), plain(type, values[index] ?? '')])
  return {
    to,
    value: 0n,
    data: selector + AbiCoder.defaultAbiCoder().encode(inputs, values).slice(2),
    title,
    signature,
    arguments: Object.fromEntries(named) as Record<string, unknown>,
  }
}
