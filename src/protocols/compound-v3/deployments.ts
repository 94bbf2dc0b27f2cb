import {COMPOUND_V3} from '../addresses/compound-v3.js'
import {inBook} from '../addresses/book.js'
import {deploymentNamed} from '../deployment.js'
import type {ProtocolRequest} from '../model.js'
import {namedContract} from '../named-contract.js'

/** One market: data only, the same for both roads. */
interface Market {
  readonly chainId: number
  /** The name of the Comet in the address book. */
  readonly comet: string
  readonly base: string
  readonly baseDecimals: number
}

const market = (chainId: number, comet: string, base: string, baseDecimals: number): Market => ({
  chainId,
  comet,
  base,
  baseDecimals,
})

/** The markets whose Comet the address book names, by symbol of the Comet and chain. */
const MARKETS: Readonly<Record<string, Market>> = {
  cUSDCv3Ethereum: market(1, 'COMET_USDC', 'USDC', 6),
  cWETHv3Ethereum: market(1, 'COMET_WETH', 'WETH', 18),
  cUSDTv3Ethereum: market(1, 'COMET_USDT', 'USDT', 6),
  cUSDSv3Ethereum: market(1, 'COMET_USDS', 'USDS', 18),
  cWstETHv3Ethereum: market(1, 'COMET_WSTETH', 'wstETH', 18),
  cWBTCv3Ethereum: market(1, 'COMET_WBTC', 'WBTC', 8),
  cUSDCv3Arbitrum: market(42_161, 'COMET_USDC', 'USDC', 6),
  cUSDCEv3Arbitrum: market(42_161, 'COMET_USDC_E', 'USDC.e', 6),
  cUSDTv3Arbitrum: market(42_161, 'COMET_USDT', 'USDT', 6),
  cWETHv3Arbitrum: market(42_161, 'COMET_WETH', 'WETH', 18),
  cUSDCv3Base: market(8453, 'COMET_USDC', 'USDC', 6),
  cWETHv3Base: market(8453, 'COMET_WETH', 'WETH', 18),
  cUSDCv3Optimism: market(10, 'COMET_USDC', 'USDC', 6),
  cUSDTv3Optimism: market(10, 'COMET_USDT', 'USDT', 6),
  cWETHv3Optimism: market(10, 'COMET_WETH', 'WETH', 18),
  cUSDCv3Polygon: market(137, 'COMET_USDC', 'USDC', 6),
}

/** The names that `protocol.deployment` may have. */
export const DEPLOYMENTS: readonly string[] = Object.keys(MARKETS)

/** Where a proposal's calls go. */
export interface CompoundPlace {
  readonly name: string
  readonly chainId: number
  readonly comet: string
  readonly configurator: string
  /** The owner of the Comet's proxy. It is the EIP-1967 admin of the Comet; a chain may have replaced it. */
  readonly proxyAdmin: string
  readonly base: string
  readonly baseDecimals: number
}

/** The chain of a market of the list. */
export const chainOf = (name: string): number => MARKETS[name]?.chainId ?? 0

/** On Optimism the market-update track replaced the proxy admin; the book keeps both. */
const proxyAdminOn = (chain: number): string | undefined =>
  inBook(COMPOUND_V3, chain, 'COMET_PROXY_ADMIN_NEW') ?? inBook(COMPOUND_V3, chain, 'COMET_PROXY_ADMIN')

/**
 * The market that a proposal names, with its contracts: `comet`, `configurator` and `proxyAdmin` of `contracts:` win
 * over the address book.
 * @throws PROTOCOL_UNKNOWN_DEPLOYMENT, PROTOCOL_WRONG_CHAIN, PROTOCOL_NO_ADDRESS
 */
export function placeOf(request: ProtocolRequest): CompoundPlace {
  const {name, chainId: id, comet, base, baseDecimals} = deploymentNamed(request, MARKETS, 'Compound III')
  return {
    name,
    chainId: id,
    comet: namedContract(request, 'comet', inBook(COMPOUND_V3, id, comet)),
    configurator: namedContract(request, 'configurator', inBook(COMPOUND_V3, id, 'CONFIGURATOR_PROXY')),
    proxyAdmin: namedContract(request, 'proxyAdmin', proxyAdminOn(id)),
    base,
    baseDecimals,
  }
}
