import {PlimsollError} from '../../errors.js'
import {findDeployment} from '../aave-v3/deployments.js'
import {assetOf} from '../governed.js'
import type {Change, ProtocolRequest} from '../model.js'
import {placeOf, stakeOf, type UmbrellaPlace} from './deployments.js'

const SLASHING = ['liquidationFee', 'priceOracle']
/** What is set on a stake token, with its reserve or by itself. */
const OF_STAKE = [...SLASHING, 'cooldown', 'unstakeWindow']

const sets = (change: Change, ids: readonly string[]): boolean => ids.some((id) => Object.hasOwn(change, id))

/** A change that is about a stake token, and that token. */
interface Staked {
  readonly change: Change
  readonly asset: string
  readonly token: string
  readonly decimals: number | undefined
}

export interface Refusal {
  readonly path: readonly (number | string)[]
  readonly error: PlimsollError
}

/**
 * What is wrong with the stake tokens that the changes name, whatever their values are: one that is not said or not known, one
 * with other decimals than its reserve (InvalidNumberOfDecimals), one for two reserves (UmbrellaStakeAlreadySetForAnotherReserve).
 */
export function refusalsOf(request: ProtocolRequest): Refusal[] {
  const place = placeOf(request)
  const seen: Staked[] = []
  return request.changes.flatMap((change, index): Refusal[] => {
    if (change['stake'] === undefined && !sets(change, OF_STAKE)) return []
    const path = ['changes', index, ...(change['stake'] === undefined ? [] : ['stake'])]
    try {
      const {token, decimals} = stakeOf(place, change, request)
      const staked = {change, asset: assetOf(change), token: token.toLowerCase(), decimals}
      const problem = decimalsProblem(staked, place) ?? seen.map((first) => clash(staked, first)).find(Boolean)
      seen.push(staked)
      return problem === undefined ? [] : [{path, error: new PlimsollError('UMBRELLA_WOULD_REVERT', problem)}]
    } catch (error) {
      if (error instanceof PlimsollError) return [{path, error}]
      throw error
    }
  })
}

/** updateSlashingConfigs compares the two; a reserve that is not known is reported elsewhere. */
function decimalsProblem({change, asset, decimals}: Staked, {market}: UmbrellaPlace): string | undefined {
  const {assets} = findDeployment(market)
  const reserve = Object.hasOwn(assets, asset) ? assets[asset] : undefined
  if (!sets(change, SLASHING) || !reserve || decimals === undefined || decimals === reserve.decimals) return undefined
  return `${asset} has ${reserve.decimals} decimals and its stake token ${decimals}; updateSlashingConfigs would revert with InvalidNumberOfDecimals.`
}

/** Why the second of two changes cannot stand beside the first. */
function clash({change, asset, token}: Staked, first: Staked): string | undefined {
  const stake = String(change['stake'])
  if (asset !== first.asset && token === first.token)
    return `${stake} is the stake token of ${first.asset} already, and one covers one reserve only; updateSlashingConfigs would revert with UmbrellaStakeAlreadySetForAnotherReserve.`
  if (asset === first.asset && token !== first.token)
    return `${asset} is changed for ${String(first.change['stake'])} already, and what the Umbrella holds is read back by reserve: ${stake} needs a proposal of its own.`
  return undefined
}
