import * as AbiFunction from 'ox/AbiFunction'
import * as AbiParameters from 'ox/AbiParameters'

import {PlimsollError} from '../../errors.js'

/** One argument of a function, as its fragment declares it. */
export interface Argument {
  readonly name: string
  readonly type: string
  /** Of a tuple. */
  readonly components?: readonly Argument[]
}

/** A function that the reading side knows, from its human-readable fragment. */
export interface FunctionFragment {
  readonly name: string
  /** `file(bytes32,bytes32,uint256)`. */
  readonly signature: string
  /** `0x1a0b287e`. */
  readonly selector: string
  readonly inputs: readonly Argument[]
}

export type Decoded = {readonly values: readonly unknown[]} | {readonly problem: string}

/**
 * Reads a fragment such as `function setSupplyCap(address asset, uint256 newSupplyCap)`.
 * @throws ABI_NOT_A_FUNCTION when it is none.
 */
export function parseFunction(text: string): FunctionFragment {
  const item = parseItem(text)
  if (item?.type !== 'function') {
    throw new PlimsollError('ABI_NOT_A_FUNCTION', `\`${text}\` is not a function fragment.`, {
      suggestions: ['Write it as in `function setX(address asset, uint256 x)`.'],
    })
  }
  const inputs = item.inputs as readonly Argument[]
  return {
    name: item.name,
    signature: `${item.name}(${inputs.map((input) => canonicalType(input)).join(',')})`,
    selector: AbiFunction.getSelector(item),
    inputs,
  }
}

function parseItem(text: string): AbiFunction.AbiFunction | undefined {
  try {
    return AbiFunction.from(text as never)
  } catch {
    return undefined
  }
}

function canonicalType(input: Argument): string {
  if (!input.type.startsWith('tuple')) return input.type
  return `(${(input.components ?? []).map((part) => canonicalType(part)).join(',')})${input.type.slice('tuple'.length)}`
}

/** The first four bytes of calldata, or undefined when there are fewer. */
export function selectorOf(data: string): string | undefined {
  return data.length >= 10 ? data.slice(0, 10) : undefined
}

/**
 * The arguments of a call to `fragment`, whose selector `data` (lower case) must start with. Only the one canonical
 * encoding is read: what decodes but encodes to other bytes (dirty padding, odd offsets, trailing bytes) is a problem.
 */
export function decodeCanonical(fragment: FunctionFragment, data: string): Decoded {
  const body = `0x${data.slice(10)}` as const
  const parameters = fragment.inputs as AbiParameters.AbiParameters
  if (fragment.inputs.length === 0) {
    return body === '0x' ? {values: []} : {problem: `${fragment.signature} is followed by bytes it does not take`}
  }
  try {
    const values: readonly unknown[] = AbiParameters.decode(parameters, body, {checksumAddress: false})
    if (AbiParameters.encode(parameters, values) === body) return {values}
    return {problem: `the bytes of ${fragment.signature} are not its one canonical encoding`}
  } catch {
    return {problem: `the bytes do not decode as ${fragment.signature}`}
  }
}
