import {duplicatesIn, type ExactJson, type ExactObject} from './exact-json.js'
import type {CallsInput, GivenCall} from './model.js'
import {addressOf, bytesOf, integerOf, textOf} from './values.js'

/** A Transaction Builder file: calls that the Safe's interface packs, nonce and gas fields left to it. */
export function builderInput(json: ExactObject): CallsInput {
  const {members} = json
  const list = members.get('transactions')
  const problems: string[] = duplicatesIn(json).map((key) => `\`${key}\` of the file stands twice`)
  const calls = (list?.kind === 'list' ? list.items : []).map((item, index) => callOf(item, index, problems))
  const chainId = integerOf(members.get('chainId'))
  const meta = members.get('meta')
  const safe = meta?.kind === 'object' ? addressOf(meta.members.get('createdFromSafeAddress')) : undefined
  return {
    kind: 'calls',
    format: 'a Transaction Builder file',
    calls,
    problems,
    ...(chainId === undefined ? {} : {chainId}),
    ...(safe === undefined ? {} : {safe}),
  }
}

function callOf(item: ExactJson, index: number, problems: string[]): GivenCall {
  const place = `transaction ${index + 1} of the file`
  const nothing = {to: `0x${'0'.repeat(40)}`, value: 0n, data: '0x'}
  if (item.kind !== 'object') {
    problems.push(`${place} is no object`)
    return nothing
  }
  const {members} = item
  const to = addressOf(members.get('to'))
  const value = integerOf(members.get('value'))
  const given = members.get('data')
  const absent = given === undefined || (given.kind === 'literal' && given.value === null)
  const method = members.get('contractMethod')
  const data = absent ? '0x' : bytesOf(given)
  if (to === undefined) problems.push(`\`to\` of ${place} is not an address`)
  if (value === undefined) problems.push(`\`value\` of ${place} is not an integer`)
  if (data === undefined) problems.push(`\`data\` of ${place} is not hex with 0x in front`)
  if (absent && method?.kind === 'object') {
    const name = textOf(method.members.get('name')) ?? ''
    problems.push(
      `${place} has no \`data\`: the interface would make it from \`${name}\` and its inputs, which is not done here`,
    )
  }
  return {to: to ?? nothing.to, value: value ?? 0n, data: data ?? '0x'}
}
