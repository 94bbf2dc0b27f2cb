import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import {decodeArguments, type Decoded} from '../abi/decode.js'
import {parseFunction, type AbiFunction} from '../abi/type.js'
import {knownContract, type KnownContract} from '../contracts/known.js'
import {guessedFunction, pinnedFunction} from '../signatures/functions.js'
import {childrenOf} from './children.js'
import {forwarded, FORWARDER} from './forwarded.js'
import type {CallBytes, Certainty, DecodeContext, DecodedCall, Pin} from './model.js'
import {PlimsollError} from '../../../errors.js'

/** Calls within calls, and calls in all, that are looked into; a signer could not read more, and no honest proposal has them. */
export const MAX_DEPTH = 32
export const MAX_CALLS = 20_000

/**
 * Decodes a call and the calls that it makes in turn. Nothing is refused: what is not understood stays in the tree as bytes,
 * with a problem where it should have been. Time and memory grow with the size of the data times the depth, both bounded.
 */
export function decodeCall(bytes: CallBytes, context: DecodeContext): DecodedCall {
  return new CallDecoder(context).decode(bytes, 0)
}

interface Found {
  readonly fragment: AbiFunction
  readonly certainty: Certainty
  readonly selector: string
  /** The arguments' bytes. */
  readonly body: string
}

class CallDecoder {
  readonly #context: DecodeContext
  #calls = 0

  constructor(context: DecodeContext) {
    this.#context = context
  }

  decode(bytes: CallBytes, depth: number): DecodedCall {
    const {to, data} = bytes
    const pin = to === undefined ? undefined : this.#context.pins.get(to)
    const contract = to === undefined ? undefined : knownContract(to, this.#context.chainId)
    const title = pin?.title ?? contract?.title
    this.#calls++
    if (this.#calls > MAX_CALLS) return undecoded(bytes, title, `beyond ${MAX_CALLS} calls nothing is decoded`)
    if (depth > MAX_DEPTH) return undecoded(bytes, title, `more than ${MAX_DEPTH} calls within calls are not decoded`)
    if (data === '0x' && bytes.signature === undefined) return undecoded(bytes, title, undefined)
    const inner = pin?.forwards === true || contract?.abi === FORWARDER ? forwarded(bytes) : undefined
    if (inner) return {...undecoded(bytes, title, undefined), calls: [this.decode(inner, depth + 1)]}
    const found = functionOf(bytes, pin, contract)
    if ('problem' in found) return undecoded(bytes, title, found.problem)
    const decoded = decodeArguments(found.fragment, found.body)
    if ('problem' in decoded) return undecoded(bytes, title, unreadable(found, decoded))
    return this.#understood(bytes, title, found, decoded, depth)
  }

  #understood(
    bytes: CallBytes,
    title: string | undefined,
    {fragment, certainty, selector}: Found,
    {values, flaws}: Extract<Decoded, {values: unknown}>,
    depth: number,
  ): DecodedCall {
    const {operation, to, value, data, signature: stated} = bytes
    const {name, signature, inputs} = fragment
    const children = childrenOf(signature, values, to)
    const calls: DecodedCall[] = []
    const problems = [...children.problems]
    for (const child of children.calls) {
      if (this.#calls >= MAX_CALLS) {
        problems.push(`${children.calls.length - calls.length} more calls are not decoded`)
        break
      }
      calls.push(this.decode(child, depth + 1))
    }
    // No spreads here: they would take most of the time that decoding takes.
    const given = inputs.map((input, index) => ({name: input.name, type: input.type, value: values[index] ?? ''}))
    return {
      operation,
      to,
      value,
      data,
      ...(stated === undefined ? undefined : {signature: stated}),
      title,
      function: {name, signature, selector, certainty, arguments: given},
      flaws,
      problem: problems.length === 0 ? undefined : problems.join('; '),
      calls,
    }
  }
}

function undecoded(bytes: CallBytes, title: string | undefined, problem: string | undefined): DecodedCall {
  return {...bytes, title, function: undefined, flaws: [], problem, calls: []}
}

function unreadable({fragment, certainty}: Found, {problem}: {problem: string}): string {
  const what = certainty === 'guess' ? 'it begins like' : 'the bytes do not decode as'
  return certainty === 'guess'
    ? `${what} ${fragment.signature}, and is not: ${problem}`
    : `${what} ${fragment.signature}: ${problem}`
}

function functionOf(
  {data, signature}: CallBytes,
  pin: Pin | undefined,
  contract: KnownContract | undefined,
): Found | {readonly problem: string} {
  if (signature !== undefined) return statedFunction(signature, data)
  if (data.length < 10) return {problem: 'fewer than the four bytes that name a function'}
  const selector = data.slice(0, 10)
  const body = data.slice(10)
  const pinned =
    pin?.functions.find((fragment) => selectorOf(fragment) === selector) ??
    (pin?.abi === undefined ? undefined : pinnedFunction(pin.abi, selector)) ??
    (contract?.abi === undefined ? undefined : pinnedFunction(contract.abi, selector))
  if (pinned) return {fragment: pinned, certainty: 'pinned', selector, body}
  const guessed = guessedFunction(selector)
  return guessed
    ? {fragment: guessed, certainty: 'guess', selector, body}
    : {problem: 'no function is known for its first four bytes'}
}

/** The signature is hashed as it stands, blanks and all, as the contract does. */
function statedFunction(signature: string, data: string): Found | {readonly problem: string} {
  try {
    const fragment = parseFunction(signature)
    if (fragment.signature !== signature)
      return {problem: `\`${signature.slice(0, 200)}\` is not a canonical signature`}
    return {fragment, certainty: 'stated', selector: selectorOf(fragment), body: data.slice(2)}
  } catch (error) {
    if (error instanceof PlimsollError) return {problem: `\`${signature.slice(0, 200)}\` is not a function signature`}
    throw error
  }
}

const selectors = new WeakMap<AbiFunction, string>()

/** The first four bytes of a call of `fragment`. */
export function selectorOf(fragment: AbiFunction): string {
  let selector = selectors.get(fragment)
  if (selector === undefined) {
    selector = selectorOfText(fragment.signature)
    selectors.set(fragment, selector)
  }
  return selector
}

/** What a contract that is given a signature puts in front of the arguments: the hash of the text as it stands, blanks and all. */
export const selectorOfText = (signature: string): string => Hash.keccak256(Hex.fromString(signature)).slice(0, 10)
