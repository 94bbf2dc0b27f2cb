import {ONE, rational, ZERO} from '../../units/rational.js'
import type {GovernedTable} from '../governed.js'
import type {ParameterRange} from '../model.js'
import {AMOUNT, DURATION, NUMBER} from '../spelling.js'
import {EMODE_PARAMETERS} from './emode/parameters.js'
import {OF_ITSELF, ratio, shareRange, SWITCH} from './fields.js'
import {RATE_PARAMETERS} from './rates/parameters.js'
import {parameterOf, subjectOf, type AaveSubject, type Parameter, type Spec} from './subject.js'

// Source: PoolConfigurator.sol and ReserveConfiguration.sol of @aave/core-v3 1.19.3 (3.0) and of aave-dao/aave-v3-origin
// at v3.1.0 to v3.6.0 and fd1fbd91 (3.7).

const CAP_RANGE: ParameterRange = {
  min: ZERO,
  max: rational(2n ** 36n - 1n),
  step: ONE,
  why: 'the contract keeps a cap in 36 bits and reverts beyond (InvalidSupplyCap, InvalidBorrowCap)',
}
const CAP: Pick<Spec, 'accepts' | 'range' | 'role' | 'spelling' | 'token' | 'unit' | 'units' | 'zero'> = {
  role: 'cap',
  spelling: OF_ITSELF,
  token: ({asset}) => asset,
  unit: 'whole tokens, 0 = no cap, at most 68,719,476,735',
  range: CAP_RANGE,
  accepts: '0 (no cap) to 68,719,476,735 whole tokens',
  zero: 'unlimited',
  units: () => ({name: 'whole tokens', perOne: 1n, min: 0n, max: 2n ** 36n - 1n}),
}

/** The most that the 40 bits of a debt ceiling hold, in cents. */
const MOST_CENTS = 2n ** 40n - 1n

/** Collateral, caps and fees: what every release has. */
const ALWAYS: readonly Parameter[] = [
  parameterOf('reserve', {
    ...ratio(65_535n),
    setter: 'configureReserveAsCollateral',
    id: 'ltv',
    title: 'loan-to-value',
    description:
      'How much can be borrowed against the collateral, as a share of its value. Must not exceed the liquidation threshold. ' +
      'Trap: when a risk steward keeps it, the stored value is written again; on a frozen reserve that is 0%.',
    role: 'loanToValue',
    unit: 'bps',
    range: shareRange('nobody lends more than the collateral is worth'),
    accepts: '0% to the liquidation threshold',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).ltv; getPendingLtv(asset) while frozen (3.1+)',
    event: 'CollateralConfigurationChanged(asset, ltv, liquidationThreshold, liquidationBonus)',
  }),
  parameterOf('reserve', {
    ...ratio(65_535n),
    setter: 'configureReserveAsCollateral',
    id: 'liquidationThreshold',
    title: 'liquidation threshold',
    description:
      'The debt, as a share of the collateral value, above which a position can be liquidated. 0% ends the use as collateral, ' +
      'which the contract allows only while nobody supplies the asset.',
    role: 'liquidationThreshold',
    unit: 'bps',
    range: shareRange(
      'above it the collateral could not pay the debt, and the contract reverts (InvalidReserveParams)',
    ),
    accepts: '0% (no collateral), or up to 100% / (1 + bonus)',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).liquidationThreshold',
    event: 'CollateralConfigurationChanged(asset, ltv, liquidationThreshold, liquidationBonus)',
  }),
  parameterOf('reserve', {
    // As the premium: the configurator adds 10000 and must stay within 16 bits.
    ...ratio(65_535n - 10_000n),
    setter: 'configureReserveAsCollateral',
    id: 'liquidationBonus',
    title: 'liquidation bonus',
    description:
      'The premium that a liquidator receives on the collateral: 5%, not 105%. Liquidation threshold x (1 + bonus) must not exceed 100%.',
    role: 'liquidationBonus',
    unit: 'bps; the configurator stores 10000 + the premium',
    range: shareRange('the bonus is the premium alone, 5% where the contract stores 105%'),
    accepts: 'above 0%, up to 100% / threshold - 1; 0% with a threshold of 0%',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).liquidationBonus - 10000',
    event: 'CollateralConfigurationChanged(asset, ltv, liquidationThreshold, liquidationBonus)',
  }),
  parameterOf('reserve', {
    ...CAP,
    setter: 'setSupplyCap',
    id: 'supplyCap',
    title: 'supply cap',
    description:
      'The most that can be supplied, in whole tokens; 0 means no cap. Below current usage it only blocks new supply.',
    getter: 'PoolDataProvider.getReserveCaps(asset).supplyCap',
    event: 'SupplyCapChanged(asset, oldSupplyCap, newSupplyCap)',
  }),
  parameterOf('reserve', {
    ...CAP,
    setter: 'setBorrowCap',
    id: 'borrowCap',
    title: 'borrow cap',
    description:
      'The most that can be borrowed, in whole tokens; 0 means no cap. Below current usage it only blocks new borrowing.',
    getter: 'PoolDataProvider.getReserveCaps(asset).borrowCap',
    event: 'BorrowCapChanged(asset, oldBorrowCap, newBorrowCap)',
  }),
  parameterOf('reserve', {
    ...ratio(10_000n),
    setter: 'setReserveFactor',
    id: 'reserveFactor',
    title: 'reserve factor',
    description: 'The share of the interest that goes to the treasury: 0% to 100%. Not for risk stewards.',
    unit: 'bps, at most 10000',
    range: shareRange('the contract reverts (InvalidReserveFactor)'),
    accepts: '0% to 100%',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).reserveFactor',
    event: 'ReserveFactorChanged(asset, oldReserveFactor, newReserveFactor)',
  }),
  parameterOf('reserve', {
    ...ratio(10_000n),
    setter: 'setLiquidationProtocolFee',
    id: 'liquidationProtocolFee',
    title: 'liquidation protocol fee',
    description: 'The share of the liquidation bonus that goes to the treasury: 0% to 100%. Not for risk stewards.',
    unit: 'bps of the bonus, at most 10000',
    range: shareRange('the contract reverts (InvalidLiquidationProtocolFee)'),
    accepts: '0% to 100%',
    getter: 'PoolDataProvider.getLiquidationProtocolFee(asset)',
    event: 'LiquidationProtocolFeeChanged(asset, oldFee, newFee)',
  }),
]

/** What a reserve may be used for. */
const USES: readonly Parameter[] = [
  parameterOf('reserve', {
    setter: 'setDebtCeiling',
    until: '3.6',
    spelling: AMOUNT,
    token: () => 'USD',
    // The configurator counts cents; the risk steward takes whole dollars, and its engine multiplies.
    units: ({steward}) =>
      steward
        ? {name: 'whole USD', perOne: 1n, min: 0n, max: MOST_CENTS / 100n}
        : {name: 'USD with 2 decimals', perOne: 100n, min: 0n, max: MOST_CENTS},
    id: 'debtCeiling',
    title: 'debt ceiling',
    description:
      'Up to 3.6: the most that can be borrowed against the asset in isolation mode; 0 USD ends the isolation. From 0 it can ' +
      'only be set while nobody supplies the asset as collateral (ReserveLiquidityNotZero).',
    unit: 'USD with 2 decimals, 40 bits, 0 = not isolated; whole USD through the risk steward',
    range: {
      min: ZERO,
      max: rational(MOST_CENTS, 100n),
      step: rational(1n, 100n),
      why: 'the contract keeps it in 40 bits (InvalidDebtCeiling)',
    },
    accepts: '0 USD (not isolated) to 10,995,116,277.75 USD',
    getter: 'PoolDataProvider.getDebtCeiling(asset)',
    event: 'DebtCeilingChanged(asset, oldDebtCeiling, newDebtCeiling)',
    zero: 'unlimited',
  }),
  parameterOf('reserve', {
    ...SWITCH,
    setter: 'setReserveBorrowing',
    id: 'borrowingEnabled',
    title: 'borrowing enabled',
    description: 'Whether the asset can be borrowed at all. Not for risk stewards.',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).borrowingEnabled',
    event: 'ReserveBorrowing(asset, enabled)',
  }),
  parameterOf('reserve', {
    ...SWITCH,
    setter: 'setReserveFlashLoaning',
    id: 'flashLoanEnabled',
    title: 'flash loans enabled',
    description: 'Whether the asset can be taken in flash loans. Not for risk stewards.',
    getter: 'PoolDataProvider.getFlashLoanEnabled(asset)',
    event: 'ReserveFlashLoaning(asset, enabled)',
  }),
  parameterOf('reserve', {
    ...SWITCH,
    setter: 'setBorrowableInIsolation',
    until: '3.6',
    id: 'borrowableInIsolation',
    title: 'borrowable in isolation',
    description: 'Up to 3.6: whether the asset can be borrowed against isolated collateral.',
    getter: 'Pool.getConfiguration(asset).data, bit 61',
    event: 'BorrowableInIsolationChanged(asset, borrowable)',
  }),
  parameterOf('reserve', {
    ...SWITCH,
    setter: 'setSiloedBorrowing',
    until: '3.6',
    id: 'siloedBorrowing',
    title: 'siloed borrowing',
    description:
      'Up to 3.6: whether who borrows the asset may borrow nothing else. Becomes yes only while nobody owes it.',
    getter: 'PoolDataProvider.getSiloedBorrowing(asset)',
    event: 'SiloedBorrowingChanged(asset, oldState, newState)',
  }),
  parameterOf('reserve', {
    setter: 'setAssetEModeCategory',
    until: '3.1',
    spelling: NUMBER,
    units: () => ({name: 'categories', perOne: 1n, min: 0n, max: 255n}),
    id: 'eModeCategory',
    title: 'eMode category',
    description:
      'On 3.0 and 3.1: the one category that the reserve belongs to, 0 for none. The threshold of the category must exceed ' +
      "the reserve's.",
    unit: 'uint8',
    range: {min: ZERO, max: rational(255n), step: ONE, why: 'the contract keeps it in 8 bits'},
    accepts: '0 (none) to 255',
    getter: 'PoolDataProvider.getReserveEModeCategory(asset)',
    event: 'EModeAssetCategoryChanged(asset, oldCategoryId, newCategoryId)',
  }),
]

/** What stops a reserve. */
const BRAKES: readonly Parameter[] = [
  parameterOf('reserve', {
    ...SWITCH,
    setter: 'setReserveFreeze',
    id: 'frozen',
    title: 'frozen',
    description:
      'Whether new supply and new borrowing are stopped. From 3.1 on a call that changes nothing reverts (InvalidFreezeState), ' +
      'and freezing sets the loan-to-value to 0% and keeps the old one as pending; from 3.6 on unfreezing does not bring it back.',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).isFrozen',
    event: 'ReserveFrozen(asset, frozen)',
  }),
  parameterOf('reserve', {
    ...SWITCH,
    setter: 'setReserveLtvzero',
    since: '3.6',
    id: 'ltvZero',
    title: 'loan-to-value of zero',
    description:
      'From 3.6 on: whether the loan-to-value is 0% and the old one pending. A call that changes nothing reverts ' +
      '(InvalidLtvzeroState), and a frozen reserve cannot be cleared (ReserveFrozen).',
    getter: 'PoolConfigurator.getPendingLtv(asset), not 0 while it holds',
    event: 'PendingLtvChanged(asset, ltv), CollateralConfigurationChanged(asset, ltv, ...)',
  }),
  parameterOf('reserve', {
    ...SWITCH,
    setter: 'setReservePause',
    id: 'paused',
    title: 'paused',
    description: 'Whether everything is stopped, liquidations too. For the emergency or the pool admin.',
    getter: 'PoolDataProvider.getPaused(asset)',
    event: 'ReservePaused(asset, paused)',
  }),
  parameterOf('reserve', {
    setter: 'setReservePause with a grace period',
    since: '3.1',
    spelling: DURATION,
    units: () => ({name: 'seconds', perOne: 1n, min: 1n, max: 14_400n}),
    id: 'gracePeriod',
    title: 'liquidation grace period',
    description:
      'From 3.1 on: how long after the pause ends nobody is liquidated. Only together with `paused: {to: no}`.',
    unit: 'seconds, 40 bits',
    range: {
      min: ONE,
      max: rational(14_400n),
      step: ONE,
      why: 'the contract takes 4 hours at most (InvalidGracePeriod)',
    },
    accepts: '1s to 4h',
    getter: 'Pool.getLiquidationGracePeriod(asset), the second at which it ends',
    event: 'LiquidationGracePeriodChanged(asset, gracePeriodUntil)',
  }),
]

/** The governed parameters, in the order in which people read them. */
export const PARAMETERS: readonly Parameter[] = [...ALWAYS, ...USES, ...BRAKES, ...RATE_PARAMETERS, ...EMODE_PARAMETERS]

/** What configureReserveAsCollateral sets together. */
export const COLLATERAL = ['ltv', 'liquidationThreshold', 'liquidationBonus'] as const
export const EMODE_COLLATERAL = ['eModeLtv', 'eModeLiquidationThreshold', 'eModeLiquidationBonus'] as const

export const TABLE: GovernedTable<AaveSubject> = {parameters: PARAMETERS, subjectOf}
