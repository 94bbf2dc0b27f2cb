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
  const list = (name: string): readonly ExactJson[] => {
    const found = members.get(name)
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
  const description = textOf(members.get('description'))
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

function claimsIn(members: ReadonlyMap<string, ExactJson>, descriptionHash: string | undefined): Claim[] {
  const id = members.get('proposalId') ?? members.get('id')
  const integer = integerOf(id) ?? 0n
  const number = hashOf(id) ?? (integer >= SEQUENTIAL ? word(integer) : undefined)
  return [
    ...(number === undefined ? [] : [{name: 'proposalId' as const, hash: number}]),
    ...(descriptionHash === undefined ? [] : [{name: 'descriptionHash' as const, hash: descriptionHash}]),
  ]
}
