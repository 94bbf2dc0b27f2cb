import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import type {Change, CurrentValue, ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {query} from '../read/query.js'
import {marketOf, placeOf} from './deployments.js'
import {allMeanings, dataOf, hasTokens, measureOf, type Meaning} from './read/meaning.js'

// The DataStore keeps every value under keccak256(base key ++ data): contracts/data/Keys.sol.

function queryOf(meaning: Meaning, change: Change, request: ProtocolRequest): Query {
  const {dataStore: to} = placeOf(request)
  const data = dataOf(meaning, change, request)
  const key = data === '0x' ? meaning.base : Hash.keccak256(Hex.concat(meaning.base, data))
  const isSwitch = meaning.kind === 'yesNo'
  const fragment = `function ${isSwitch ? 'getBool' : 'getUint'}(bytes32 key) view returns (${isSwitch ? 'bool' : 'uint256'})`
  const asset = String(change['asset'])
  const {token, unit} = measureOf(meaning, change, request)
  return query({to, fragment, args: [key], about: `${meaning.id} of ${asset}`}, ([raw]): CurrentValue[] => [
    {asset, parameter: meaning.id, value: unit(raw, token)},
  ])
}

/** What the proposal changes of an asset; everything that has no need of its tokens when it names nothing. */
function queries(request: ProtocolRequest, assets: readonly string[]): Query[] {
  return assets.flatMap((asset) => {
    const change = request.changes.find((known) => known['asset'] === asset) ?? {asset}
    const named = [...allMeanings().values()].filter(({id}) => Object.hasOwn(change, id))
    const ofExchange = marketOf(request, asset) === undefined
    const all = [...allMeanings().values()].filter(
      (meaning) => meaning.ofExchange === ofExchange && hasTokens(meaning, change),
    )
    return (named.length > 0 ? named : all).map((meaning) => queryOf(meaning, change, request))
  })
}

export const gmxV2Getters: ProtocolGetters = {name: 'gmx-v2', queries}
