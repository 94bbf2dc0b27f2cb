import {decodeCanonical, selectorOf} from '../../calldata/read.js'
import type {ProtocolRequest, RawCall} from '../../model.js'
import {deploymentOf} from '../deployments.js'
import {atLeast, saidVersion} from '../scope.js'
import {setters} from './functions.js'

/**
 * What the order of the calls undoes, a clause each. While a reserve is frozen, configureReserveAsCollateral keeps the
 * loan-to-value as pending (PoolConfigurator.sol from 3.1 on), and from 3.6 on unfreezing does not bring it back.
 */
export function orderProblems(calls: readonly RawCall[], request: ProtocolRequest): string[] {
  const place = deploymentOf(request)
  const version = saidVersion(request) ?? '3.7'
  if (!atLeast(version, '3.1')) return []
  const froze = new Map<string, boolean>()
  const configured = new Set<string>()
  const symbolOf = (asset: string): string =>
    Object.entries(place.assets).find((entry) => entry[1].underlying.toLowerCase() === asset)?.[0] ?? asset
  return calls.flatMap(({to, data}) => {
    if (to.toLowerCase() !== place.configurator.toLowerCase()) return []
    const fragment = setters().configurator.get(selectorOf(data) ?? '')?.fragment
    const decoded = fragment && decodeCanonical(fragment, data)
    if (!decoded || 'problem' in decoded) return []
    const asset = String(decoded.values[0]).toLowerCase()
    if (fragment.name === 'configureReserveAsCollateral') {
      configured.add(asset)
      return froze.get(asset) === true
        ? [`${symbolOf(asset)} is frozen before its loan-to-value is set, which then stays pending at 0%`]
        : []
    }
    if (fragment.name !== 'setReserveFreeze') return []
    froze.set(asset, decoded.values[1] === true)
    return decoded.values[1] === false && configured.has(asset) && atLeast(version, '3.6')
      ? [`${symbolOf(asset)} is unfrozen after its loan-to-value is set, which from Aave 3.6 on stays pending at 0%`]
      : []
  })
}
