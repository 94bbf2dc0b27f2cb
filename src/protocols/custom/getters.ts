import * as AbiFunction from 'ox/AbiFunction'

import {dotted} from '../../dotted.js'
import {EXIT, PlimsollError} from '../../errors.js'
import {parseFunction, type Argument} from '../calldata/read.js'
import type {Change, ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {query, unreadable} from '../read/query.js'
import {contractOf, functionOf, withoutTuple} from './read/fragments.js'
import {isComposite, listOf, partsOf} from './read/shapes.js'
import {argumentAt, nodeOf, type Node} from './read/tree.js'
import {decoded, isSetting, literal, readingOf, type CustomSetting} from './read/values.js'

/** How a setting says that it is read back. */
interface CustomGetter {
  /** Under `contracts:`; the contract that is called when absent. */
  readonly contract?: string
  readonly function: string
  /** What the getter takes, by name; what is absent has the value of the call's literal of that name. */
  readonly arguments?: Readonly<Record<string, unknown>>
  /** Name of the result, where there are several; `config.fee` looks into a struct. */
  readonly result?: string
}

interface View {
  readonly fragment: string
  readonly item: AbiFunction.AbiFunction
}

type Path = readonly (number | string)[]
type Known = Readonly<Record<string, unknown>>

/** A setting with a getter, and the literals beside it: those of its own tuple before those around it. */
interface Asked {
  readonly setting: CustomSetting
  readonly getter: CustomGetter
  readonly path: Path
  readonly known: Known
}

/** What is asked about one setting. */
interface Question {
  /** Where the setting stands in the file. */
  readonly path: Path
  /** What its value is called among those that were read: who was asked what, so that a saved answer is no other's. */
  readonly parameter: string
  readonly query: Query
}

function questionsOf(request: ProtocolRequest): Question[] {
  return request.changes.flatMap((change, index) => {
    const {inputs} = functionOf(change, contractOf(change, request))
    const given = (change['arguments'] ?? {}) as Known
    const known = literalsOf(Object.entries(given))
    return inputs
      .flatMap((input) => askedIn(input, given[input.name], ['changes', index, 'arguments', input.name], known))
      .map((asked) => questionOf(request, change, asked))
  })
}

/** The questions that say what the settings of a custom proposal are; a setting without a getter is not asked for. */
export const customQueries = (request: ProtocolRequest): Query[] =>
  questionsOf(request).map((question) => question.query)

/** What a setting's value is called among those that were read, by where the setting stands in the file. */
export function customParameters(request: ProtocolRequest): (path: Path) => string | undefined {
  const names = new Map(questionsOf(request).map(({path, parameter}) => [JSON.stringify(path), parameter]))
  return (path) => names.get(JSON.stringify(path))
}

/** For what a chain says about a proposal; one that names no getter at all is refused. */
export const customGetters: ProtocolGetters = {
  name: 'custom',
  queries(request) {
    const queries = customQueries(request)
    if (queries.length > 0) return queries
    throw new PlimsollError('GETTER_NONE', 'no setting of the proposal says by which `getter:` its value is read.', {
      exit: EXIT.cannotTell,
      suggestions: ['Name the function that says it: `getter: {function: capOf}`, with the function in `abi:`.'],
    })
  },
}

function askedIn(input: Argument, value: unknown, path: Path, known: Known): Asked[] {
  if (isSetting(value)) {
    const {getter} = value as CustomSetting & {getter?: CustomGetter}
    return getter ? [{setting: value, getter, path, known}] : []
  }
  if (!isComposite(input) || !holdsSetting(value)) return []
  const parts = partsOf(input, value, dotted(path.slice(3)))
  const own = input.type === 'tuple' ? literalsOf(parts.map((part) => [part.input.name, part.value])) : {}
  return parts.flatMap((part) => {
    const key = Array.isArray(value) ? part.place : part.input.name
    return askedIn(part.input, part.value, [...path, key], {...known, ...own})
  })
}

const literalsOf = (entries: readonly (readonly [string, unknown])[]): Known =>
  Object.fromEntries(entries.filter(([name, value]) => name && !holdsSetting(value)))

function holdsSetting(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return isSetting(value) || Object.values(value).some((part) => holdsSetting(part))
}

function questionOf(request: ProtocolRequest, change: Change, {setting, getter, path, known: around}: Asked): Question {
  const at = {...change, contract: getter.contract ?? change['contract']}
  const contract = contractOf(at, request)
  const {fragment, item} = viewOf(getter.function, contract.name, request)
  const known: Known = {...around, ...getter.arguments}
  const args = item.inputs.map((input) => argument(input as Argument, known, item.name))
  const resultIn = resultOf(item, getter)
  const about = item.inputs.map(({name: of}) => spoken(known[of ?? ''])).join(', ')
  const parameter = [contract.address, `${item.name}(${about})`, getter.result ?? '', setting.unit].join(' ')
  const asked = query({to: contract.address, fragment, args, about}, (values) => {
    const raw = resultIn(values)
    if (typeof raw !== 'bigint' && typeof raw !== 'number') throw unreadable(`no integer as ${dotted(path.slice(3))}`)
    return [{asset: String(change['asset']), parameter, value: decoded(BigInt(raw), readingOf(setting))}]
  })
  return {path, parameter, query: asked}
}

const spoken = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The fragment of the getter, as the file has it and understood. @throws CUSTOM_GETTER when it is not exactly one. */
function viewOf(wanted: string, contract: string, request: ProtocolRequest): View {
  const found = (request.contracts?.[contract]?.abi ?? [])
    .map((text): View => {
      const fragment = withoutTuple(text)
      return {fragment, item: AbiFunction.from(fragment as never)}
    })
    .filter(
      ({fragment, item}) => item.name === wanted || parseFunction(fragment).signature === wanted.replaceAll(/\s/g, ''),
    )
  const [only] = found
  if (only && found.length === 1) return only
  const what = only ? `several functions \`${wanted}\`` : `no function \`${wanted}\``
  throw wrong(`the abi of \`${contract}\` has ${what}, which is to read the value back`)
}

function argument(input: Argument, known: Known, getter: string): unknown {
  if (!Object.hasOwn(known, input.name)) throw wrong(`\`${getter}\` takes \`${input.name}\`, which nothing gives`)
  const at = argumentAt(input.name, 0)
  return encodable(
    nodeOf(input, known[input.name], at, (type, value, {name}) => ({
      quantity: literal(value, type, name),
      reading: undefined,
    })),
  )
}

/** A value as the ABI library takes it; a tuple in the order of its components. */
function encodable(node: Node): unknown {
  if ('nodes' in node) return node.nodes.map((part) => encodable(part))
  const {quantity} = node
  return quantity.kind === 'number' ? quantity.value.n : 'value' in quantity ? quantity.value : undefined
}

/** Where in the results it stands: the only one, or what `result:` names; `fee` and `config.fee` look into structs. */
function resultOf({name, outputs}: AbiFunction.AbiFunction, {result}: CustomGetter): (values: unknown) => unknown {
  const all: Argument = {name: '', type: 'tuple', components: outputs as readonly Argument[]}
  const [only] = all.components ?? []
  const single = outputs.length === 1 && only
  if (result === undefined) {
    if (single && !isComposite(only)) return (values) => (values as unknown[])[0]
    throw wrong(
      `\`${name}\` has ${single ? 'a struct or a list as result' : `${outputs.length} results`}: say which as \`result:\``,
    )
  }
  const steps = result.match(/[^.[\]]+/g) ?? []
  const inside = single && isComposite(only) && only.name !== steps[0] ? [0] : []
  const places = placesIn(all, [...inside, ...steps])
  if (!places) throw wrong(`\`${name}\` has no result \`${result}\``)
  return (values) => places.reduce<unknown>((value, place) => Object.values(value as object)[place], values)
}

/** The places that a way of names and numbers leads through; undefined where it leads nowhere or not to an element. */
function placesIn(input: Argument, [step, ...rest]: Path): number[] | undefined {
  if (step === undefined) return isComposite(input) ? undefined : []
  const list = listOf(input)
  const components = input.components ?? []
  const named = components.findIndex(({name}) => name === step)
  const place = !list && named >= 0 ? named : /^\d+$/.test(String(step)) ? Number(step) : -1
  const next = list ? list.element : input.type === 'tuple' ? components[place] : undefined
  const places = next && place >= 0 ? placesIn(next, rest) : undefined
  return places && [place, ...places]
}

const wrong = (what: string): PlimsollError =>
  new PlimsollError('CUSTOM_GETTER', `${what}.`, {
    suggestions: [
      'Write the getter in `abi:` with its results: `function capOf(address asset) view returns (uint256)`.',
    ],
  })
