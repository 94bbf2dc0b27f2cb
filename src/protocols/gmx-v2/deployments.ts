import {PlimsollError} from '../../errors.js'
import {GMX_V2} from '../addresses/gmx-v2.js'
import {inBook} from '../addresses/book.js'
import {deploymentNamed} from '../deployment.js'
import type {Change, ProtocolRequest} from '../model.js'
import {namedContract} from '../named-contract.js'
import {tokenOf, type Token} from '../tokens.js'

const DEPLOYED = {GmxV2Arbitrum: {chainId: 42_161}, GmxV2Avalanche: {chainId: 43_114}} as const

/** The names that `protocol.deployment` may have. */
export const DEPLOYMENTS = Object.keys(DEPLOYED) as readonly (keyof typeof DEPLOYED)[]
export const chainOf = (name: keyof typeof DEPLOYED): number => DEPLOYED[name].chainId

/** The asset of changes of the whole exchange. */
export const EXCHANGE = 'GMX'

/** Markets that the address book names, by what a change calls them. */
const MARKETS: Readonly<Record<string, string>> = {'ETH-USD': 'MARKET_ETH_USD_WETH_USDC'}
export const KNOWN_MARKETS: readonly string[] = Object.keys(MARKETS)

/** Where a proposal's calls go. */
export interface GmxPlace {
  readonly name: string
  readonly chainId: number
  readonly config: string
  readonly dataStore: string
}

/** The Config and DataStore of a proposal's deployment; `config` and `dataStore` of `contracts:` win over the book. */
export function placeOf(request: ProtocolRequest): GmxPlace {
  const {name, chainId} = deploymentNamed(request, DEPLOYED, 'GMX v2')
  return {
    name,
    chainId,
    config: namedContract(request, 'config', inBook(GMX_V2, chainId, 'Config')),
    dataStore: namedContract(request, 'dataStore', inBook(GMX_V2, chainId, 'DataStore')),
  }
}

/** The market token of a change; undefined for the whole exchange. @throws GMX_UNKNOWN_MARKET */
export function marketOf(request: ProtocolRequest, asset: string): string | undefined {
  if (asset === EXCHANGE) return undefined
  const {contracts = {}} = request
  const own = Object.hasOwn(contracts, asset) ? contracts[asset]?.address : undefined
  const name = Object.hasOwn(MARKETS, asset) ? MARKETS[asset] : undefined
  const known = name === undefined ? undefined : inBook(GMX_V2, placeOf(request).chainId, name)
  const address = own ?? known
  if (address !== undefined) return address
  throw new PlimsollError('GMX_UNKNOWN_MARKET', `The market \`${asset}\` is not known.`, {
    suggestions: [
      `Bring its market token along: \`contracts: {${asset}: {address: "0x..."}}\`.`,
      `\`${EXCHANGE}\` stands for parameters of the whole exchange.`,
    ],
  })
}

/** Which of a market's two tokens. */
export type TokenSide = 'longToken' | 'shortToken'

/** The symbol that a change gives one of its market's tokens. */
export const symbolOf = (change: Change, side: TokenSide): string | undefined => {
  const symbol = change[side]
  return typeof symbol === 'string' ? symbol : undefined
}

/** One of the market's tokens. @throws GMX_NO_TOKEN, PROTOCOL_UNKNOWN_TOKEN, PROTOCOL_DECIMALS */
export function marketToken(request: ProtocolRequest, change: Change, side: TokenSide): Token {
  const symbol = symbolOf(change, side)
  if (symbol !== undefined) return tokenOf(request, symbol)
  throw new PlimsollError(
    'GMX_NO_TOKEN',
    `${String(change['asset'])}: which token is the market's ${side} is not said.`,
    {
      suggestions: [
        `Add \`${side}: <symbol>\` to the change; on Arbitrum the native USDC is called USDCn in Aave's address book.`,
      ],
    },
  )
}
