import {rational} from '../../../units/rational.js'
import {parseFunction, type FunctionFragment} from '../../calldata/read.js'
import {account, amountOf, BPS, numberOf, seconds, yesNo, type Unit} from '../../read/quantities.js'
import type {Version} from '../scope.js'
import type {StewardGeneration} from '../stewards.js'
import type {Parameter} from './statements.js'

// This side's own fragments and units, apart from the setting side: from PoolConfigurator.sol of each release and from
// RiskSteward.sol of each generation.

/** Whole tokens; 0 means no cap. */
const tokens = amountOf(1n)
const dollars: Unit = (raw) => amountOf(1n)(raw, 'USD')
const cents: Unit = (raw) => amountOf(100n)(raw, 'USD')
const text: Unit = (raw) => ({kind: 'text', value: raw as string})
/** The contract stores 10,000 + premium, and 0 (only) for an asset that is no collateral. */
const gross: Unit = (raw) => {
  const stored = BigInt(raw as bigint | number)
  return {kind: 'ratio', value: rational(stored === 0n ? 0n : stored - 10_000n, 10_000n)}
}

/** What one argument says; `rates` is the packed struct of the rate strategy. */
export type Column = readonly [Parameter, Unit] | 'rates'

export interface Setter {
  readonly fragment: FunctionFragment
  /** What the first arguments name. */
  readonly about: 'asset' | 'category' | 'member'
  readonly columns: readonly Column[]
  /** The releases whose PoolConfigurator has it. */
  readonly since: Version
  readonly until: Version
  /** The generations of the risk steward that have it; none for a function of the configurator. */
  readonly generations: readonly StewardGeneration[]
}

const RATES: readonly (readonly [Parameter, Unit])[] = [
  ['optimalUsageRatio', BPS],
  ['baseVariableBorrowRate', BPS],
  ['variableRateSlope1', BPS],
  ['variableRateSlope2', BPS],
]
/** The struct that the rate strategy decodes from its bytes, as if it were the arguments of a function. */
const RATE_DATA =
  'function rates(uint16 optimalUsageRatio, uint32 baseVariableBorrowRate, uint32 variableRateSlope1, uint32 variableRateSlope2)'

function onConfigurator(
  signature: string,
  about: Setter['about'],
  columns: readonly Column[],
  [since, until]: readonly [Version, Version] = ['3.0', '3.7'],
): Setter {
  return {fragment: parseFunction(`function ${signature}`), about, columns, since, until, generations: []}
}

function configurator(): Setter[] {
  const asset = (signature: string, column: Column, span?: readonly [Version, Version]): Setter =>
    onConfigurator(signature, 'asset', [column], span)
  const terms: readonly Column[] = [
    ['eModeLtv', BPS],
    ['eModeLiquidationThreshold', BPS],
    ['eModeLiquidationBonus', gross],
  ]
  const category = 'setEModeCategory(uint8 id, uint16 ltv, uint16 threshold, uint16 bonus'
  const label: Column = ['eModeLabel', text]
  const isolated: Column = ['eModeIsolated', yesNo]
  return [
    onConfigurator(
      'configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)',
      'asset',
      [
        ['ltv', BPS],
        ['liquidationThreshold', BPS],
        ['liquidationBonus', gross],
      ],
    ),
    asset('setSupplyCap(address asset, uint256 newSupplyCap)', ['supplyCap', tokens]),
    asset('setBorrowCap(address asset, uint256 newBorrowCap)', ['borrowCap', tokens]),
    asset('setReserveFactor(address asset, uint256 newReserveFactor)', ['reserveFactor', BPS]),
    asset('setLiquidationProtocolFee(address asset, uint256 newFee)', ['liquidationProtocolFee', BPS]),
    asset('setDebtCeiling(address asset, uint256 newDebtCeiling)', ['debtCeiling', cents], ['3.0', '3.6']),
    asset('setReserveBorrowing(address asset, bool enabled)', ['borrowingEnabled', yesNo]),
    asset('setReserveFlashLoaning(address asset, bool enabled)', ['flashLoanEnabled', yesNo]),
    asset('setBorrowableInIsolation(address asset, bool on)', ['borrowableInIsolation', yesNo], ['3.0', '3.6']),
    asset('setSiloedBorrowing(address asset, bool siloed)', ['siloedBorrowing', yesNo], ['3.0', '3.6']),
    asset('setAssetEModeCategory(address asset, uint8 id)', ['eModeCategory', numberOf(1n)], ['3.0', '3.1']),
    asset('setReserveFreeze(address asset, bool freeze)', ['frozen', yesNo]),
    asset('setReserveLtvzero(address asset, bool ltvzero)', ['ltvZero', yesNo], ['3.6', '3.7']),
    asset('setReservePause(address asset, bool paused)', ['paused', yesNo]),
    onConfigurator(
      'setReservePause(address asset, bool paused, uint40 gracePeriod)',
      'asset',
      [
        ['paused', yesNo],
        ['gracePeriod', seconds],
      ],
      ['3.1', '3.7'],
    ),
    asset(
      'setReserveInterestRateStrategyAddress(address asset, address strategy)',
      ['interestRateStrategy', account],
      ['3.0', '3.0'],
    ),
    onConfigurator(
      'setReserveInterestRateStrategyAddress(address asset, address strategy, bytes rateData)',
      'asset',
      [['interestRateStrategy', account], 'rates'],
      ['3.1', '3.3'],
    ),
    asset('setReserveInterestRateData(address asset, bytes rateData)', 'rates', ['3.1', '3.7']),
    onConfigurator(
      `${category}, address oracle, string label)`,
      'category',
      [...terms, ['eModePriceSource', account], label],
      ['3.0', '3.1'],
    ),
    onConfigurator(`${category}, string label)`, 'category', [...terms, label], ['3.2', '3.6']),
    onConfigurator(
      `${category}, string label, bool isolated)`,
      'category',
      [...terms, label, isolated],
      ['3.7', '3.7'],
    ),
    onConfigurator('setEModeCategoryIsolated(uint8 id, bool isolated)', 'category', [isolated], ['3.7', '3.7']),
    ...(
      [
        ['setAssetCollateralInEMode', 'eModeCollateral', '3.2'],
        ['setAssetBorrowableInEMode', 'eModeBorrowable', '3.2'],
        ['setAssetLtvzeroInEMode', 'eModeLtvZero', '3.6'],
      ] as const
    ).map(([name, parameter, since]) =>
      onConfigurator(`${name}(address asset, uint8 id, bool on)`, 'member', [[parameter, yesNo]], [since, '3.7']),
    ),
  ]
}

function onSteward(
  name: string,
  struct: string,
  about: Setter['about'],
  columns: readonly Column[],
  generations: readonly StewardGeneration[],
): Setter {
  const fragment = parseFunction(`function ${name}((${struct})[] updates)`)
  return {fragment, about, columns, since: '3.1', until: '3.7', generations}
}

function steward(): Setter[] {
  const side: readonly Column[] = [
    ['ltv', BPS],
    ['liquidationThreshold', BPS],
    ['liquidationBonus', BPS],
  ]
  const sideStruct = 'address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus'
  const eMode: readonly Column[] = [
    ['eModeLtv', BPS],
    ['eModeLiquidationThreshold', BPS],
    ['eModeLiquidationBonus', BPS],
    ['eModeLabel', text],
  ]
  const eModeStruct = 'uint8 id, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, string label'
  const fee: Column = ['liquidationProtocolFee', BPS]
  return [
    onSteward(
      'updateCollateralSide',
      `${sideStruct}, uint256 debtCeiling, uint256 liqProtocolFee`,
      'asset',
      [...side, ['debtCeiling', dollars], fee],
      ['A', 'B'],
    ),
    onSteward('updateCollateralSide', `${sideStruct}, uint256 liqProtocolFee`, 'asset', [...side, fee], ['C']),
    onSteward(
      'updateCaps',
      'address asset, uint256 supplyCap, uint256 borrowCap',
      'asset',
      [
        ['supplyCap', tokens],
        ['borrowCap', tokens],
      ],
      ['A', 'B', 'C'],
    ),
    onSteward(
      'updateRates',
      'address asset, (uint256 optimal, uint256 base, uint256 slope1, uint256 slope2) params',
      'asset',
      RATES,
      ['A', 'B', 'C'],
    ),
    onSteward('updateEModeCategories', eModeStruct, 'category', eMode, ['B']),
    onSteward(
      'updateEModeCategories',
      `${eModeStruct}, uint256 isolated`,
      'category',
      [...eMode, ['eModeIsolated', yesNo]],
      ['C'],
    ),
  ]
}

export interface Tables {
  readonly configurator: ReadonlyMap<string, Setter>
  readonly steward: ReadonlyMap<string, Setter>
  /** The bytes of setReserveInterestRateData. */
  readonly rateData: FunctionFragment
  readonly rates: readonly (readonly [Parameter, Unit])[]
}

let tables: Tables | undefined

/** The functions of the two contracts by selector, parsed on first use. */
export function setters(): Tables {
  const bySelector = (list: readonly Setter[]): ReadonlyMap<string, Setter> =>
    new Map(list.map((entry) => [entry.fragment.selector, entry]))
  tables ??= {
    configurator: bySelector(configurator()),
    steward: bySelector(steward()),
    rateData: parseFunction(RATE_DATA),
    rates: RATES,
  }
  return tables
}
