import * as AbiFunction from 'ox/AbiFunction'
import * as Address from 'ox/Address'
import {execFileSync} from 'node:child_process'
import {existsSync} from 'node:fs'

import type {Call} from '../../../src/protocols/model.js'
import {randomOf, type Kind, type Random} from './texts.js'

/** An argument as both independent encoders take it: structs and lists as arrays. */
export type Value = bigint | boolean | string | readonly Value[]

/** A call written down a second time: the signature from the contract's ABI, and raw values. */
export interface Expected {
  readonly to: string
  readonly signature: string
  readonly args: readonly Value[]
  /** Wei; none when absent. */
  readonly value?: bigint
  /** Bytes behind the arguments, hex without 0x. */
  readonly tail?: string
}

/** One random proposal: what the setting side makes of it, what it should be, and which parameters that says something about. */
export interface Sample {
  readonly given: readonly Pick<Call, 'data' | 'to' | 'value'>[]
  readonly expected: readonly (Expected & {readonly covers: readonly string[]})[]
}
export type Sampler = (random: Random) => Sample

/** A random address other than zero, with its checksum. */
export const randomAddress = (random: Random): string =>
  Address.checksum(
    `0x${random
      .between(1n, 2n ** 160n - 1n)
      .toString(16)
      .padStart(40, '0')}`,
  )

export const address = (min = 0n): Kind => ({
  min,
  max: 2n ** 160n - 1n,
  step: 1n,
  spell: (value) => Address.checksum(`0x${value.toString(16).padStart(40, '0')}`),
  raw: (text) => text,
})

const parsed = new Map<string, AbiFunction.AbiFunction>()

/** The second ABI library. */
export function encodedByOx({signature, args, tail = ''}: Expected): string {
  const known = parsed.get(signature) ?? (AbiFunction.from<string>(`function ${signature}` as never) as never)
  parsed.set(signature, known)
  return AbiFunction.encodeData(known, args as never) + tail
}

/** How often each parameter was compared, and the first calls of each for the other encoder. */
export interface Compared {
  readonly counts: ReadonlyMap<string, number>
  readonly forCast: readonly (Expected & {readonly data: string})[]
}

/** Draws proposals until every parameter that they cover was compared so often. @throws where two encodings differ */
export function compare(sampler: Sampler, {runs, casts}: {runs: number; casts: number}, seed = 1): Compared {
  const random = randomOf(seed)
  const counts = new Map<string, number>()
  const forCast: (Expected & {data: string})[] = []
  for (let round = 0; round < runs * 4; round++) {
    if (round >= runs && [...counts.values()].every((count) => count >= runs)) break
    const {given, expected} = sampler(random)
    const wanted = expected.map((call) => ({...call, data: encodedByOx(call)}))
    const listed = (calls: readonly {to: string; value?: bigint; data: string}[]): string =>
      calls
        .map(({to, value = 0n, data}) => `${to} ${value} ${data}`)
        .toSorted()
        .join('\n')
    if (listed(given) !== listed(wanted)) {
      throw new Error(`the encodings differ:\n${listed(given)}\nexpected:\n${listed(wanted)}`)
    }
    for (const call of wanted) {
      const seen = call.covers.map((id) => counts.get(id) ?? 0)
      if (seen.some((count) => count < casts)) forCast.push(call)
      for (const id of call.covers) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
  }
  return {counts, forCast}
}

const CAST = 'node_modules/@foundry-rs/cast-linux-amd64/bin/cast'
export const hasCast = existsSync(CAST)

/** As cast takes it: lists in brackets, the structs in them in parentheses, and words in either in quotes. */
function spelt(value: Value, isStruct = false): string {
  if (typeof value !== 'object') return String(value)
  const parts = value.map((item) =>
    typeof item === 'string' && !item.startsWith('0x') ? `"${item}"` : spelt(item, !isStruct),
  )
  return isStruct ? `(${parts.join(',')})` : `[${parts.join(',')}]`
}
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Encodes by `cast calldata`, all in one shell. */
export function encodedByCast(calls: readonly Expected[]): string[] {
  const lines = calls.map(({signature, args}) => {
    const words = args.map((value) => quoted(spelt(value)))
    return `${CAST} calldata ${quoted(signature)} -- ${words.join(' ')}`
  })
  const output = execFileSync('sh', {input: `set -e\n${lines.join('\n')}\n`, encoding: 'utf8', maxBuffer: 2 ** 28})
  return output
    .trim()
    .split('\n')
    .map((line, index) => line + (calls[index]?.tail ?? ''))
}
