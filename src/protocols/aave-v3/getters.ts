import {rational} from '../../units/rational.js'
import type {Quantity} from '../../units/quantity.js'
import type {CurrentValue, ProtocolGetters, ProtocolRequest, Query} from '../model.js'
import {account, amountOf, BPS, numberOf, yesNo} from '../read/quantities.js'
import {query, unreadable} from '../read/query.js'
import {deploymentOf, findAsset, type AaveV3Asset} from './deployments.js'
import {eModeQueries, memberQueries} from './read/emode-queries.js'
import type {Deployment} from './read/statements.js'
import {scopeOf} from './scope.js'

// What a market says of itself: AaveProtocolDataProvider (aave-v3-origin, src/contracts/helpers), the same from 3.0 to 3.7
// but for what a release lacks; Pool and PoolConfigurator where it has no getter. Fragments and units are this file's own.

const CONFIGURATION =
  'function getReserveConfigurationData(address asset) view returns (uint256 decimals, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus, uint256 reserveFactor, bool usageAsCollateralEnabled, bool borrowingEnabled, bool stableBorrowRateEnabled, bool isActive, bool isFrozen)'
const RATES = ['optimalUsageRatio', 'baseVariableBorrowRate', 'variableRateSlope1', 'variableRateSlope2'] as const

/** Whole units of the token itself. */
const tokens = amountOf(1n)

/** A reserve that is asked about, and what the proposal says of it. */
interface Reserve {
  readonly place: Deployment
  readonly symbol: string
  readonly asset: AaveV3Asset
  /** Whether the proposal speaks of a parameter. */
  readonly spokenOf: (parameter: string) => boolean
}

/** Collateral pays 1 + premium, stored in ten thousandths; an asset that is no collateral stores 0. */
function premium(raw: bigint, symbol: string): Quantity {
  if (raw === 0n) return {kind: 'ratio', value: rational(0n)}
  if (raw > 10_000n) return {kind: 'ratio', value: rational(raw - 10_000n, 10_000n)}
  throw unreadable(`a liquidation bonus of ${raw} for ${symbol}, which no Aave market can store`)
}

function configuration(values: readonly unknown[], {symbol, spokenOf}: Reserve): CurrentValue[] {
  const [decimals, ltv, threshold, bonus, reserveFactor] = values as bigint[]
  const [borrowing, , isActive, isFrozen] = values.slice(6) as boolean[]
  if (decimals === 0n && isActive === false) throw unreadable(`that ${symbol} is not listed on this market`)
  const frozen =
    'the reserve is frozen: from Aave 3.1 on its loan-to-value reads 0% and the one to come back is pending'
  const value = (parameter: string, of: Quantity, note?: string): CurrentValue => ({
    asset: symbol,
    parameter,
    value: of,
    ...(note !== undefined && {note}),
  })
  const switches = [value('borrowingEnabled', yesNo(borrowing, '')), value('frozen', yesNo(isFrozen, ''))]
  return [
    value('ltv', BPS(ltv, ''), isFrozen ? frozen : undefined),
    value('liquidationThreshold', BPS(threshold, '')),
    value('liquidationBonus', premium(bonus ?? 0n, symbol)),
    value('reserveFactor', BPS(reserveFactor, '')),
    ...switches.filter(({parameter}) => spokenOf(parameter)),
  ]
}

/** What every proposal is held against: collateral, caps and fees. */
function always(reserve: Reserve): Query[] {
  const {place, symbol, asset} = reserve
  const to = place.dataProvider
  const ask = (fragment: string, read: (values: readonly unknown[]) => CurrentValue[]): Query =>
    query({to, fragment, args: [asset.underlying], about: symbol}, read)
  return [
    ask(CONFIGURATION, (values) => configuration(values, reserve)),
    ask(
      'function getReserveCaps(address asset) view returns (uint256 borrowCap, uint256 supplyCap)',
      ([borrowCap, supplyCap]) => [
        {asset: symbol, parameter: 'supplyCap', value: tokens(supplyCap, symbol)},
        {asset: symbol, parameter: 'borrowCap', value: tokens(borrowCap, symbol)},
      ],
    ),
    ask('function getLiquidationProtocolFee(address asset) view returns (uint256)', ([fee]) => [
      {asset: symbol, parameter: 'liquidationProtocolFee', value: BPS(fee, '')},
    ]),
  ]
}

/** What one getter says about one parameter. */
type Single = readonly [
  contract: 'configurator' | 'dataProvider' | 'pool',
  fragment: string,
  read: (raw: unknown) => Quantity,
]

/** Bit 61 of the configuration (ReserveConfiguration.sol). */
const inIsolation = (raw: unknown): Quantity => yesNo((((raw as {readonly data: bigint}).data >> 61n) & 1n) === 1n, '')

const SINGLES: Readonly<Record<string, Single>> = {
  debtCeiling: ['dataProvider', 'getDebtCeiling(address) view returns (uint256)', (raw) => amountOf(100n)(raw, 'USD')],
  flashLoanEnabled: ['dataProvider', 'getFlashLoanEnabled(address) view returns (bool)', (raw) => yesNo(raw, '')],
  siloedBorrowing: ['dataProvider', 'getSiloedBorrowing(address) view returns (bool)', (raw) => yesNo(raw, '')],
  paused: ['dataProvider', 'getPaused(address) view returns (bool)', (raw) => yesNo(raw, '')],
  borrowableInIsolation: ['pool', 'getConfiguration(address) view returns ((uint256 data) configuration)', inIsolation],
  eModeCategory: [
    'dataProvider',
    'getReserveEModeCategory(address) view returns (uint256)',
    (raw) => numberOf(1n)(raw, ''),
  ],
  interestRateStrategy: [
    'dataProvider',
    'getInterestRateStrategyAddress(address) view returns (address)',
    (raw) => account(raw, ''),
  ],
  ltvZero: ['configurator', 'getPendingLtv(address) view returns (uint256)', (raw) => yesNo(raw !== 0n, '')],
}

/** What is asked only where the proposal speaks of it. */
function spoken({place, symbol, asset, spokenOf}: Reserve): Query[] {
  return Object.entries(SINGLES)
    .filter(([parameter]) => spokenOf(parameter))
    .map(([parameter, [contract, fragment, read]]) =>
      query(
        {to: place[contract], fragment: `function ${fragment}`, args: [asset.underlying], about: symbol},
        ([raw]) => [{asset: symbol, parameter, value: read(raw)}],
      ),
    )
}

/**
 * The rate data stand in the strategy of the reserve: the one that the address book names, which the market is asked to
 * confirm, since one question cannot go where the answer to another says.
 */
function rates({place, symbol, asset, spokenOf}: Reserve): Query[] {
  if (!RATES.some((parameter) => spokenOf(parameter))) return []
  const {underlying, rateStrategy = place.rateStrategy} = asset
  return [
    query(
      {
        to: place.dataProvider,
        fragment: 'function getInterestRateStrategyAddress(address asset) view returns (address)',
        args: [underlying],
        about: symbol,
      },
      ([strategy]) => {
        if ((strategy as string).toLowerCase() === rateStrategy.toLowerCase()) return []
        throw unreadable(
          `that the rate strategy of ${symbol} is ${String(strategy)}, not the ${rateStrategy} of the address book (${place.source})`,
        )
      },
    ),
    query(
      {
        to: rateStrategy,
        fragment:
          'function getInterestRateDataBps(address reserve) view returns (uint16 optimalUsageRatio, uint32 baseVariableBorrowRate, uint32 variableRateSlope1, uint32 variableRateSlope2)',
        args: [underlying],
        about: symbol,
      },
      (values) => RATES.map((parameter, index) => ({asset: symbol, parameter, value: BPS(values[index], '')})),
    ),
  ]
}

/** The current parameters of these assets, asked of the market; the rarer ones where the proposal speaks of them. */
function queries(request: ProtocolRequest, assets: readonly string[]): Query[] {
  const place = deploymentOf(request)
  return assets.flatMap((name) => {
    const scope = scopeOf(name)
    if (scope.kind === 'category') return eModeQueries(request, place, name, scope.category)
    if (scope.kind === 'member')
      return memberQueries(request, place, name, scope.category, findAsset(place, scope.symbol))
    const changes = request.changes.filter((change) => change['asset'] === name)
    const reserve: Reserve = {
      place,
      symbol: name,
      asset: findAsset(place, name),
      spokenOf: (parameter) => changes.some((change) => Object.hasOwn(change, parameter)),
    }
    return [...always(reserve), ...spoken(reserve), ...rates(reserve)]
  })
}

export const aaveV3Getters: ProtocolGetters = {name: 'aave-v3', queries}
