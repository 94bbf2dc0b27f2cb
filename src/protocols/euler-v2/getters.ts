import type {CurrentValue, ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {query} from '../read/query.js'
import {collateralOf, placeOf, type EulerPlace} from './deployments.js'
import {valueOf} from './read/meaning.js'

// What a vault says of itself: src/EVault/modules/Governance.sol of euler-vault-kit at 5b98b42.

const LTV_FULL =
  'function LTVFull(address collateral) view returns (uint16 borrowLTV, uint16 liquidationLTV, uint16 initialLiquidationLTV, uint48 targetTimestamp, uint32 rampDuration)'

const SINGLES: readonly (readonly [parameter: string, type: string])[] = [
  ['maxLiquidationDiscount', 'uint16'],
  ['liquidationCoolOffTime', 'uint16'],
  ['interestFee', 'uint16'],
  ['interestRateModel', 'address'],
]

function vaultQueries(place: EulerPlace): Query[] {
  const {vault: to, underlying: asset} = place
  const value = (parameter: string, raw: unknown): CurrentValue => ({
    asset,
    parameter,
    value: valueOf(parameter, raw, place),
  })
  return [
    query(
      {to, fragment: 'function caps() view returns (uint16 supplyCap, uint16 borrowCap)', about: ''},
      ([supply, borrow]) => [value('supplyCap', supply), value('borrowCap', borrow)],
    ),
    ...SINGLES.map(([parameter, type]) =>
      query({to, fragment: `function ${parameter}() view returns (${type})`, about: ''}, ([raw]) => [
        value(parameter, raw),
      ]),
    ),
  ]
}

function collateralQuery(place: EulerPlace, asset: string, collateral: string): Query {
  const note =
    'while a ramp runs, the liquidation LTV is on its way down to this: LTVLiquidation(collateral) says where it is'
  return query(
    {to: place.vault, fragment: LTV_FULL, args: [collateral], about: asset},
    ([borrow, liquidation, initial, , ramp]) => [
      {asset, parameter: 'borrowLTV', value: valueOf('borrowLTV', borrow, place)},
      {
        asset,
        parameter: 'liquidationLTV',
        value: valueOf('liquidationLTV', liquidation, place),
        ...(Number(initial) > Number(liquidation) ? {note} : {}),
      },
      {asset, parameter: 'rampDuration', value: valueOf('rampDuration', ramp, place)},
    ],
  )
}

function queries(request: ProtocolRequest, assets: readonly string[]): Query[] {
  const place = placeOf(request)
  return assets.flatMap((asset) =>
    asset === place.underlying ? vaultQueries(place) : [collateralQuery(place, asset, collateralOf(request, asset))],
  )
}

export const eulerV2Getters: ProtocolGetters = {name: 'euler-v2', queries}
