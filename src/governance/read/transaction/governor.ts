import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import {duplicatesIn, type ExactJson, type ExactObject} from './exact-json.js'
import type {Claim, GivenCall, GovernorInput} from './model.js'
import {addressOf, bytesOf, hashOf, integerOf, textOf} from './values.js'

/** Ids below this are counted, not hashed (Bravo, CompoundGovernor). */
const SEQUENTIAL = 2n ** 64n

const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`

/** A governor's proposal by its fields; `signatures`, where there are any, stand for the first four bytes of each call. */
export function governorInput(json: ExactObject): GovernorInput {
  const {members} = json
  const problems: string[] = duplicatesIn(json).map((key) => `\`${key}\` of the file stands twice`)
  const lists = listsOf(members)
  if (lists !== members && ['targets', 'values', 'calldatas', 'signatures'].some((name) => members.has(name)))
    problems.push('the calls stand twice: in lists and under `executableCalls`')
  const list = (name: string): readonly ExactJson[] => {
    const found = lists.get(name)
    if (found === undefined || found.kind === 'list') return found?.items ?? []
    problems.push(`\`${name}\` is no list`)
    return []
  }
  const [targets, values, calldatas, signatures] = [
    list('targets'),
    list('values'),
    list('calldatas'),
    list('signatures'),
  ]
  if (values.length !== targets.length || calldatas.length !== targets.length) {
    problems.push('`targets`, `values` and `calldatas` have different lengths')
  }
  const calls = targets.map((target, index): GivenCall => {
    const [to, value, data] = [addressOf(target), integerOf(values[index]), bytesOf(calldatas[index])]
    if (to === undefined) problems.push(`target ${index + 1} is not an address`)
    if (value === undefined) problems.push(`value ${index + 1} is not an integer`)
    if (data === undefined) problems.push(`calldata ${index + 1} is not hex with 0x in front`)
    const signature = textOf(signatures[index])
    return {
      to: to ?? `0x${'0'.repeat(40)}`,
      value: value ?? 0n,
      data: data ?? '0x',
      ...(signature === undefined || signature === '' ? {} : {signature}),
    }
  })
  const metadata = members.get('metadata')
  const described =
    members.get('description') ?? (metadata?.kind === 'object' ? metadata.members.get('description') : undefined)
  const description = textOf(described)
  const descriptionHash = hashOf(members.get('descriptionHash'))
  const governor = addressOf(members.get('governor'))
  return {
    kind: 'governor',
    format: "a governor's proposal",
    calls,
    problems,
    claims: claimsIn(members, descriptionHash),
    ...(description === undefined ? {} : {description}),
    ...(descriptionHash === undefined ? {} : {descriptionHash}),
    ...(governor === undefined ? {} : {governor}),
  }
}

/** The lists of a proposal; of Tally's `executableCalls`, one object a call, made from its fields. */
function listsOf(members: ReadonlyMap<string, ExactJson>): ReadonlyMap<string, ExactJson> {
  const calls = members.get('executableCalls')
  if (calls === undefined) return members
  if (calls.kind !== 'list') return new Map([['targets', calls]])
  const each = (name: string): ExactJson[] =>
    calls.items.map((call) => (call.kind === 'object' ? call.members.get(name) : undefined) ?? NOTHING)
  const calldatas = each('calldata')
  // A signature whose selector the calldata has already is for people.
  const signatures = each('signature').map((signature, index) => {
    const [text, data] = [textOf(signature) ?? '', bytesOf(calldatas[index])]
    const selector = text === '' ? undefined : Hash.keccak256(Hex.fromString(text)).slice(0, 10)
    return selector !== undefined && data?.startsWith(selector) === true ? NOTHING : signature
  })
  const list = (items: readonly ExactJson[]): ExactJson => ({kind: 'list', items})
  return new Map([
    ['targets', list(each('target'))],
    ['values', list(each('value'))],
    ['calldatas', list(calldatas)],
    ['signatures', list(signatures)],
  ])
}

const NOTHING: ExactJson = {kind: 'literal', value: null}

function claimsIn(members: ReadonlyMap<string, ExactJson>, descriptionHash: string | undefined): Claim[] {
  const id = members.get('proposalId') ?? members.get('onchainId') ?? members.get('id')
  const integer = integerOf(id) ?? 0n
  const number = hashOf(id) ?? (integer >= SEQUENTIAL ? word(integer) : undefined)
  return [
    ...(number === undefined ? [] : [{name: 'proposalId' as const, hash: number}]),
    ...(descriptionHash === undefined ? [] : [{name: 'descriptionHash' as const, hash: descriptionHash}]),
  ]
}
