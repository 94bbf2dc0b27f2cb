import {PlimsollError} from '../errors.js'
import {nearest} from '../nearest.js'

/** Chains that a proposal may name; any other chain is given by its id. */
export const CHAINS: Readonly<Record<string, number>> = {
  ethereum: 1,
  optimism: 10,
  bnb: 56,
  gnosis: 100,
  unichain: 130,
  polygon: 137,
  monad: 143,
  sonic: 146,
  xlayer: 196,
  zksync: 324,
  metis: 1088,
  soneium: 1868,
  ronin: 2020,
  megaeth: 4326,
  mantle: 5000,
  base: 8453,
  plasma: 9745,
  arbitrum: 42_161,
  celo: 42_220,
  fuji: 43_113,
  avalanche: 43_114,
  ink: 57_073,
  linea: 59_144,
  'base-sepolia': 84_532,
  'arbitrum-sepolia': 421_614,
  scroll: 534_352,
  'ink-sepolia': 763_373,
  sepolia: 11_155_111,
  'optimism-sepolia': 11_155_420,
  harmony: 1_666_600_000,
}

/**
 * The id of a chain given by name or id.
 * @throws PROTOCOL_UNKNOWN_CHAIN for a name that is not in the table, or an id that is no positive integer.
 */
export function chainId(chain: number | string): number {
  const id = typeof chain === 'number' ? chain : Object.hasOwn(CHAINS, chain) ? CHAINS[chain] : undefined
  if (id !== undefined && Number.isSafeInteger(id) && id > 0) return id
  const near = nearest(String(chain), Object.keys(CHAINS))
  throw new PlimsollError('PROTOCOL_UNKNOWN_CHAIN', `There is no chain called \`${chain}\`.`, {
    suggestions: [...(near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : []), 'Or give the chain by its id.'],
  })
}

/** The name of a chain, or `chain 123` when it has none here. */
export function chainName(id: number): string {
  return Object.entries(CHAINS).find(([, known]) => known === id)?.[0] ?? `chain ${id}`
}
