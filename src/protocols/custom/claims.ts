import {PlimsollError} from '../../errors.js'
import {chainId} from '../chains.js'
import type {Argument, FunctionFragment} from '../calldata/read.js'
import type {Change, ProtocolRequest, Statement} from '../model.js'
import {contractOf, functionOf, type PinnedContract} from './read/fragments.js'
import {typeText} from './read/shapes.js'
import {statements} from './read/statements.js'
import {argumentAt, leavesOf, nodeOf, type Node, type ReadLeaf} from './read/tree.js'
import {claimed, isSetting, literal, readingOf} from './read/values.js'

/** A change of a custom protocol, understood: its contract, its function, and what each argument is. */
export interface CustomCall {
  readonly contract: PinnedContract
  readonly fragment: FunctionFragment
  /** In the order of the ABI. */
  readonly nodes: readonly Node[]
}

/** What a change says about its call. @throws CUSTOM_*, UNITS_* */
export function customCall(change: Change, request: ProtocolRequest): CustomCall {
  const contract = contractOf(change, request)
  const fragment = functionOf(change, contract)
  const given = (change['arguments'] ?? {}) as Readonly<Record<string, unknown>>
  const names = fragment.inputs.map(({name}) => name)
  const extra = Object.keys(given).find((name) => !names.includes(name))
  if (extra !== undefined)
    throw new PlimsollError('CUSTOM_ARGUMENTS', `\`${fragment.signature}\` has no argument \`${extra}\`.`)
  const nodes = fragment.inputs.map((input, place) => {
    if (!Object.hasOwn(given, input.name))
      throw new PlimsollError('CUSTOM_ARGUMENTS', `\`${input.name}\` of \`${fragment.signature}\` is not given.`)
    return nodeOf(input, given[input.name], argumentAt(input.name, place), said, isSetting)
  })
  return {contract, fragment, nodes}
}

/** A value as the file says it: a setting in its unit, or a literal. */
const said: ReadLeaf = (input, item, {name}) => {
  if (!isSetting(item)) return {quantity: literal(item, input, name), reading: undefined}
  assertInteger(input, name)
  const reading = readingOf(item)
  return {quantity: claimed(item, reading), reading}
}

function assertInteger(input: Argument, name: string): void {
  if (/^u?int\d+$/.test(input.type)) return
  throw new PlimsollError(
    'CUSTOM_SETTING_TYPE',
    `\`${name}\` is of type ${typeText(input)}: only an integer can be a setting with a unit. ` +
      'A tuple with a component called `to` or `keep` is written as a list.',
  )
}

/** What a custom proposal says must hold, from its texts alone: every argument of every call. */
export function claims(request: ProtocolRequest): Statement[] {
  const chain = chainId(request.protocol.chain)
  const readings = new Map<string, string>()
  return request.changes.flatMap((change) => {
    const call = customCall(change, request)
    const leaves = call.nodes.flatMap((node) => leavesOf(node))
    const own = statements(call.contract, call.fragment, chain, call.nodes)
    for (const {target, subjectId, parameter} of own) {
      const key = [target, subjectId, parameter].join(' ')
      const reading = JSON.stringify(leaves.find(({name}) => name === parameter)?.reading ?? null)
      if ((readings.get(key) ?? reading) !== reading) {
        throw new PlimsollError(
          'CUSTOM_UNIT_CLASH',
          `\`${parameter}\` of \`${call.fragment.signature}\` has two units for the same call.`,
        )
      }
      readings.set(key, reading)
    }
    return own
  })
}
