import * as AbiFunction from 'ox/AbiFunction'

import {PlimsollError} from '../../errors.js'
import {parseFunction, type Argument} from '../calldata/read.js'
import type {Change, ProtocolRequest, Query} from '../model.js'
import {query, unreadable} from '../read/query.js'
import {contractOf} from './read/fragments.js'
import {decoded, isSetting, literal, readingOf, type CustomSetting} from './read/values.js'

/** How a setting says that it is read back. */
interface CustomGetter {
  /** Under `contracts:`; the contract that is called when absent. */
  readonly contract?: string
  readonly function: string
  /** What the getter takes, by name; what is absent has the value of the call's literal of that name. */
  readonly arguments?: Readonly<Record<string, unknown>>
  /** Name of the result, where there are several. */
  readonly result?: string
}

interface View {
  readonly fragment: string
  readonly item: AbiFunction.AbiFunction
}

/** What a setting of a change is called among the values that were read. */
export const customParameter = (change: number, name: string): string => `${change} ${name}`

/** The questions that say what the settings of a custom proposal are; a setting without a getter is not asked for. */
export function customQueries(request: ProtocolRequest): Query[] {
  return request.changes.flatMap((change, index) => {
    const given = (change['arguments'] ?? {}) as Readonly<Record<string, unknown>>
    return Object.entries(given).flatMap(([name, setting]): Query[] => {
      const getter = isSetting(setting) ? (setting as CustomSetting & {getter?: CustomGetter}).getter : undefined
      if (!getter || !isSetting(setting)) return []
      return [queryOf(request, change, getter, {setting, name, parameter: customParameter(index, name)})]
    })
  })
}

function queryOf(
  request: ProtocolRequest,
  change: Change,
  getter: CustomGetter,
  {setting, name, parameter}: {setting: CustomSetting; name: string; parameter: string},
): Query {
  const at = {...change, contract: getter.contract ?? change['contract']}
  const contract = contractOf(at, request)
  const {fragment, item} = viewOf(getter.function, contract.name, request)
  const literals = Object.entries(change['arguments'] ?? {}).filter(([, value]) => !isSetting(value))
  const known: Record<string, unknown> = {...(Object.fromEntries(literals) as object), ...getter.arguments}
  const args = item.inputs.map((input) => argument(input as Argument, known, item.name))
  const place = resultOf(item, getter)
  const about = item.inputs.map(({name: of}) => String(known[of ?? ''])).join(', ')
  return query({to: contract.address, fragment, args, about}, (values) => {
    const raw = values[place]
    if (typeof raw !== 'bigint' && typeof raw !== 'number') throw unreadable(`no integer as ${name}`)
    return [{asset: String(change['asset']), parameter, value: decoded(BigInt(raw), readingOf(setting))}]
  })
}

/** The fragment of the getter, as the file has it and understood. @throws CUSTOM_GETTER when it is not exactly one. */
function viewOf(wanted: string, contract: string, request: ProtocolRequest): View {
  const found = (request.contracts?.[contract]?.abi ?? [])
    .map((fragment): View => ({fragment, item: AbiFunction.from(fragment as never)}))
    .filter(
      ({fragment, item}) => item.name === wanted || parseFunction(fragment).signature === wanted.replaceAll(/\s/g, ''),
    )
  const [only] = found
  if (only && found.length === 1) return only
  const what = only ? `several functions \`${wanted}\`` : `no function \`${wanted}\``
  throw wrong(`the abi of \`${contract}\` has ${what}, which is to read the value back`)
}

function argument(input: Argument, known: Readonly<Record<string, unknown>>, getter: string): unknown {
  if (!Object.hasOwn(known, input.name)) throw wrong(`\`${getter}\` takes \`${input.name}\`, which nothing gives`)
  const value = literal(known[input.name], input)
  if (value.kind === 'number') return value.value.n
  if (value.kind === 'address' || value.kind === 'boolean' || value.kind === 'bytes') return value.value
  if (value.kind === 'text' && input.type === 'string') return value.value
  throw wrong(`\`${getter}\` takes \`${input.name}\` of type ${input.type}, which getters are not given`)
}

/** Which of the results it is. */
function resultOf({name, outputs}: AbiFunction.AbiFunction, {result}: CustomGetter): number {
  if (result === undefined && outputs.length === 1) return 0
  const place = outputs.findIndex((output) => result !== undefined && output.name === result)
  if (place >= 0) return place
  const what = result === undefined ? `${outputs.length} results: say which as \`result:\`` : `no result \`${result}\``
  throw wrong(`\`${name}\` has ${what}`)
}

const wrong = (what: string): PlimsollError =>
  new PlimsollError('CUSTOM_GETTER', `${what}.`, {
    suggestions: [
      'Write the getter in `abi:` with its results: `function capOf(address asset) view returns (uint256)`.',
    ],
  })
