import {canonical} from '../../units/quantity.js'
import {hasCanonicalLayout} from '../calldata/layout.js'
import {decodeCanonical, selectorOf, type Decoded, type FunctionFragment} from '../calldata/read.js'
import type {ProtocolReader, ProtocolRequest, RawCall} from '../model.js'
import {claims, customCall, type CustomCall} from './claims.js'
import {contractsAt, isReadableFunction, type PinnedContract} from './read/fragments.js'
import {nameless} from './read/shapes.js'
import {statements} from './read/statements.js'
import {argumentAt, leavesOf, nodeOf, type Node} from './read/tree.js'
import {decoded as quantityOf, plain, type Reading} from './read/values.js'

function read(call: RawCall, request: ProtocolRequest): ReturnType<ProtocolReader['read']> {
  const selector = selectorOf(call.data)
  const changes = request.changes
    .map((change) => customCall(change, request))
    .filter(({contract, fragment}) => fragment.selector === selector && same(contract.address, call.to))
  const known = changes[0] ?? pinned(call, selector, request)
  if (!known) return undefined
  const {fragment, contract} = known
  const problems = call.value === 0n ? [] : [`the call to ${contract.name}.${fragment.name} carries ${call.value} wei`]
  const result = decoded(fragment, call.data)
  if ('problem' in result) return {statements: [], problems: [...problems, result.problem]}
  return {
    statements: statements(contract, fragment, call.chainId, understood(changes, fragment, result.values)),
    problems,
  }
}

/** The arguments in lists, whatever names their components have. */
function decoded(fragment: FunctionFragment, data: string): Decoded {
  if (fragment.inputs.length > 0 && !hasCanonicalLayout(fragment.inputs, `0x${data.slice(10)}`))
    return {problem: `the bytes of ${fragment.signature} are not its one canonical encoding`}
  return decodeCanonical({...fragment, inputs: fragment.inputs.map((input) => nameless(input))}, data)
}

/** A function that the proposal brings along for this address without calling it. */
function pinned(
  call: RawCall,
  selector: string | undefined,
  request: ProtocolRequest,
): {contract: PinnedContract; fragment: FunctionFragment} | undefined {
  return contractsAt(call.to, request)
    .flatMap((contract) => contract.functions.map((fragment) => ({contract, fragment})))
    .find(({fragment}) => fragment.selector === selector && isReadableFunction(fragment))
}

type Settings = ReadonlyMap<string, Reading>

/** A decoded argument, with the settings among its values where they stand. */
const nodesOf = (fragment: FunctionFragment, values: readonly unknown[], settings: Settings): Node[] =>
  fragment.inputs.map((input, place) =>
    nodeOf(input, values[place], argumentAt(input.name, place), ({type}, value, at) => {
      const reading = settings.get(at.place)
      const quantity = reading ? quantityOf(BigInt(value as bigint | number), reading) : plain(value, type)
      return {quantity, reading}
    }),
  )

/** Read like the change that the call is most likely meant to be: the one whose literals it repeats. */
function understood(changes: readonly CustomCall[], fragment: FunctionFragment, values: readonly unknown[]): Node[] {
  const all = nodesOf(fragment, values, new Map()).flatMap((node) => leavesOf(node))
  const plainly = new Map(all.map(({place, quantity}) => [place, canonical(quantity)]))
  const score = ({nodes}: CustomCall): number => {
    const literals = nodes.flatMap((node) => leavesOf(node)).filter(({reading}) => !reading)
    const equal = literals.filter(({place, quantity}) => plainly.get(place) === canonical(quantity))
    return equal.length === literals.length ? literals.length + 1e9 : equal.length
  }
  const scores = changes.map((change) => score(change))
  const closest = changes[scores.indexOf(Math.max(...scores))]
  const settings = (closest?.nodes ?? []).flatMap((node) => leavesOf(node))
  return nodesOf(
    fragment,
    values,
    new Map(settings.flatMap(({place, reading}) => (reading ? [[place, reading] as const] : []))),
  )
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export const customReader: ProtocolReader = {name: 'custom', callsMayDepend: true, read, claims}
