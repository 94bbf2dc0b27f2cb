import fc from 'fast-check'
import {readdirSync, readFileSync} from 'node:fs'
import * as AbiFunction from 'ox/AbiFunction'

import {readCalls} from '../../src/verify/verify.js'
import {compareStatements} from '../../src/verify/statements.js'
import type {CallSetter, SetterCall} from '../../src/protocols/encode-call.js'
import type {Governed, GovernedTable} from '../../src/protocols/governed.js'
import type {Change, ProtocolReader, ProtocolRequest, RawCall} from '../../src/protocols/model.js'
import {rational} from '../../src/units/rational.js'

/** Fragments of the contracts themselves, by signature: what an independent encoder works from. */
const FOLDER = 'test/fixtures/abi'
const byName = new Map<string, AbiFunction.AbiFunction[]>()
for (const file of readdirSync(FOLDER)) {
  for (const text of JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as string[]) {
    if (!text.startsWith('function ')) continue
    const name = /^function (\w+)/.exec(text)?.[1] ?? ''
    byName.set(name, [...(byName.get(name) ?? []), AbiFunction.from(text as never)])
  }
}

interface Type {
  readonly type: string
  readonly components?: readonly Type[]
}

const canonical = ({type, components}: Type): string =>
  type.startsWith('tuple') ? `(${components!.map(canonical).join(',')})${type.slice(5)}` : type

/** The fragment of a signature; undefined when the contracts have none. */
export const fragmentOf = (signature: string): AbiFunction.AbiFunction | undefined =>
  (byName.get(signature.replace(/\(.*$/s, '')) ?? []).find(
    ({name, inputs}) => `${name}(${inputs.map((input) => canonical(input as Type)).join(',')})` === signature,
  )

/** An argument as ox takes it, from the decimal strings that a call is listed with. */
function argument({type, components}: Type, value: unknown): unknown {
  if (type.endsWith('[]'))
    return (value as unknown[]).map((item) =>
      argument({type: type.slice(0, -2), ...(components && {components})}, item),
    )
  if (type === 'tuple') {
    const values = Object.values(value as object)
    return Object.fromEntries(
      components!.map((part, index) => [(part as unknown as {name: string}).name, argument(part, values[index])]),
    )
  }
  return /^u?int/.test(type) ? BigInt(value as string) : value
}

/** The call as the second ABI library encodes it from the contract's own fragment. */
export function encodedByOx({signature, arguments: named}: SetterCall): string {
  const fragment = fragmentOf(signature)
  if (!fragment) throw new Error(`no contract has ${signature}`)
  const values = Object.values(named)
  return AbiFunction.encodeData(
    fragment,
    fragment.inputs.map((input, index) => argument(input as Type, values[index])) as never,
  )
}

export const rawOf = (call: Pick<SetterCall, 'data' | 'to' | 'value'>, chainId: number): RawCall => ({chainId, ...call})

/** Whether the calls say what the proposal says: everything, and nothing else. */
export function says(reader: ProtocolReader, request: ProtocolRequest, calls: readonly RawCall[]): boolean {
  const read = readCalls(calls, request, reader)
  if (read.problems.length > 0 || read.unexplained.length > 0) return false
  return compareStatements(reader.claims(request), read.statements).same
}

/** A protocol as the property tests need it. */
export interface Roads<S> {
  readonly table: GovernedTable<S>
  readonly setter: CallSetter
  readonly reader: ProtocolReader
  readonly chainId: number
  readonly protocol: ProtocolRequest['protocol']
  readonly contracts?: ProtocolRequest['contracts']
  /** What a change may be about: its literals beside the parameters. */
  readonly subjects: readonly Change[]
  /** Parameters that one call writes. */
  readonly packs: readonly (readonly string[])[]
  /** The integers of parameters that random ones rarely fit. */
  readonly values?: Readonly<Record<string, fc.Arbitrary<bigint>>>
  /** Bytes that the setting side puts behind the arguments. */
  readonly tail?: number
}

/** Random proposals: for each subject some parameters, each with a value that fits; packed ones whole. */
export function proposals<S>(roads: Roads<S>): fc.Arbitrary<ProtocolRequest> {
  const request = (changes: readonly Change[]): ProtocolRequest => ({
    protocol: roads.protocol,
    ...(roads.contracts && {contracts: roads.contracts}),
    changes,
  })
  const changeOf = (literals: Change): fc.Arbitrary<Change> => {
    const subject = roads.table.subjectOf(literals, request([literals]))
    const fitting = roads.table.parameters.filter(({unfit}) => unfit?.(subject) === undefined)
    const groups = fitting.map(({id}) => roads.packs.find((pack) => pack.includes(id)) ?? [id])
    const distinct = [...new Map(groups.map((group) => [group.join(), group])).values()]
    return fc.subarray(distinct, {minLength: 1, maxLength: Math.min(4, distinct.length)}).chain((chosen) => {
      const parameters = fitting.filter(({id}) => chosen.some((group) => group.includes(id)))
      return fc
        .tuple(...parameters.map((parameter) => settingFor(parameter, subject, roads.values?.[parameter.id])))
        .map((settings) => ({
          ...literals,
          ...Object.fromEntries(settings.map((setting, index) => [parameters[index]!.id, setting])),
        }))
    })
  }
  return fc
    .subarray([...roads.subjects], {minLength: 1})
    .chain((subjects) => fc.tuple(...subjects.map(changeOf)))
    .map(request)
}

function settingFor<S>(
  parameter: Governed<S>,
  subject: S,
  given: fc.Arbitrary<bigint> | undefined,
): fc.Arbitrary<{to: string} | {keep: string}> {
  const {min, max, perOne} = parameter.units(subject)
  const token = parameter.token?.(subject) ?? ''
  const ceiling = parameter.kind === 'duration' && max > 10n ** 9n ? 10n ** 9n : max
  const value =
    given ?? fc.oneof(fc.bigInt({min, max: ceiling}), fc.bigInt({min, max: min + (ceiling - min) / 10_000n}))
  const text = value
    .filter((units) => {
      try {
        parameter.fit?.(rational(units, perOne), subject, () => '')
        return true
      } catch {
        return false
      }
    })
    .map((units) => parameter.spelling.write(rational(units, perOne), token))
  return fc.tuple(text, fc.boolean()).map(([written, keeps]) => (keeps ? {keep: written} : {to: written}))
}

/** The calldata with one word of its arguments changed. */
export function mutated(data: string, word: number, change: (value: bigint) => bigint): string {
  const at = 10 + word * 64
  const value = BigInt(`0x${data.slice(at, at + 64)}`)
  const next = BigInt.asUintN(256, change(value)).toString(16).padStart(64, '0')
  return data.slice(0, at) + next + data.slice(at + 64)
}

export const wordsIn = (data: string, tail = 0): number => Math.floor((data.length - 10 - tail * 2) / 64)
