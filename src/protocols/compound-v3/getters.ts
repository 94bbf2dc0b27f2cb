import type {Quantity} from '../../units/quantity.js'
import {rational} from '../../units/rational.js'
import type {CurrentValue, ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {amountOf, numberOf, WAD, type Unit} from '../read/quantities.js'
import {query, unreadable} from '../read/query.js'
import {tokenOf} from '../tokens.js'
import {placeOf, type CompoundPlace} from './deployments.js'

// What a Comet says of itself: contracts/Comet.sol at d5a30b0a. Staged values are the Configurator's and are not asked here.

const ASSET_INFO =
  'function getAssetInfoByAddress(address asset) view returns ((uint8 offset, address asset, address priceFeed, uint64 scale, uint64 borrowCollateralFactor, uint64 liquidateCollateralFactor, uint64 liquidationFactor, uint128 supplyCap))'

const YEAR = 31_536_000n

/**
 * A yearly rate from what is stored per second: floor(yearly / 31,536,000), both times 1e18. Every yearly rate from
 * stored x 31,536,000 up to the next one gives it; the one with the fewest decimals is what somebody has written.
 */
export function yearlyRate(perSecond: bigint): Quantity {
  const lowest = perSecond * YEAR
  for (let step = 10n ** 18n; step > 0n; step /= 10n) {
    const shortest = ((lowest + step - 1n) / step) * step
    if (shortest < lowest + YEAR) return {kind: 'ratio', value: rational(shortest, 10n ** 18n)}
  }
  throw unreadable(`a rate of ${perSecond} per second, which no yearly rate gives`)
}

const RATES: readonly (readonly [parameter: string, getter: string])[] = (['supply', 'borrow'] as const).flatMap(
  (side) =>
    (['Base', 'SlopeLow', 'SlopeHigh'] as const).map(
      (part) => [`${side}Rate${part}`, `${side}PerSecondInterestRate${part}`] as const,
    ),
)

function marketQueries({comet: to, base: asset, baseDecimals}: CompoundPlace): Query[] {
  const one = (parameter: string, getter: string, unit: Unit, note?: string): Query =>
    query({to, fragment: `function ${getter}() view returns (uint256)`, about: ''}, ([raw]): CurrentValue[] => [
      {asset, parameter, value: unit(raw, asset), ...(note === undefined ? {} : {note})},
    ])
  const amount = amountOf(10n ** BigInt(baseDecimals))
  const note = 'rates are stored per second; shown is the shortest yearly rate that gives the same'
  return [
    one('supplyKink', 'supplyKink', WAD),
    one('borrowKink', 'borrowKink', WAD),
    ...RATES.map(([parameter, getter], index) =>
      one(parameter, getter, (raw) => yearlyRate(raw as bigint), index === 0 ? note : undefined),
    ),
    one('storeFrontPriceFactor', 'storeFrontPriceFactor', WAD),
    one('targetReserves', 'targetReserves', amount),
    one('baseBorrowMin', 'baseBorrowMin', amount),
    one('baseMinForRewards', 'baseMinForRewards', amount),
    one('baseTrackingSupplySpeed', 'baseTrackingSupplySpeed', numberOf(10n ** 15n)),
    one('baseTrackingBorrowSpeed', 'baseTrackingBorrowSpeed', numberOf(10n ** 15n)),
  ]
}

function assetQuery({comet: to}: CompoundPlace, asset: string, request: ProtocolRequest): Query {
  const {address, decimals} = tokenOf(request, asset)
  return query({to, fragment: ASSET_INFO, args: [address], about: asset}, ([struct]): CurrentValue[] => {
    const info = struct as Readonly<Record<string, bigint>>
    if (info['scale'] !== 10n ** BigInt(decimals))
      throw unreadable(`a scale of ${String(info['scale'])} for ${asset}, which should have ${decimals} decimals`)
    return [
      ...['borrowCollateralFactor', 'liquidateCollateralFactor', 'liquidationFactor'].map((parameter) => ({
        asset,
        parameter,
        value: WAD(info[parameter], asset),
      })),
      {asset, parameter: 'supplyCap', value: amountOf(10n ** BigInt(decimals))(info['supplyCap'], asset)},
    ]
  })
}

function queries(request: ProtocolRequest, assets: readonly string[]): Query[] {
  const place = placeOf(request)
  return assets.flatMap((asset) => (asset === place.base ? marketQueries(place) : [assetQuery(place, asset, request)]))
}

export const compoundV3Getters: ProtocolGetters = {name: 'compound-v3', queries}
