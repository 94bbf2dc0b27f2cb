import type {ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {query} from '../read/query.js'
import {assertNames, placeOf, scopeOf, SYSTEM} from './deployments.js'
import {SETTERS, tokenOf} from './read/meaning.js'

/** The getter of a setter gives the same values in the same order; its name is the setter's. getPerAccountCaps is no view: a call all the same. */
function queryOf(fragment: string, asset: string, id: bigint, request: ProtocolRequest): Query | undefined {
  const setter = SETTERS.find((known) => known.fragment === fragment)
  if (!setter) return undefined
  const {scope, values} = setter
  const [, name = '', list = ''] = /^function set(\w+)\((.*)\)$/.exec(fragment) ?? []
  const types = list.split(', ').map((argument) => argument.replace(/ .*$/, ''))
  const results = scope === 'system' ? types : types.slice(1)
  const getter = name === 'CollateralConfiguration' ? 'CollateralConfigurationFull' : name
  const takes = scope === 'system' ? '' : 'uint128 id'
  const about = scope === 'system' ? '' : `${scope} ${id}`
  return query(
    {
      to: placeOf(request).proxy,
      fragment: `function get${getter}(${takes}) view returns (${results.join(', ')})`,
      args: scope === 'system' ? [] : [id],
      about,
    },
    (raws) =>
      Object.entries(values).map(([parameter, meaning], index) => ({
        asset,
        parameter,
        value: meaning.unit(raws[index], tokenOf(meaning, asset)),
      })),
  )
}

function queries(request: ProtocolRequest, assets: readonly string[]): Query[] {
  assertNames(request)
  return assets.flatMap((asset) => {
    const changes = request.changes.filter((change) => change['asset'] === asset)
    const about = changes.length > 0 ? changes : asset === SYSTEM ? [{asset}] : []
    return about.flatMap((change) => {
      const {scope, id} = scopeOf(change)
      return SETTERS.filter((setter) => setter.scope === scope).flatMap(
        ({fragment}) => queryOf(fragment, asset, id, request) ?? [],
      )
    })
  })
}

export const synthetixV3Getters: ProtocolGetters = {name: 'synthetix-v3', queries}
