import {formatQuantity, type Quantity} from '../../../units/quantity.js'
import type {Statement} from '../../model.js'
import type {AaveV3Deployment} from '../deployments.js'
import type {Scope} from '../scope.js'

export type Deployment = AaveV3Deployment & {readonly name: string}

/** The parameters that a statement of this protocol can be about; the text names them so. */
export const PARAMETER_TITLES = {
  ltv: 'loan-to-value',
  liquidationThreshold: 'liquidation threshold',
  liquidationBonus: 'liquidation bonus',
  supplyCap: 'supply cap',
  borrowCap: 'borrow cap',
  reserveFactor: 'reserve factor',
  liquidationProtocolFee: 'liquidation protocol fee',
  debtCeiling: 'debt ceiling',
  borrowingEnabled: 'borrowing enabled',
  flashLoanEnabled: 'flash loans enabled',
  borrowableInIsolation: 'borrowable in isolation',
  siloedBorrowing: 'siloed borrowing',
  eModeCategory: 'eMode category',
  frozen: 'frozen',
  ltvZero: 'loan-to-value of zero',
  paused: 'paused',
  gracePeriod: 'liquidation grace period',
  optimalUsageRatio: 'optimal usage ratio',
  baseVariableBorrowRate: 'base variable borrow rate',
  variableRateSlope1: 'variable rate slope 1',
  variableRateSlope2: 'variable rate slope 2',
  interestRateStrategy: 'interest rate strategy',
  eModeLtv: 'loan-to-value',
  eModeLiquidationThreshold: 'liquidation threshold',
  eModeLiquidationBonus: 'liquidation bonus',
  eModePriceSource: 'price source',
  eModeLabel: 'label',
  eModeIsolated: 'isolated',
  eModeCollateral: 'collateral',
  eModeBorrowable: 'borrowable',
  eModeLtvZero: 'loan-to-value of zero',
} as const
export type Parameter = keyof typeof PARAMETER_TITLES

/** The parameters of each kind of subject. */
const ABOUT: Readonly<Partial<Record<Parameter, Scope['kind']>>> = {
  eModeLtv: 'category',
  eModeLiquidationThreshold: 'category',
  eModeLiquidationBonus: 'category',
  eModePriceSource: 'category',
  eModeLabel: 'category',
  eModeIsolated: 'category',
  eModeCollateral: 'member',
  eModeBorrowable: 'member',
  eModeLtvZero: 'member',
}
export const kindOf = (parameter: Parameter): Scope['kind'] => ABOUT[parameter] ?? 'reserve'

const UNCAPPED: readonly Parameter[] = ['supplyCap', 'borrowCap']

/** "Aave v3 Ethereum Lido" for `AaveV3EthereumLido`. */
export function title(name: string): string {
  return name.replace(/^AaveV3/, 'Aave v3').replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
}

/** What a statement is about: a reserve by its token, a category by its number, or one in the other. */
export interface Subject {
  readonly underlying?: string
  readonly symbol?: string
  readonly category?: number
}

/** One statement. Both ends of the second road word it here, and only the wording is shared. */
export function statement(
  where: {readonly deployment: Deployment; readonly chainId: number; readonly target: string},
  {underlying, symbol, category}: Subject,
  parameter: Parameter,
  value: Quantity,
): Statement {
  const none = value.kind === 'amount' && value.value.n === 0n
  const becomes =
    none && UNCAPPED.includes(parameter)
      ? 'uncapped (0)'
      : none && parameter === 'debtCeiling'
        ? 'none (0): not isolated'
        : formatQuantity(value)
  const eMode = category === undefined ? [] : [`eMode ${category}`]
  const name = [...(symbol === undefined ? [] : [symbol]), ...eMode].join(' in ')
  const id = [...(underlying === undefined ? [] : [underlying.toLowerCase()]), ...eMode].join(' in ').toLowerCase()
  return {
    chainId: where.chainId,
    target: where.target,
    subjectId: id,
    parameter,
    value,
    text: `${title(where.deployment.name)}: ${name} ${PARAMETER_TITLES[parameter]} becomes ${becomes}`,
  }
}
