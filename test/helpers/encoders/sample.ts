import * as AbiFunction from 'ox/AbiFunction'
import type * as AbiParameters from 'ox/AbiParameters'
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
  /** The setter and the release that the proposal goes through; nothing for venues and for contracts of its own. */
  readonly route?: string
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

function functionOf(signature: string): AbiFunction.AbiFunction {
  const known = parsed.get(signature) ?? (AbiFunction.from<string>(`function ${signature}` as never) as never)
  parsed.set(signature, known)
  return known
}

/** The second ABI library. */
export const encodedByOx = ({signature, args, tail = ''}: Expected): string =>
  AbiFunction.encodeData(functionOf(signature), args as never) + tail

/** How often each parameter was compared, and the first calls of each for the other encoder. */
export interface Compared {
  readonly counts: ReadonlyMap<string, number>
  /** Which parameters were compared on which route. */
  readonly routes: ReadonlyMap<string, ReadonlySet<string>>
  readonly forCast: readonly (Expected & {readonly data: string})[]
}

/**
 * Draws proposals until every parameter that they cover was compared so often.
 * @throws where two encodings differ, and where a parameter is drawn too seldom
 */
export function compare(sampler: Sampler, {runs, casts}: {runs: number; casts: number}, seed = 1): Compared {
  const random = randomOf(seed)
  const counts = new Map<string, number>()
  const routes = new Map<string, Set<string>>()
  const forCast: (Expected & {data: string})[] = []
  for (let round = 0; round < runs * 4; round++) {
    if (round >= runs && [...counts.values()].every((count) => count >= runs)) break
    const {route = '', given, expected} = sampler(random)
    const onRoute = routes.get(route) ?? new Set()
    routes.set(route, onRoute)
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
      for (const id of call.covers) {
        counts.set(id, (counts.get(id) ?? 0) + 1)
        onRoute.add(id)
      }
    }
  }
  const seldom = [...counts].filter(([, count]) => count < runs)
  if (seldom.length > 0) throw new Error(`drawn too seldom: ${seldom.map((each) => each.join(' ')).join(', ')}`)
  return {counts, routes, forCast}
}

const CAST = 'node_modules/@foundry-rs/cast-linux-amd64/bin/cast'
export const hasCast = existsSync(CAST)

type Type = Readonly<AbiParameters.Parameter>

/** As cast takes it: lists in brackets, structs in parentheses, text in quotes. */
function spelt(value: Value, {type, ...rest}: Type): string {
  if (typeof value !== 'object') return type === 'string' ? `"${String(value)}"` : String(value)
  if (type.endsWith(']')) {
    const item = {...rest, type: type.slice(0, type.lastIndexOf('['))} as Type
    return `[${value.map((each) => spelt(each, item)).join(',')}]`
  }
  const {components = []} = rest as {components?: readonly Type[]}
  return `(${value.map((each, index) => spelt(each, components[index]!)).join(',')})`
}
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The items of an encoded list of structs; items of variable length stand behind their offsets. */
function itemsOf(encoded: string, hasOffsets: boolean): string[] {
  const word = (at: number): number => Number(`0x${encoded.slice(at, at + 64)}`)
  const count = word(64)
  const body = encoded.slice(128)
  const size = body.length / count
  const starts = Array.from({length: count}, (_, index) => (hasOffsets ? 2 * word(128 + 64 * index) : index * size))
  return starts.map((start, index) => body.slice(start, starts[index + 1] ?? body.length))
}

type Placed = readonly [place: number, call: Expected]

/** What one run of cast encodes: not more than a command line holds. */
const MOST = 20

function grouped(calls: readonly Expected[]): (readonly [signature: string, members: readonly Placed[]])[] {
  const groups: [string, Placed[]][] = []
  const open = new Map<string, Placed[]>()
  for (const [place, call] of calls.entries()) {
    const last = open.get(call.signature)
    if (last && last.length < MOST) last.push([place, call])
    else {
      const members: Placed[] = [[place, call]]
      open.set(call.signature, members)
      groups.push([call.signature, members])
    }
  }
  return groups
}

/** In a shell: the selector, and the arguments of all the calls as one list of structs; no arguments make no list. */
function encoding([signature, members]: ReturnType<typeof grouped>[number]): string[] {
  const components = functionOf(signature).inputs
  const structs = members.map(([, {args}]) => spelt(args, {type: 'tuple', components}))
  const list = `f(${signature.slice(signature.indexOf('('))}[])`
  return [
    `${CAST} sig ${quoted(signature)}`,
    components.length === 0 ? 'echo' : `${CAST} abi-encode ${quoted(list)} -- ${quoted(`[${structs.join(',')}]`)}`,
  ]
}

/** Encodes by cast, all in one shell, and many calls of one function at once: starting it costs more than encoding. */
export function encodedByCast(calls: readonly Expected[]): string[] {
  const groups = grouped(calls)
  const input = `set -e\n${groups.flatMap((group) => encoding(group)).join('\n')}\n`
  const output = execFileSync('sh', {input, encoding: 'utf8', maxBuffer: 2 ** 28}).split('\n')
  const encoded: string[] = []
  for (const [index, [signature, members]] of groups.entries()) {
    const [selector = '', list = ''] = output.slice(2 * index)
    const items = list === '' ? [] : itemsOf(list.slice(2), /string|bytes[^\d]|\[\]/.test(signature))
    for (const [at, [place, {tail = ''}]] of members.entries()) encoded[place] = selector + (items[at] ?? '') + tail
  }
  return encoded
}
