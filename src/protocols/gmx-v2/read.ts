import {decodeCanonical, parseFunction, selectorOf, type FunctionFragment} from '../calldata/read.js'
import type {ProtocolReader, ProtocolRequest, RawCall} from '../model.js'
import {decodeRow, row, sameAddress, state, type ReadRow} from '../read/table.js'
import {aboutOf, claims} from './claims.js'
import {marketOf, placeOf} from './deployments.js'
import {allMeanings, dataOf, hasTokens, measureOf} from './read/meaning.js'

// This side's own fragments, written from Config.sol; keys and units in read/meaning.ts.

interface Functions {
  readonly rows: readonly ReadRow[]
  readonly multicall: FunctionFragment
}

let functions: Functions | undefined

const known = (): Functions =>
  (functions ??= {
    rows: [
      row('function setUint(bytes32 key, bytes data, uint256 value)'),
      row('function setBool(bytes32 key, bytes data, bool value)'),
    ],
    multicall: parseFunction('function multicall(bytes[] data)'),
  })

type Read = NonNullable<ReturnType<ProtocolReader['read']>>

function read(call: RawCall, request: ProtocolRequest): Read | undefined {
  const place = placeOf(request)
  if (!sameAddress(call.to, place.config)) return undefined
  if (selectorOf(call.data) === known().multicall.selector) return readAll(call, request)
  const found = decodeRow(known().rows, call)
  if (!found) return undefined
  const problems = [...found.problems]
  if (found.values.length === 0) return {statements: [], problems}
  const [base, data, raw] = found.values
  for (const change of request.changes) {
    const asset = String(change['asset'])
    const market = marketOf(request, asset)
    for (const meaning of allMeanings().values()) {
      const isSwitch = meaning.kind === 'yesNo'
      if (meaning.base !== base || meaning.ofExchange !== (market === undefined) || !hasTokens(meaning, change))
        continue
      if (isSwitch !== (found.row.fragment.name === 'setBool') || dataOf(meaning, change, request) !== data) continue
      const {token, unit} = measureOf(meaning, change, request)
      return {statements: [state(aboutOf(place, market, asset), meaning.id, meaning.title, unit(raw, token))], problems}
    }
  }
  return undefined
}

/** Config.multicall: each of its calls, in order; one that is not understood leaves the whole unexplained. */
function readAll(call: RawCall, request: ProtocolRequest): Read | undefined {
  const decoded = decodeCanonical(known().multicall, call.data)
  const problems = call.value === 0n ? [] : [`the call to multicall carries ${call.value} wei, which it cannot take`]
  if ('problem' in decoded) return {statements: [], problems: [...problems, decoded.problem]}
  const parts = (decoded.values[0] as readonly string[]).map((data) => read({...call, value: 0n, data}, request))
  if (parts.length === 0) problems.push('the multicall calls nothing')
  if (parts.includes(undefined)) return undefined
  return {
    statements: parts.flatMap((part) => part?.statements ?? []),
    problems: [...problems, ...parts.flatMap((part) => part?.problems ?? [])],
  }
}

export const gmxV2Reader: ProtocolReader = {name: 'gmx-v2', callsMayDepend: true, read, claims}
