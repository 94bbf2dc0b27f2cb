import * as Address from 'ox/Address'

import type {Warning} from '../governance/read/calls.js'
import type {AbiValue} from '../governance/read/abi/decode.js'
import type {AbiType} from '../governance/read/abi/type.js'
import {knownContract} from '../governance/read/contracts/known.js'
import {decodeCall} from '../governance/read/decode/decode-call.js'
import type {CallBytes, Certainty, DecodeContext, DecodedCall} from '../governance/read/decode/model.js'
import {formatDuration} from '../units/duration.js'
import {addressesIn, lookAlikes} from './dangers/addresses.js'
import {callDangers} from './dangers/calls.js'
import {statementsOf} from './explain.js'

/** A decoded argument, in plain fields. Integers are decimal strings, lists are lists. */
export interface ExplainedArgument {
  readonly name: string
  readonly type: string
  readonly value: PlainValue
  /** What the value means to people, where that is more than its digits. */
  readonly means?: string
}
export type PlainValue = boolean | string | readonly PlainValue[]

/** A decoded call, in plain fields for people and machines. */
export interface ExplainedCall {
  readonly operation: 'call' | 'delegatecall'
  readonly to: string | null
  readonly contract: string | null
  readonly value: string
  readonly function: string | null
  readonly selector: string | null
  readonly certainty: Certainty | null
  readonly arguments: readonly ExplainedArgument[]
  /** What the call says in the words of its protocol. */
  readonly statements: readonly string[]
  /** Departures from the canonical encoding. */
  readonly flaws: readonly string[]
  readonly problem: string | null
  /** The bytes, wherever not all of them are explained by arguments. */
  readonly data: string | null
  readonly calls: readonly ExplainedCall[]
}

export interface Explanation {
  readonly call: ExplainedCall
  readonly warnings: readonly Warning[]
}

/** Decodes calldata and explains it, with what a signer should know about it. */
export function explain(bytes: CallBytes, context: DecodeContext): Explanation {
  const tree = decodeCall(bytes, context)
  const {chainId} = context
  const around = {chainId, safe: undefined, expected: new Set(context.pins.keys()), seenHashes: new Set<string>()}
  return {
    call: explained(tree, chainId),
    warnings: [...callDangers(tree, around), ...lookAlikes(addressesIn(tree), [], chainId)],
  }
}

function explained(call: DecodedCall, chainId: number | undefined): ExplainedCall {
  const {operation, to, title, value, function: fn, flaws, problem, data, calls} = call
  return {
    operation,
    to: to === undefined ? null : Address.checksum(to),
    contract: title ?? null,
    value: String(value),
    function: fn?.signature ?? null,
    selector: fn?.selector ?? (data.length >= 10 ? data.slice(0, 10) : null),
    certainty: fn?.certainty ?? null,
    arguments: (fn?.arguments ?? []).map((argument) => {
      const means = meaningOf(argument.name, argument.value, argument.type, chainId)
      return {
        name: argument.name,
        type: argument.type.name,
        value: plain(argument.value, argument.type),
        ...(means === undefined ? {} : {means}),
      }
    }),
    statements: statementsOf(call, chainId),
    flaws,
    problem: problem ?? null,
    data: fn && problem === undefined && flaws.length === 0 ? null : data,
    calls: calls.map((child) => explained(child, chainId)),
  }
}

function plain(value: AbiValue, type: AbiType): PlainValue {
  if (Array.isArray(value)) {
    const items = value as readonly AbiValue[]
    const typeAt = (index: number): AbiType => {
      if (type.kind === 'tuple') return type.parts[index]?.type ?? type
      return type.kind === 'array' ? type.item : type
    }
    return items.map((item, index) => plain(item, typeAt(index)))
  }
  if (type.kind === 'address') return Address.checksum(String(value))
  return typeof value === 'boolean' ? value : String(value)
}

const DURATIONS = /delay|cooldown|expiration|ttl|tail|period|window|^wait$|^tau$/i
const MOMENTS = /^eta$|deadline|timestamp|^when$/i
const LIMIT = 2n ** 255n

function meaningOf(name: string, value: AbiValue, type: AbiType, chainId: number | undefined): string | undefined {
  if (type.kind === 'address') return knownContract(String(value), chainId)?.title
  if (type.kind === 'fixedBytes' && type.size === 32) return asciiOf(String(value))
  if (typeof value !== 'bigint') return undefined
  if (value === 2n ** 256n - 1n) return 'the largest there is: unlimited'
  if (value >= LIMIT) return 'more than 2^255'
  if (MOMENTS.test(name) && value > 1_000_000_000n && value < 253_402_300_800n)
    return new Date(Number(value) * 1000).toISOString()
  if (DURATIONS.test(name) && value > 0n && value < 10_000_000_000n) return formatDuration(Number(value))
  return value >= 10n ** 15n ? scaled(value) : undefined
}

/** `1.45 x 10^27`: the power of ten that the usual units count by, where the digits before it are few. */
function scaled(value: bigint): string | undefined {
  for (const power of [45, 30, 27, 18]) {
    const one = 10n ** BigInt(power)
    if (value < one / 1000n || value % (one / 10n ** 9n) !== 0n) continue
    const digits = (value / (one / 10n ** 9n)).toString().padStart(10, '0')
    const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, '')
    return `${text} x 10^${power}`
  }
  return undefined
}

/** The name that a bytes32 holds, padded with zeros: `ETH-A`. */
function asciiOf(word: string): string | undefined {
  const bytes = (
    word
      .slice(2)
      .replace(/(?:00)+$/, '')
      .match(/../g) ?? []
  ).map((byte) => Number.parseInt(byte, 16))
  const text = String.fromCharCode(...bytes)
  return /^[\x21-\x7E]{2,31}$/.test(text) ? `"${text}"` : undefined
}
