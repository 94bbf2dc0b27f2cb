import * as Address from 'ox/Address'

import {innerCalls} from '../governance/read/calls.js'
import {batchContract} from '../governance/read/known-contracts.js'
import {childrenOf} from '../governance/read/decode/children.js'
import {decodeArguments, type AbiValue} from '../governance/read/abi/decode.js'
import {selectorOfText} from '../governance/read/decode/decode-call.js'
import {guessedFunction} from '../governance/read/signatures/functions.js'
import type {CallBytes} from '../governance/read/decode/model.js'
import type {VenueItem} from '../governance/model.js'
import type {RawCall} from '../protocols/model.js'
import {byNumber} from './numbered.js'
import {judge, show, type Judged} from './terms.js'

/** The calls that a venue makes because of the calls that are made to it. */
export interface Entered {
  readonly calls: readonly RawCall[]
  /** What is not as the proposal says. */
  readonly problems: readonly string[]
  /** What the proposal does not say enough of. */
  readonly unknown: readonly string[]
  /** Numbers that are the proposal's own; what stands behind them only the chain knows. */
  readonly numbered: readonly string[]
  /** The description that a governor is given. */
  readonly description?: string
}

/** Functions that hand calls over, by signature; what else a venue can be asked (cancel, vote) carries nothing out. */
const CARRIERS = new Set([
  'propose(address[],uint256[],bytes[],string)',
  'queue(address[],uint256[],bytes[],bytes32)',
  'execute(address[],uint256[],bytes[],bytes32)',
  'propose(address[],uint256[],string[],bytes[],string)',
  'schedule(address,uint256,bytes,bytes32,bytes32,uint256)',
  'execute(address,uint256,bytes,bytes32,bytes32)',
  'scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)',
  'executeBatch(address[],uint256[],bytes[],bytes32,bytes32)',
  'queueTransaction(address,uint256,string,bytes,uint256)',
  'executeTransaction(address,uint256,string,bytes,uint256)',
  'plot(address,bytes32,bytes,uint256)',
  'exec(address,bytes32,bytes,uint256)',
  'createPayload((address,bool,uint8,uint256,string,bytes)[])',
  'execTransactionFromModule(address,uint256,bytes,uint8)',
  'executeNextTx(address,uint256,bytes,uint8)',
  'execTransactionWithRole(address,uint256,bytes,uint8,bytes32,bool)',
  'execTransactionWithRole(address,uint256,bytes,uint8,uint16,bool)',
  'execute(bytes32,(address,uint256,bytes)[],uint256)',
])

/** Arguments that say how, not what; each is held against the venue's field of that name. */
const TERMS = new Set([
  'description',
  'descriptionHash',
  'predecessor',
  'salt',
  'delay',
  'eta',
  'tag',
  'roleKey',
  'role',
  'shouldRevert',
  '_callId',
  '_allowFailureMap',
])

/**
 * Follows calls into a venue: each must go to it, through a function that hands calls over, on the terms that the proposal
 * says; what comes out are the calls that the venue then makes.
 */
export function enter(
  calls: readonly RawCall[],
  item: VenueItem,
  {chain, description}: {readonly chain: number; readonly description: string},
): Entered {
  const address = item['address'] ?? item['payloadsController']
  if (typeof address !== 'string' || !Address.validate(address, {strict: false})) {
    return {
      calls: [],
      problems: [],
      numbered: [],
      unknown: [`the proposal does not say the address of its \`${item.venue}\``],
    }
  }
  const made: RawCall[] = []
  const problems: string[] = []
  const unknown: string[] = []
  const numbered: string[] = []
  let given: string | undefined
  for (const call of calls) {
    const named = byNumber(call, item, chain)
    if (named) {
      problems.push(...named.problems)
      unknown.push(...named.unknown)
      numbered.push(...named.numbered)
      continue
    }
    if (call.to.toLowerCase() !== address.toLowerCase()) {
      problems.push(`a call goes to ${call.to}, not to the proposal's ${item.venue} ${address}`)
      continue
    }
    const carried = carry(call, item, description)
    made.push(...carried.calls)
    problems.push(...carried.problems)
    unknown.push(...carried.unknown)
    given ??= carried.description
  }
  return {calls: made, problems, unknown, numbered, ...(given === undefined ? {} : {description: given})}
}

function carry(call: RawCall, item: VenueItem, description: string): Entered {
  const none = (problem: string): Entered => ({calls: [], problems: [problem], unknown: [], numbered: []})
  const fragment = guessedFunction(call.data.slice(0, 10))
  if (!fragment || !CARRIERS.has(fragment.signature)) {
    return none(
      `the call to the ${item.venue} is ${fragment?.signature ?? call.data.slice(0, 10)}, which carries none of the proposal's calls out`,
    )
  }
  const decoded = decodeArguments(fragment, call.data.slice(10))
  if ('problem' in decoded) return none(`the bytes of ${fragment.name} do not decode: ${decoded.problem}`)
  const {values, flaws} = decoded
  const children = childrenOf(fragment.signature, values, call.to)
  const names = fragment.inputs.map(({name}) => name)
  const terms = names.flatMap((name, index) => (TERMS.has(name) ? [{name, value: values[index] ?? ''}] : []))
  const usr = values[names.indexOf('usr')]
  const judged = [
    ...terms.map(({name, value}) =>
      name === 'tag' ? judgeTag(value, usr, item) : judge(name, value, item, description),
    ),
    ...(typeof usr === 'string' ? judgeAction(usr, values[names.indexOf('fax')], item) : []),
    ...(fragment.name === 'createPayload' ? judgeLevels(values[0], item, description) : []),
  ]
  const inner = children.calls.map((child) => innerCall(child, call.chainId))
  const text = terms.find(({name}) => name === 'description')?.value
  return {
    calls: inner.flatMap(({made}) => made),
    problems: [
      ...(call.value === 0n || children.calls.reduce((sum, {value}) => sum + value, 0n) === call.value
        ? []
        : [`the call to ${fragment.name} carries ${call.value} wei`]),
      ...flaws.map((flaw) => `the bytes of ${fragment.name} have ${flaw}`),
      ...children.problems.map((problem) => `${fragment.name}: ${problem}`),
      ...judged.flatMap(({problem}) => (problem === undefined ? [] : [problem])),
      ...inner.flatMap(({problems = []}) => problems.map((problem) => `${fragment.name}: ${problem}`)),
    ],
    numbered: [],
    unknown: [...judged, ...inner].flatMap(({unknown}) => (unknown === undefined ? [] : [unknown])),
    ...(typeof text === 'string' ? {description: text} : {}),
  }
}

/** A call with its function's selector in front of the arguments, as it is executed. */
function innerCall(
  {operation, to, value, data, signature}: CallBytes,
  chainId: number,
): {made: readonly RawCall[]; problems?: readonly string[]; unknown?: string} {
  if (to === undefined) return {made: [], unknown: 'a call has no target'}
  const target = Address.checksum(to)
  if (operation === 'delegatecall') {
    if (!batchContract(to)) {
      return {made: [], unknown: `what happens is in the code at ${target}, which calldata does not show`}
    }
    const {calls, problems} = innerCalls({to: target, value, data, operation: 1, version: undefined}, chainId)
    return {made: calls, problems}
  }
  if (signature === undefined) return {made: [{chainId, to: target, value, data}]}
  return {made: [{chainId, to: target, value, data: selectorOfText(signature) + data.slice(2)}]}
}

/** The deployed contract whose code a DSPause is to run, where the proposal names one. */
function actionOf(item: VenueItem): Readonly<Record<string, unknown>> | undefined {
  const action = item['action']
  return typeof action === 'object' && action !== null ? (action as Record<string, unknown>) : undefined
}

/** What a DSPause calls `tag`: the code hash of the contract that it runs, which exec holds that contract to. */
function judgeTag(tag: AbiValue, usr: AbiValue | undefined, item: VenueItem): Judged {
  const action = actionOf(item)
  if (action) {
    return tag === String(action['codeHash']).toLowerCase()
      ? {}
      : {problem: `\`tag\` is ${show(tag)}; the proposal says ${String(action['codeHash'])}`}
  }
  const batch = typeof usr === 'string' ? batchContract(usr) : undefined
  if (!batch)
    return {unknown: `the proposal's ${item.venue} names no action, so that \`tag\` ${show(tag)} cannot be judged`}
  return tag === batch.codeHash
    ? {}
    : {
        problem: `\`tag\` is ${show(tag)}, which is not the code hash of ${batch.name} ${batch.version}: exec would revert`,
      }
}

/** The access level of each action of an Aave payload: it decides which executor acts, and after which delay. */
function judgeLevels(actions: AbiValue | undefined, item: VenueItem, description: string): Judged[] {
  const levels = (actions as readonly (readonly AbiValue[])[]).map(([, , level]) => level ?? '')
  return levels.map((level) => judge('accessLevel', level, item, description))
}

/** Which contract a DSPause runs, and with what. */
function judgeAction(usr: string, fax: AbiValue | undefined, item: VenueItem): Judged[] {
  const action = actionOf(item)
  if (!action) return []
  const [address, meant] = [String(action['address']), String(action['fax'])]
  return [
    ...(usr === address.toLowerCase()
      ? []
      : [{problem: `it runs the code at ${Address.checksum(usr)}; the proposal says ${address}`}]),
    ...(fax === meant.toLowerCase() ? [] : [{problem: `\`fax\` is ${show(fax ?? '')}; the proposal says ${meant}`}]),
  ]
}
