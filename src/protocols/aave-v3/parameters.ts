import {PlimsollError} from '../../errors.js'
import {AMOUNT_PATTERN, formatAmount, parseAmount} from '../../units/amount.js'
import type {FixedPoint} from '../../units/fixed.js'
import {formatRatio, parseRatio, RATIO_PATTERN} from '../../units/ratio.js'
import {ONE, rational, ZERO, type Rational} from '../../units/rational.js'
import type {ParameterInfo, ParameterRange} from '../model.js'

export type ParameterId =
  | 'borrowCap'
  | 'liquidationBonus'
  | 'liquidationProtocolFee'
  | 'liquidationThreshold'
  | 'ltv'
  | 'reserveFactor'
  | 'supplyCap'

const ONE_BP = rational(1n, 10_000n)
const share = (why: string): ParameterRange => ({min: ZERO, max: ONE, step: ONE_BP, why})
const CAP_RANGE: ParameterRange = {
  min: ZERO,
  max: rational(2n ** 36n - 1n),
  step: ONE,
  why: 'the contract keeps a cap in 36 bits and reverts beyond (InvalidSupplyCap, InvalidBorrowCap)',
}

/** The governed parameters of a reserve, in the order in which calls set them. */
export const PARAMETERS: readonly (ParameterInfo & {readonly id: ParameterId})[] = [
  {
    id: 'ltv',
    title: 'loan-to-value',
    description:
      'How much can be borrowed against the collateral, as a share of its value. Must not exceed the liquidation threshold. ' +
      'Trap: when a risk steward keeps it, the stored value is written again; on a frozen reserve that is 0%.',
    kind: 'ratio',
    role: 'loanToValue',
    unit: 'bps',
    range: share('nobody lends more than the collateral is worth'),
    accepts: '0% to the liquidation threshold',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).ltv; getPendingLtv(asset) while frozen (3.1+)',
    event: 'CollateralConfigurationChanged(asset, ltv, liquidationThreshold, liquidationBonus)',
  },
  {
    id: 'liquidationThreshold',
    title: 'liquidation threshold',
    description:
      'The debt, as a share of the collateral value, above which a position can be liquidated. 0% ends the use as collateral, ' +
      'which the contract allows only while nobody supplies the asset.',
    kind: 'ratio',
    role: 'liquidationThreshold',
    unit: 'bps',
    range: share('above it the collateral could not pay the debt, and the contract reverts (InvalidReserveParams)'),
    accepts: '0% (no collateral), or up to 100% / (1 + bonus)',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).liquidationThreshold',
    event: 'CollateralConfigurationChanged(asset, ltv, liquidationThreshold, liquidationBonus)',
  },
  {
    id: 'liquidationBonus',
    title: 'liquidation bonus',
    description:
      'The premium that a liquidator receives on the collateral: 5%, not 105%. Liquidation threshold x (1 + bonus) must not exceed 100%.',
    kind: 'ratio',
    role: 'liquidationBonus',
    unit: 'bps; the configurator stores 10000 + the premium',
    range: {
      min: ZERO,
      max: ONE,
      step: ONE_BP,
      why: 'the bonus is the premium alone, 5% where the contract stores 105%',
    },
    accepts: 'above 0%, up to 100% / threshold - 1; 0% with a threshold of 0%',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).liquidationBonus - 10000',
    event: 'CollateralConfigurationChanged(asset, ltv, liquidationThreshold, liquidationBonus)',
  },
  {
    id: 'supplyCap',
    title: 'supply cap',
    description:
      'The most that can be supplied, in whole tokens; 0 means no cap. Below current usage it only blocks new supply.',
    kind: 'amount',
    role: 'cap',
    unit: 'whole tokens, 0 = no cap, at most 68,719,476,735',
    range: CAP_RANGE,
    accepts: '0 (no cap) to 68,719,476,735 whole tokens',
    getter: 'PoolDataProvider.getReserveCaps(asset).supplyCap',
    event: 'SupplyCapChanged(asset, oldSupplyCap, newSupplyCap)',
    zero: 'unlimited',
  },
  {
    id: 'borrowCap',
    title: 'borrow cap',
    description:
      'The most that can be borrowed, in whole tokens; 0 means no cap. Below current usage it only blocks new borrowing.',
    kind: 'amount',
    role: 'cap',
    unit: 'whole tokens, 0 = no cap, at most 68,719,476,735',
    range: CAP_RANGE,
    accepts: '0 (no cap) to 68,719,476,735 whole tokens',
    getter: 'PoolDataProvider.getReserveCaps(asset).borrowCap',
    event: 'BorrowCapChanged(asset, oldBorrowCap, newBorrowCap)',
    zero: 'unlimited',
  },
  {
    id: 'reserveFactor',
    title: 'reserve factor',
    description: 'The share of the interest that goes to the treasury: 0% to 100%. Not for risk stewards.',
    kind: 'ratio',
    role: 'none',
    unit: 'bps, at most 10000',
    range: share('the contract reverts (InvalidReserveFactor)'),
    accepts: '0% to 100%',
    getter: 'PoolDataProvider.getReserveConfigurationData(asset).reserveFactor',
    event: 'ReserveFactorChanged(asset, oldReserveFactor, newReserveFactor)',
  },
  {
    id: 'liquidationProtocolFee',
    title: 'liquidation protocol fee',
    description: 'The share of the liquidation bonus that goes to the treasury: 0% to 100%. Not for risk stewards.',
    kind: 'ratio',
    role: 'none',
    unit: 'bps of the bonus, at most 10000',
    range: share('the contract reverts (InvalidLiquidationProtocolFee)'),
    accepts: '0% to 100%',
    getter: 'PoolDataProvider.getLiquidationProtocolFee(asset)',
    event: 'LiquidationProtocolFeeChanged(asset, oldFee, newFee)',
  },
]

const BPS: Omit<FixedPoint, 'max'> = {name: 'bps', perOne: 10_000n, min: 0n}
const CAP: FixedPoint = {name: 'whole tokens', perOne: 1n, min: 0n, max: 2n ** 36n - 1n}

/** How the calls carry each parameter (the setting side's table; the reading side has its own). */
export const ON_CHAIN: Readonly<Record<ParameterId, FixedPoint>> = {
  ltv: {...BPS, max: 65_535n},
  liquidationThreshold: {...BPS, max: 65_535n},
  // As the premium: the configurator adds 10000 and must stay within 16 bits.
  liquidationBonus: {...BPS, max: 65_535n - 10_000n},
  supplyCap: CAP,
  borrowCap: CAP,
  reserveFactor: {...BPS, max: 10_000n},
  liquidationProtocolFee: {...BPS, max: 10_000n},
}

/** How a parameter's value is written in a file. */
export function spelling({kind}: Pick<ParameterInfo, 'kind'>): {pattern: string; examples: string[]} {
  return kind === 'amount'
    ? {pattern: AMOUNT_PATTERN, examples: ['1_800_000 WETH', '1.8m WETH']}
    : {pattern: RATIO_PATTERN, examples: ['82.5%', '8250bps']}
}

/**
 * Reads the text of one parameter of one asset, exactly.
 * @throws UNITS_*, or AAVE_WRONG_TOKEN when a cap is not in the asset's own token.
 */
export function parseParameter({id, kind}: Pick<ParameterInfo, 'id' | 'kind'>, asset: string, text: string): Rational {
  if (kind !== 'amount') return parseRatio(text)
  const {value, unit} = parseAmount(text)
  if (unit === asset) return value
  throw new PlimsollError(
    'AAVE_WRONG_TOKEN',
    `${id} of ${asset} is given as \`${text}\`: a cap counts the asset itself.`,
    {
      suggestions: [`Write the amount in ${asset}, as in \`1_800_000 ${asset}\`.`],
    },
  )
}

/** `82.50%`, `1,800,000 WETH`. */
export function showParameter({kind}: Pick<ParameterInfo, 'kind'>, asset: string, value: Rational): string {
  return kind === 'amount' ? formatAmount({value, unit: asset}) : formatRatio(value)
}
