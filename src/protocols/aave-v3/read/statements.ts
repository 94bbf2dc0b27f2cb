import {formatQuantity, type Quantity} from '../../../units/quantity.js'
import type {Statement} from '../../model.js'
import type {AaveV3Deployment} from '../deployments.js'

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
} as const
export type Parameter = keyof typeof PARAMETER_TITLES

const CAPS: readonly Parameter[] = ['supplyCap', 'borrowCap']

/** "Aave v3 Ethereum Lido" for `AaveV3EthereumLido`. */
export function title(name: string): string {
  return name.replace(/^AaveV3/, 'Aave v3').replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
}

/** One statement about an asset of a deployment. Both ends of the second road word it here, and only the wording is shared. */
export function statement(
  where: {readonly deployment: Deployment; readonly chainId: number; readonly target: string},
  asset: {readonly underlying: string; readonly symbol: string},
  parameter: Parameter,
  value: Quantity,
): Statement {
  const uncapped = CAPS.includes(parameter) && value.kind === 'amount' && value.value.n === 0n
  const becomes = uncapped ? 'uncapped (0)' : formatQuantity(value)
  return {
    chainId: where.chainId,
    target: where.target,
    subjectId: asset.underlying.toLowerCase(),
    parameter,
    value,
    text: `${title(where.deployment.name)}: ${asset.symbol} ${PARAMETER_TITLES[parameter]} becomes ${becomes}`,
  }
}
