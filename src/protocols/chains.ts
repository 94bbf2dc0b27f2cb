import {PlimsollError} from '../errors.js'
import {nearest} from '../nearest.js'

/** Chains that a proposal may name; any other chain is given by its id. */
export const CHAINS: Readonly<Record<string, number>> = {
  ethereum: 1,
  optimism: 10,
  flare: 14,
  cronos: 25,
  rootstock: 30,
  bnb: 56,
  gnosis: 100,
  unichain: 130,
  polygon: 137,
  monad: 143,
  sonic: 146,
  xlayer: 196,
  opbnb: 204,
  lens: 232,
  fraxtal: 252,
  boba: 288,
  zksync: 324,
  worldchain: 480,
  hyperevm: 999,
  metis: 1088,
  'polygon-zkevm': 1101,
  moonbeam: 1284,
  moonriver: 1285,
  sei: 1329,
  soneium: 1868,
  ronin: 2020,
  abstract: 2741,
  megaeth: 4326,
  mantle: 5000,
  kaia: 8217,
  base: 8453,
  plasma: 9745,
  chiado: 10_200,
  holesky: 17_000,
  mode: 34_443,
  arbitrum: 42_161,
  celo: 42_220,
  fuji: 43_113,
  avalanche: 43_114,
  ink: 57_073,
  linea: 59_144,
  'polygon-amoy': 80_002,
  berachain: 80_094,
  blast: 81_457,
  'base-sepolia': 84_532,
  taiko: 167_000,
  'arbitrum-sepolia': 421_614,
  scroll: 534_352,
  hoodi: 560_048,
  katana: 747_474,
  'ink-sepolia': 763_373,
  zora: 7_777_777,
  sepolia: 11_155_111,
  'optimism-sepolia': 11_155_420,
  aurora: 1_313_161_554,
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
