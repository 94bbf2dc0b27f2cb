import {PlimsollError} from '../../errors.js'
import {AAVE_UMBRELLA} from '../../generated/aave-umbrella.js'
import {nearest} from '../../nearest.js'
import {findAsset, findDeployment, type AaveV3Asset} from '../aave-v3/deployments.js'
import {deploymentNamed} from '../deployment.js'
import type {Change, ProtocolRequest} from '../model.js'
import {namedContract} from '../named-contract.js'

/** One Umbrella: data only, the same for both roads. */
export interface UmbrellaDeployment {
  readonly chainId: number
  readonly umbrella: string
  /** The Aave v3 market whose deficits it covers. */
  readonly market: string
  /** Where the addresses come from: package@version:file. */
  readonly source: string
  /** The stake tokens by their names in the address book. */
  readonly stakes: Readonly<Record<string, {readonly token: string; readonly decimals: number}>>
}

export type UmbrellaBook = Readonly<Record<string, UmbrellaDeployment>>

/** The names that `protocol.deployment` may have. */
export const DEPLOYMENTS: readonly string[] = Object.keys(AAVE_UMBRELLA)
export const findUmbrella = (name: string): UmbrellaDeployment | undefined => AAVE_UMBRELLA[name]

export interface UmbrellaPlace extends UmbrellaDeployment {
  readonly name: string
}

/** The Umbrella of a proposal; `umbrella` of `contracts:` wins over the address book. */
export function placeOf(request: ProtocolRequest): UmbrellaPlace {
  const place = deploymentNamed(request, AAVE_UMBRELLA, 'Umbrella')
  return {...place, umbrella: namedContract(request, 'umbrella', place.umbrella)}
}

/** The reserve that a change is about, as the market's address book has it. @throws AAVE_UNKNOWN_ASSET */
export function reserveOf({market}: UmbrellaPlace, asset: string): AaveV3Asset {
  return findAsset({...findDeployment(market), name: market}, asset)
}

/** The stake token that a change names, by its name or under `contracts:`. @throws UMBRELLA_NO_STAKE, UMBRELLA_UNKNOWN_STAKE */
export function stakeOf(
  {stakes}: UmbrellaPlace,
  change: Change,
  {contracts = {}}: ProtocolRequest,
): {readonly token: string; readonly decimals: number | undefined} {
  const {stake} = change
  if (typeof stake !== 'string') {
    throw new PlimsollError(
      'UMBRELLA_NO_STAKE',
      `${String(change['asset'])}: which stake token covers it is not said.`,
      {
        suggestions: [`Add \`stake: <name>\`: ${Object.keys(stakes).join(', ')}, or one of \`contracts:\`.`],
      },
    )
  }
  const own = Object.hasOwn(contracts, stake) ? contracts[stake] : undefined
  if (own) return {token: own.address, decimals: own.decimals}
  const known = Object.hasOwn(stakes, stake) ? stakes[stake] : undefined
  if (known) return known
  const [near] = nearest(stake, Object.keys(stakes))
  throw new PlimsollError(
    'UMBRELLA_UNKNOWN_STAKE',
    `There is no stake token called \`${stake}\` in the address book.`,
    {
      suggestions: [near === undefined ? 'Bring it along under `contracts:`.' : `Did you mean ${near}?`],
    },
  )
}
