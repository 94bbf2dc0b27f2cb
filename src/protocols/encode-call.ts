import {FunctionFragment, Interface, type ParamType} from 'ethers'

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
  return Object.fromEntries(fields.map((field, index) => [field.name, plain(field, value[index] ?? '')]))
}

/** Encodes the call of one function; `fragment` in human-readable form. */
export function encodeCall(
  {to, fragment, title}: {to: string; fragment: FunctionFragment | string; title: string},
  values: readonly Argument[],
): SetterCall {
  const parsed = FunctionFragment.from(fragment)
  const named = parsed.inputs.map((type, index) => [type.name || String(index), plain(type, values[index] ?? '')])
  return {
    to,
    value: 0n,
    data: new Interface([parsed]).encodeFunctionData(parsed, values),
    title,
    signature: parsed.format('sighash'),
    arguments: Object.fromEntries(named) as Record<string, unknown>,
  }
}
