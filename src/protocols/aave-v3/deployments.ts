import {PlimsollError} from '../../errors.js'
import {AAVE_V3} from '../../generated/aave-v3.js'
import {chainId, chainName} from '../chains.js'
import type {ProtocolRequest} from '../model.js'
import {nearest} from '../../nearest.js'

/** An asset of a market, by the symbol of the address book. */
export interface AaveV3Asset {
  readonly underlying: string
  readonly decimals: number
  /** Its place in the pool's list: the bit that stands for it in the bitmaps of eModes. */
  readonly id: number
  /** The contract that keeps its interest-rate data, where it is not that of the market. */
  readonly rateStrategy?: string
}

/** One Aave v3 market: data only, the same for both roads. */
export interface AaveV3Deployment {
  readonly chainId: number
  readonly pool: string
  readonly configurator: string
  readonly dataProvider: string
  readonly configEngine?: string
  readonly riskSteward?: string
  readonly riskCouncil?: string
  /** The contract that keeps the interest-rate data of its reserves. */
  readonly rateStrategy: string
  /** Where the addresses come from: package@version:file. */
  readonly source: string
  readonly assets: Readonly<Record<string, AaveV3Asset>>
}

export type AaveV3Book = Readonly<Record<string, AaveV3Deployment>>

/** The names that `protocol.deployment` may have, in the address book's order. */
export const DEPLOYMENTS: readonly string[] = Object.keys(AAVE_V3)

function unknown(what: string, name: string, names: readonly string[], code: string): PlimsollError {
  const near = nearest(name, names)
  const suggestions =
    near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : [`Known are: ${names.toSorted().join(', ')}.`]
  return new PlimsollError(code, what, {suggestions})
}

/** Finds a market by the address book's name for it. @throws AAVE_UNKNOWN_DEPLOYMENT otherwise, with near matches. */
export function findDeployment(name: string): AaveV3Deployment {
  const found = Object.hasOwn(AAVE_V3, name) ? AAVE_V3[name] : undefined
  if (found) return found
  throw unknown(
    `There is no Aave v3 deployment called \`${name}\` in the address book.`,
    name,
    DEPLOYMENTS,
    'AAVE_UNKNOWN_DEPLOYMENT',
  )
}

/**
 * The market that a proposal names, on the chain that it names.
 * @throws AAVE_UNKNOWN_DEPLOYMENT, PROTOCOL_UNKNOWN_CHAIN, or AAVE_WRONG_CHAIN when the two do not belong together.
 */
export function deploymentOf({protocol}: ProtocolRequest): AaveV3Deployment & {readonly name: string} {
  const name = protocol.deployment ?? ''
  const deployment = findDeployment(name)
  const id = chainId(protocol.chain)
  if (deployment.chainId !== id) {
    throw new PlimsollError(
      'AAVE_WRONG_CHAIN',
      `${name} is on ${chainName(deployment.chainId)} (id ${deployment.chainId}), but the proposal says chain ${protocol.chain}.`,
      {suggestions: [`Write \`chain: ${chainName(deployment.chainId)}\`, or name a deployment on that chain.`]},
    )
  }
  return {...deployment, name}
}

/** Finds an asset by its exact symbol in the address book. @throws AAVE_UNKNOWN_ASSET otherwise, with near matches. */
export function findAsset(deployment: AaveV3Deployment & {readonly name: string}, symbol: string): AaveV3Asset {
  const found = Object.hasOwn(deployment.assets, symbol) ? deployment.assets[symbol] : undefined
  if (found) return found
  throw unknown(
    `${deployment.name} has no asset called \`${symbol}\` (symbols are the address book's, exactly).`,
    symbol,
    Object.keys(deployment.assets),
    'AAVE_UNKNOWN_ASSET',
  )
}
