import {PlimsollError} from '../../errors.js'
import {inBook} from '../addresses/book.js'
import {SYNTHETIX_V3} from '../addresses/synthetix-v3.js'
import {deploymentNamed} from '../deployment.js'
import type {Change, ProtocolRequest} from '../model.js'
import {namedContract} from '../named-contract.js'

const DEPLOYED = {SynthetixV3Base: {chainId: 8453}} as const

/** The names that `protocol.deployment` may have. */
export const DEPLOYMENTS = Object.keys(DEPLOYED) as readonly (keyof typeof DEPLOYED)[]
export const chainOf = (name: keyof typeof DEPLOYED): number => DEPLOYED[name].chainId

/** The asset of changes of the whole system. */
export const SYSTEM = 'USD'

export interface SynthetixPlace {
  readonly name: string
  readonly chainId: number
  /** The router of the perps market's modules. */
  readonly proxy: string
}

/** The perps market of a proposal; `perpsMarket` of `contracts:` wins over the address book. */
export function placeOf(request: ProtocolRequest): SynthetixPlace {
  const {name, chainId} = deploymentNamed(request, DEPLOYED, 'Synthetix v3')
  const known = inBook(SYNTHETIX_V3, chainId, 'PerpsMarketProxy')
  return {name, chainId, proxy: namedContract(request, 'perpsMarket', known)}
}

/** What a change is about: a market or a collateral by its id, or the whole system. */
export type Scope = 'collateral' | 'market' | 'system'

/** @throws SYNTHETIX_WHICH when the change does not say, or says two things */
export function scopeOf(change: Change): {readonly scope: Scope; readonly id: bigint} {
  const {asset, market, collateral} = change
  const given = [market, collateral].filter((value) => value !== undefined)
  if (asset === SYSTEM && given.length === 0) return {scope: 'system', id: 0n}
  const [value] = given
  if (asset !== SYSTEM && given.length === 1 && Number.isSafeInteger(value) && Number(value) >= 0)
    return {scope: market === undefined ? 'collateral' : 'market', id: BigInt(Number(value))}
  throw new PlimsollError(
    'SYNTHETIX_WHICH',
    `Which market or collateral the change of ${String(asset)} is about is not said.`,
    {
      suggestions: [
        'Give the id of a market (`market: 100`) or of a collateral (`collateral: 1`), one of them.',
        `\`asset: ${SYSTEM}\` without either stands for the whole system.`,
      ],
    },
  )
}

/**
 * Values are told apart by what a change calls its asset: two markets, or two collaterals, need two names.
 * @throws SYNTHETIX_ONE_NAME
 */
export function assertNames({changes}: ProtocolRequest): void {
  const ids = new Map<string, bigint>()
  for (const change of changes) {
    const {scope, id} = scopeOf(change)
    const name = `${scope} ${String(change['asset'])}`
    const first = ids.get(name) ?? id
    ids.set(name, first)
    if (first === id) continue
    throw new PlimsollError(
      'SYNTHETIX_ONE_NAME',
      `The ${scope}s ${first} and ${id} are both called ${String(change['asset'])}: what holds for one could not be told from the other.`,
      {suggestions: ['Give each its own `asset:`, and write its amounts in that name.']},
    )
  }
}
