import {formatQuantity} from '../../units/quantity.js'
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

/** The ramp that was set last, for readers: the contract keeps it after its end. */
function rampNote(place: EulerPlace, [, target, initial, until, ramp]: readonly unknown[]): Pick<CurrentValue, 'note'> {
  if (Number(initial) <= Number(target) || Number(ramp) === 0) return {}
  const end = new Date(Number(until) * 1000).toISOString().replace('.000', '')
  const from = formatQuantity(valueOf('liquidationLTV', initial, place))
  return {
    note:
      `until ${end} the liquidation LTV is on its way down from ${from} to this: ` +
      'LTVLiquidation(collateral) says where it is',
  }
}

function collateralQuery(place: EulerPlace, asset: string, collateral: string): Query {
  return query({to: place.vault, fragment: LTV_FULL, args: [collateral], about: asset}, (full) => {
    const [borrow, liquidation, , , ramp] = full
    return [
      {asset, parameter: 'borrowLTV', value: valueOf('borrowLTV', borrow, place)},
      {
        asset,
        parameter: 'liquidationLTV',
        value: valueOf('liquidationLTV', liquidation, place),
        ...rampNote(place, full),
      },
      {asset, parameter: 'rampDuration', value: valueOf('rampDuration', ramp, place)},
    ]
  })
}

function queries(request: ProtocolRequest, assets: readonly string[]): Query[] {
  const place = placeOf(request)
  return assets.flatMap((asset) =>
    asset === place.underlying ? vaultQueries(place) : [collateralQuery(place, asset, collateralOf(request, asset))],
  )
}

export const eulerV2Getters: ProtocolGetters = {name: 'euler-v2', queries}
