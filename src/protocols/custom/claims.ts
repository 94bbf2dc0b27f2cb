import {PlimsollError} from '../../errors.js'
import {chainId} from '../chains.js'
import type {Argument, FunctionFragment} from '../calldata/read.js'
import type {Change, ProtocolRequest, Statement} from '../model.js'
import {contractOf, functionOf, type PinnedContract} from './read/fragments.js'
import {statements, type Value} from './read/statements.js'
import {claimed, isSetting, literal, readingOf, type Reading} from './read/values.js'

/** A change of a custom protocol, understood: its contract, its function, and what each argument is. */
export interface CustomCall {
  readonly contract: PinnedContract
  readonly fragment: FunctionFragment
  /** In the order of the ABI; `reading` for a setting, undefined for a literal. */
  readonly arguments: readonly {readonly value: Value; readonly reading: Reading | undefined}[]
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
  return {contract, fragment, arguments: fragment.inputs.map((input) => argument(input, given, fragment))}
}

function argument(
  input: Argument,
  given: Readonly<Record<string, unknown>>,
  fragment: FunctionFragment,
): CustomCall['arguments'][number] {
  const {name, type} = input
  if (!Object.hasOwn(given, name))
    throw new PlimsollError('CUSTOM_ARGUMENTS', `\`${name}\` of \`${fragment.signature}\` is not given.`)
  const item = given[name]
  if (!isSetting(item)) return {value: {name, value: literal(item, input), isLiteral: true}, reading: undefined}
  if (!/^u?int\d+$/.test(type)) {
    throw new PlimsollError(
      'CUSTOM_SETTING_TYPE',
      `\`${name}\` is of type ${type}: only an integer can be a setting with a unit.`,
    )
  }
  const reading = readingOf(item)
  return {value: {name, value: claimed(item, reading), isLiteral: false}, reading}
}

/** What a custom proposal says must hold, from its texts alone: every argument of every call. */
export function claims(request: ProtocolRequest): Statement[] {
  const chain = chainId(request.protocol.chain)
  const readings = new Map<string, string>()
  return request.changes.flatMap((change) => {
    const call = customCall(change, request)
    const own = statements(
      call.contract,
      call.fragment,
      chain,
      call.arguments.map(({value}) => value),
    )
    for (const {target, subjectId, parameter} of own) {
      const key = [target, subjectId, parameter].join(' ')
      const reading = JSON.stringify(call.arguments.find(({value}) => value.name === parameter)?.reading ?? null)
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
