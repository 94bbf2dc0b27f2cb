import * as AbiFunction from 'ox/AbiFunction'

import {EXIT, PlimsollError} from '../../errors.js'
import type {Quantity} from '../../units/quantity.js'
import {rational} from '../../units/rational.js'
import type {CurrentValue, ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {deploymentOf, findAsset} from './deployments.js'

// What a market says of itself: AaveProtocolDataProvider (aave-v3-origin, src/contracts/helpers), the same three getters
// from 3.0 to 3.7. Fragments and units are this file's own, written from the contract.

const FRAGMENTS = {
  configuration:
    'function getReserveConfigurationData(address asset) view returns (uint256 decimals, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus, uint256 reserveFactor, bool usageAsCollateralEnabled, bool borrowingEnabled, bool stableBorrowRateEnabled, bool isActive, bool isFrozen)',
  caps: 'function getReserveCaps(address asset) view returns (uint256 borrowCap, uint256 supplyCap)',
  fee: 'function getLiquidationProtocolFee(address asset) view returns (uint256)',
} as const
type Getter = keyof typeof FRAGMENTS

/** Ten thousandths. */
const tenThousandths = (raw: bigint): Quantity => ({kind: 'ratio', value: rational(raw, 10_000n)})
/** Whole units of the token itself. */
const whole = (raw: bigint, symbol: string): Quantity => ({kind: 'amount', value: rational(raw), unit: symbol})

/** Collateral pays 1 + premium, stored in ten thousandths; an asset that is no collateral stores 0. */
function premium(raw: bigint, symbol: string): Quantity {
  if (raw === 0n) return tenThousandths(0n)
  if (raw > 10_000n) return tenThousandths(raw - 10_000n)
  throw unreadable(`a liquidation bonus of ${raw} for ${symbol}, which no Aave market can store`)
}

const unreadable = (what: string): PlimsollError =>
  new PlimsollError('GETTER_UNREADABLE', `the contract answers ${what}`, {exit: EXIT.cannotTell})

type Decode = (values: readonly unknown[], symbol: string) => CurrentValue[]

const DECODE: Readonly<Record<Getter, Decode>> = {
  configuration(values, asset) {
    const [decimals, ltv, threshold, bonus, reserveFactor] = values as bigint[]
    const [isActive, isFrozen] = values.slice(8) as boolean[]
    if (decimals === 0n && isActive === false) throw unreadable(`that ${asset} is not listed on this market`)
    const frozen =
      'the reserve is frozen: from Aave 3.1 on its loan-to-value reads 0% and the one to come back is pending'
    return [
      {asset, parameter: 'ltv', value: tenThousandths(ltv ?? 0n), ...(isFrozen ? {note: frozen} : {})},
      {asset, parameter: 'liquidationThreshold', value: tenThousandths(threshold ?? 0n)},
      {asset, parameter: 'liquidationBonus', value: premium(bonus ?? 0n, asset)},
      {asset, parameter: 'reserveFactor', value: tenThousandths(reserveFactor ?? 0n)},
    ]
  },
  caps(values, asset) {
    const [borrowCap, supplyCap] = values as bigint[]
    return [
      {asset, parameter: 'supplyCap', value: whole(supplyCap ?? 0n, asset)},
      {asset, parameter: 'borrowCap', value: whole(borrowCap ?? 0n, asset)},
    ]
  },
  fee(values, asset) {
    return [{asset, parameter: 'liquidationProtocolFee', value: tenThousandths((values as bigint[])[0] ?? 0n)}]
  },
}

function query(getter: Getter, provider: string, symbol: string, underlying: string): Query {
  const fragment = AbiFunction.from(FRAGMENTS[getter])
  return {
    to: provider,
    data: AbiFunction.encodeData(fragment, [underlying as `0x${string}`]),
    title: `${fragment.name}(${symbol})`,
    decode(output) {
      let values: unknown
      try {
        values = AbiFunction.decodeResult(fragment, output as `0x${string}`, {as: 'Array'})
      } catch {
        throw unreadable(`bytes that are not the result of ${fragment.name}`)
      }
      return DECODE[getter](Array.isArray(values) ? (values as unknown[]) : [values], symbol)
    },
  }
}

/** The current parameters of these assets, asked of the market's data provider. */
function queries(request: ProtocolRequest, assets: readonly string[]): Query[] {
  const deployment = deploymentOf(request)
  return assets.flatMap((symbol) => {
    const {underlying} = findAsset(deployment, symbol)
    return (['configuration', 'caps', 'fee'] as const).map((getter) =>
      query(getter, deployment.dataProvider, symbol, underlying),
    )
  })
}

export const aaveV3Getters: ProtocolGetters = {name: 'aave-v3', queries}
