import {AbiCoder} from 'ethers'

import {encodeCall, type Argument, type SetterCall} from '../../encode-call.js'
import type {SetValue} from '../../governed.js'
import type {ProtocolRequest} from '../../model.js'
import {addressText} from '../../spelling.js'
import {packOf, titleOf, type Entry} from '../../table-calls.js'
import {deploymentOf, findAsset} from '../deployments.js'
import {textOf} from '../fields.js'
import {COLLATERAL, EMODE_COLLATERAL, TABLE} from '../parameters.js'
import {RATES} from '../rates/parameters.js'
import {atLeast, type Version} from '../scope.js'
import type {AaveSubject} from '../subject.js'
import {check} from './checks.js'

type Values = Readonly<Record<string, SetValue>>

/** What a call is about: the reserve's token and the eMode category, where it has them. */
interface About {
  readonly underlying: string
  readonly category: bigint
}

/** One function of the PoolConfigurator, in the releases that have it. */
interface Row {
  readonly ids: readonly string[]
  readonly fragment: string
  readonly args: (values: readonly bigint[], about: About) => readonly Argument[]
  readonly since?: Version
  readonly until?: Version
  /** Where other values of the change decide between two functions, or between two places in the order. */
  readonly when?: (values: Values) => boolean
}

/** A function of the asset and one value. */
const single = (id: string, fragment: string, more: Pick<Row, 'when'> = {}): Row => ({
  ids: [id],
  fragment,
  args: ([value = 0n], {underlying}) => [underlying, fragment.includes(', bool ') ? value === 1n : value],
  ...more,
})
const becomes =
  (id: string, wanted: bigint) =>
  (values: Values): boolean =>
    values[id]?.after === wanted

const rateData = (values: readonly bigint[]): string =>
  AbiCoder.defaultAbiCoder().encode(
    ['(uint16 optimalUsageRatio, uint32 baseVariableBorrowRate, uint32 variableRateSlope1, uint32 variableRateSlope2)'],
    [values],
  )

/** A reserve, in the order that works: what opens comes first, then the values, then what closes. */
const RESERVE: readonly Row[] = [
  single('frozen', 'function setReserveFreeze(address asset, bool freeze)', {when: becomes('frozen', 0n)}),
  single('ltvZero', 'function setReserveLtvzero(address asset, bool ltvzero)', {when: becomes('ltvZero', 0n)}),
  {
    ids: COLLATERAL,
    fragment:
      'function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)',
    args: ([ltv = 0n, threshold = 0n, bonus = 0n], {underlying}) => [
      underlying,
      ltv,
      threshold,
      threshold === 0n ? 0n : 10_000n + bonus,
    ],
  },
  single('supplyCap', 'function setSupplyCap(address asset, uint256 newSupplyCap)'),
  single('borrowCap', 'function setBorrowCap(address asset, uint256 newBorrowCap)'),
  single('reserveFactor', 'function setReserveFactor(address asset, uint256 newReserveFactor)'),
  single('liquidationProtocolFee', 'function setLiquidationProtocolFee(address asset, uint256 newFee)'),
  single('debtCeiling', 'function setDebtCeiling(address asset, uint256 newDebtCeiling)'),
  single('borrowingEnabled', 'function setReserveBorrowing(address asset, bool enabled)'),
  single('flashLoanEnabled', 'function setReserveFlashLoaning(address asset, bool enabled)'),
  single('borrowableInIsolation', 'function setBorrowableInIsolation(address asset, bool borrowable)'),
  single('siloedBorrowing', 'function setSiloedBorrowing(address asset, bool siloed)'),
  single('eModeCategory', 'function setAssetEModeCategory(address asset, uint8 newCategoryId)'),
  {
    ids: ['interestRateStrategy'],
    until: '3.0',
    fragment: 'function setReserveInterestRateStrategyAddress(address asset, address newRateStrategyAddress)',
    args: ([strategy = 0n], {underlying}) => [underlying, addressText(strategy)],
  },
  {
    ids: ['interestRateStrategy', ...RATES],
    since: '3.1',
    until: '3.3',
    when: ({interestRateStrategy}) => interestRateStrategy?.changes === true,
    fragment:
      'function setReserveInterestRateStrategyAddress(address asset, address newRateStrategyAddress, bytes rateData)',
    args: ([strategy = 0n, ...rates], {underlying}) => [underlying, addressText(strategy), rateData(rates)],
  },
  {
    ids: RATES,
    since: '3.1',
    when: ({interestRateStrategy}) => interestRateStrategy?.changes !== true,
    fragment: 'function setReserveInterestRateData(address asset, bytes rateData)',
    args: (rates, {underlying}) => [underlying, rateData(rates)],
  },
  single('ltvZero', 'function setReserveLtvzero(address asset, bool ltvzero)', {when: becomes('ltvZero', 1n)}),
  single('frozen', 'function setReserveFreeze(address asset, bool freeze)', {when: becomes('frozen', 1n)}),
  single('paused', 'function setReservePause(address asset, bool paused)', {
    when: ({gracePeriod}) => gracePeriod === undefined,
  }),
  {
    ids: ['paused', 'gracePeriod'],
    when: ({gracePeriod}) => gracePeriod !== undefined,
    fragment: 'function setReservePause(address asset, bool paused, uint40 gracePeriod)',
    args: ([paused = 0n, seconds = 0n], {underlying}) => [underlying, paused === 1n, seconds],
  },
]

const CATEGORY_IDS = [...EMODE_COLLATERAL, 'eModeLabel'] as const
const terms = ([ltv = 0n, threshold = 0n, bonus = 0n]: readonly bigint[]): bigint[] => [ltv, threshold, 10_000n + bonus]
const wholeCategory = (values: Values): boolean => CATEGORY_IDS.some((id) => values[id]?.changes)

const CATEGORY: readonly Row[] = [
  {
    ids: [...EMODE_COLLATERAL, 'eModePriceSource', 'eModeLabel'],
    until: '3.1',
    fragment:
      'function setEModeCategory(uint8 categoryId, uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus, address oracle, string label)',
    args: (values, {category}) => [category, ...terms(values), addressText(values[3] ?? 0n), textOf(values[4] ?? 0n)],
  },
  {
    ids: CATEGORY_IDS,
    since: '3.2',
    until: '3.6',
    fragment:
      'function setEModeCategory(uint8 categoryId, uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus, string label)',
    args: (values, {category}) => [category, ...terms(values), textOf(values[3] ?? 0n)],
  },
  {
    ids: [...CATEGORY_IDS, 'eModeIsolated'],
    since: '3.7',
    when: wholeCategory,
    fragment:
      'function setEModeCategory(uint8 categoryId, uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus, string label, bool isolated)',
    args: (values, {category}) => [category, ...terms(values), textOf(values[3] ?? 0n), values[4] === 1n],
  },
  {
    ids: ['eModeIsolated'],
    since: '3.7',
    when: (values) => !wholeCategory(values),
    fragment: 'function setEModeCategoryIsolated(uint8 categoryId, bool isolated)',
    args: ([isolated = 0n], {category}) => [category, isolated === 1n],
  },
]

const member = (id: string, name: string, flag: string, when?: Row['when']): Row => ({
  ids: [id],
  fragment: `function ${name}(address asset, uint8 categoryId, bool ${flag})`,
  args: ([value = 0n], {underlying, category}) => [underlying, category, value === 1n],
  ...(when && {when}),
})

/** Only collateral of the category can be held at a loan-to-value of zero in it. */
const MEMBER: readonly Row[] = [
  member('eModeLtvZero', 'setAssetLtvzeroInEMode', 'ltvzero', becomes('eModeLtvZero', 0n)),
  member('eModeCollateral', 'setAssetCollateralInEMode', 'collateral'),
  member('eModeBorrowable', 'setAssetBorrowableInEMode', 'borrowable'),
  member('eModeLtvZero', 'setAssetLtvzeroInEMode', 'ltvzero', becomes('eModeLtvZero', 1n)),
]

const ROWS = {reserve: RESERVE, category: CATEGORY, member: MEMBER} as const

/** A release that nobody says has what every release has: parameters that others lack have been refused by now. */
function inRelease({since = '3.0', until = '3.7'}: Row, version: Version | undefined): boolean {
  if (version === undefined) return since === '3.0' && until === '3.7'
  return atLeast(version, since) && atLeast(until, version)
}

/** Calls of the PoolConfigurator: categories before the reserves that join them, otherwise in the order of the file. */
export function configuratorCalls(request: ProtocolRequest, entries: readonly Entry<AaveSubject>[]): SetterCall[] {
  const place = deploymentOf(request)
  for (const entry of entries) check(entry)
  const isCategory = ({subject}: Entry<AaveSubject>): boolean => subject.scope.kind === 'category'
  return [...entries.filter(isCategory), ...entries.filter((entry) => !isCategory(entry))].flatMap((entry) => {
    const {scope, version} = entry.subject
    const about = {
      underlying: scope.kind === 'category' ? '' : findAsset(place, scope.symbol).underlying,
      category: scope.kind === 'reserve' ? 0n : BigInt(scope.category),
    }
    return ROWS[scope.kind]
      .filter((row) => inRelease(row, version) && (row.when?.(entry.values) ?? true))
      .flatMap((row) => callOf(row, entry, about, place.configurator))
  })
}

function callOf({ids, fragment, args}: Row, entry: Entry<AaveSubject>, about: About, to: string): SetterCall[] {
  const values = packOf(entry, ids)
  if (!values) return []
  const disables = ids === COLLATERAL && values[1] === 0n ? ` (reverts while anyone supplies ${entry.asset})` : ''
  return [encodeCall({to, fragment, title: titleOf(TABLE, entry, ids) + disables}, args(values, about))]
}
