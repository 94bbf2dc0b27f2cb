import type {Change, CurrentValue, ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {amountOf} from '../read/quantities.js'
import {query} from '../read/query.js'
import {sameAddress} from '../read/table.js'
import {placeOf, reserveOf, stakeOf} from './deployments.js'
import {MEANINGS} from './read/meaning.js'

// What the Umbrella and its stake tokens say of themselves: aave-dao/aave-umbrella at 759147d.

// getReserveSlashingConfig of one stake token reverts where there is no configuration of it yet.
const CONFIGS =
  'function getReserveSlashingConfigs(address reserve) view returns ((address umbrellaStake, address umbrellaStakeUnderlyingOracle, uint256 liquidationFee)[])'

/** isReserveSlashable is true for one stake token only. */
const MANY = 'stake tokens cover the reserve, and the Umbrella slashes only where there is one'

interface SlashingConfig {
  readonly umbrellaStake: string
  readonly umbrellaStakeUnderlyingOracle: string
  readonly liquidationFee: bigint
}

function queriesOf(change: Change, request: ProtocolRequest): Query[] {
  const place = placeOf(request)
  const asset = String(change['asset'])
  const {underlying, decimals} = reserveOf(place, asset)
  const value = (parameter: string, raw: unknown, note?: string): CurrentValue[] => {
    const unit = MEANINGS[parameter]?.unit ?? amountOf(10n ** BigInt(decimals))
    return [{asset, parameter, value: unit(raw, asset), ...(note === undefined ? {} : {note})}]
  }
  const {umbrella: to} = place
  const offset = query(
    {
      to,
      fragment: 'function getDeficitOffset(address reserve) view returns (uint256)',
      args: [underlying],
      about: asset,
    },
    ([raw]) => value('deficitOffset', raw),
  )
  if (change['stake'] === undefined) return [offset]
  const {token} = stakeOf(place, change, request)
  const time = (parameter: 'cooldown' | 'unstakeWindow', getter: string): Query =>
    query({to: token, fragment: `function ${getter}() view returns (uint256)`, about: ''}, ([raw]) =>
      value(parameter, raw),
    )
  return [
    query({to, fragment: CONFIGS, args: [underlying], about: asset}, ([list]) => {
      const configs = list as readonly SlashingConfig[]
      const own = configs.find(({umbrellaStake}) => sameAddress(umbrellaStake, token))
      if (!own) return []
      const note = configs.length > 1 ? `${configs.length} ${MANY}` : undefined
      return [
        ...value('liquidationFee', own.liquidationFee, note),
        ...value('priceOracle', own.umbrellaStakeUnderlyingOracle),
      ]
    }),
    offset,
    time('cooldown', 'getCooldown'),
    time('unstakeWindow', 'getUnstakeWindow'),
  ]
}

const queries = (request: ProtocolRequest, assets: readonly string[]): Query[] =>
  assets.flatMap((asset) => queriesOf(request.changes.find((change) => change['asset'] === asset) ?? {asset}, request))

export const aaveUmbrellaGetters: ProtocolGetters = {name: 'aave-umbrella', queries}
