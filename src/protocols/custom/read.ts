import {canonical} from '../../units/quantity.js'
import {decodeCanonical, selectorOf, type FunctionFragment} from '../calldata/read.js'
import type {ProtocolReader, ProtocolRequest, RawCall} from '../model.js'
import {claims, customCall, type CustomCall} from './claims.js'
import {contractsAt, isReadableFunction, type PinnedContract} from './read/fragments.js'
import {statements, type Value} from './read/statements.js'
import {decoded, plain} from './read/values.js'

function read(call: RawCall, request: ProtocolRequest): ReturnType<ProtocolReader['read']> {
  const selector = selectorOf(call.data)
  const changes = request.changes
    .map((change) => customCall(change, request))
    .filter(({contract, fragment}) => fragment.selector === selector && same(contract.address, call.to))
  const known = changes[0] ?? pinned(call, selector, request)
  if (!known) return undefined
  const {fragment, contract} = known
  const problems = call.value === 0n ? [] : [`the call to ${contract.name}.${fragment.name} carries ${call.value} wei`]
  const result = decodeCanonical(fragment, call.data)
  if ('problem' in result) return {statements: [], problems: [...problems, result.problem]}
  const values = understood(result.values, fragment, closest(changes, result.values))
  return {statements: statements(contract, fragment, call.chainId, values), problems}
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

/** The change that the call is most likely meant to be: the one whose literals it repeats. It says how to read the rest. */
function closest(changes: readonly CustomCall[], values: readonly unknown[]): CustomCall | undefined {
  const score = (change: CustomCall): number => {
    const literals = change.arguments.flatMap(({value, reading}, index) => (reading ? [] : [{value, index}]))
    const equal = literals.filter(({value, index}) => {
      return canonical(value.value) === canonical(plain(values[index], change.fragment.inputs[index]?.type ?? ''))
    })
    return equal.length === literals.length ? literals.length + 1000 : equal.length
  }
  const scores = changes.map((change) => score(change))
  return changes[scores.indexOf(Math.max(...scores))]
}

function understood(values: readonly unknown[], fragment: FunctionFragment, change: CustomCall | undefined): Value[] {
  return fragment.inputs.map(({name, type}, index) => {
    const reading = change?.arguments[index]?.reading
    const value = values[index]
    return reading
      ? {name, value: decoded(BigInt(value as bigint | number), reading), isLiteral: false}
      : {name, value: plain(value, type), isLiteral: true}
  })
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export const customReader: ProtocolReader = {name: 'custom', callsMayDepend: true, read, claims}
