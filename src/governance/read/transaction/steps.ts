import {PlimsollError} from '../../../errors.js'
import {duplicatesIn, type ExactJson, type ExactObject} from './exact-json.js'
import type {CallsInput, GivenCall} from './model.js'
import {addressOf, bytesOf, integerOf} from './values.js'

/** Members that only a Safe's transaction has, or one that an account has signed. */
const OF_OTHERS = [
  'safe',
  'nonce',
  'operation',
  'safeTxGas',
  'baseGas',
  'dataGas',
  'gasPrice',
  'gasToken',
  'refundReceiver',
]

/** A bare call: `to`, `data`, perhaps `value` and `chainId`, and nothing that makes it a Safe's transaction. */
export const isBareCall = ({members}: ExactObject): boolean =>
  members.has('to') && members.has('data') && !OF_OTHERS.some((name) => members.has(name))

/** A step of `steps.json`. */
export const isStep = ({members}: ExactObject): boolean =>
  members.get('step')?.kind === 'number' && members.get('transaction')?.kind === 'object'

/** A call that an account sends by itself. */
export function bareCallInput(json: ExactObject, format = 'a transaction'): CallsInput {
  const problems = duplicatesIn(json).map((key) => `\`${key}\` of the file stands twice`)
  const chainId = integerOf(json.members.get('chainId'))
  return {kind: 'calls', format, calls: [callIn(json, problems)], problems, ...(chainId === undefined ? {} : {chainId})}
}

/** One step by itself. */
export function stepInput(json: ExactObject): CallsInput {
  const {members} = json
  const inner = members.get('transaction')
  if (inner?.kind !== 'object') throw new RangeError('a step without a transaction')
  const read = bareCallInput(inner, 'a step')
  const chainId = integerOf(members.get('chainId'))
  const part = partOf(json)
  const other = chainId !== undefined && read.chainId !== undefined && read.chainId !== chainId
  return {
    ...read,
    problems: [
      ...duplicatesIn(json).map((key) => `\`${key}\` of the step stands twice`),
      ...read.problems,
      ...(other ? [`\`chainId\` of the step is ${chainId}, and ${read.chainId} in its transaction`] : []),
    ],
    ...(chainId === undefined ? {} : {chainId}),
    ...(part ? {part} : {}),
  }
}

/**
 * The steps of `steps.json` that have bytes, in order; those that are the calls of one turn, one transaction each, as one.
 * @throws TRANSACTION_NONE when none has bytes
 */
export function stepsInputs(steps: readonly ExactJson[]): {readonly name: string; readonly input: CallsInput}[] {
  const found: {name: string; input: CallsInput}[] = []
  for (const step of steps) {
    if (step.kind !== 'object' || !isStep(step)) continue
    const input = stepInput(step)
    const last = found.at(-1)
    const name = `step ${integerOf(step.members.get('step')) ?? '?'}`
    if (last && input.part && follows(input, last.input)) {
      const problems = [...last.input.problems, ...input.problems]
      last.input = {...last.input, calls: [...last.input.calls, ...input.calls], problems, part: input.part}
      last.name = `${last.name.replace(/^step /, 'steps ').replace(/ to .*/, '')} to ${name.slice(5)}`
    } else found.push({name, input})
  }
  if (found.length > 0)
    return found.map(({name, input}, index) => ({name, input: once(whole(input), found.slice(0, index))}))
  throw new PlimsollError('TRANSACTION_NONE', 'no step has a transaction whose bytes are known.')
}

/** Whether it is the next call of the same turn, on the same chain. */
const follows = ({part, chainId}: CallsInput, last: CallsInput): boolean =>
  part !== undefined && last.part?.of === part.of && last.part.call + 1 === part.call && last.chainId === chainId

/** What stands twice among the steps is done twice. */
function once(input: CallsInput, before: readonly {readonly name: string; readonly input: CallsInput}[]): CallsInput {
  const twin = before.find((other) => doneBy(other.input) === doneBy(input))
  return twin ? {...input, problems: [...input.problems, `the same is done by ${twin.name} already`]} : input
}

const doneBy = ({chainId, calls}: CallsInput): string =>
  [chainId, ...calls.map(({to, value, data}) => [to, value, data].join(' '))].join(', ')

/** All calls of a turn are there: it is no part any more. */
function whole({part, ...input}: CallsInput): CallsInput {
  return part && input.calls.length !== part.of ? {...input, part} : input
}

function partOf({members}: ExactObject): CallsInput['part'] {
  const part = members.get('part')
  const [call, of] = part?.kind === 'object' ? ['call', 'of'].map((name) => integerOf(part.members.get(name))) : []
  return call === undefined || of === undefined ? undefined : {call: Number(call), of: Number(of)}
}

function callIn({members}: ExactObject, problems: string[]): Omit<GivenCall, 'to'> & {to?: string} {
  const [to, data] = [addressOf(members.get('to')), bytesOf(members.get('data'))]
  const value = members.has('value') ? integerOf(members.get('value')) : 0n
  if (to === undefined) problems.push('`to` is not an address')
  if (value === undefined) problems.push('`value` is not an integer')
  if (data === undefined) problems.push('`data` is not hex with 0x in front')
  return {...(to === undefined ? {} : {to}), value: value ?? 0n, data: data ?? '0x'}
}
