import {PlimsollError} from '../errors.js'
import {AAVE_V3} from '../generated/aave-v3.js'
import {nearest} from '../nearest.js'
import {chainId, chainName} from './chains.js'
import type {ProtocolRequest} from './model.js'

/** A token on one chain: data only, the same for both roads. */
export interface Token {
  readonly address: string
  readonly decimals: number
  /** Where the address comes from. */
  readonly source: string
}

/** The tokens of Aave's markets on a chain, by symbol; a symbol that means two tokens there is left out. */
function tokensOn(chain: number): Map<string, Token> {
  const found = new Map<string, Token>()
  const doubtful = new Set<string>()
  for (const {assets, chainId: id, source} of Object.values(AAVE_V3)) {
    if (id !== chain) continue
    for (const [symbol, {underlying, decimals}] of Object.entries(assets)) {
      const known = found.get(symbol)
      if (known && known.address !== underlying) doubtful.add(symbol)
      else if (!known) found.set(symbol, {address: underlying, decimals, source})
    }
  }
  for (const symbol of doubtful) found.delete(symbol)
  return found
}

/** The symbols that are known on a chain. */
export const symbolsOn = (chain: number): string[] => [...tokensOn(chain).keys()]

/**
 * A token by its symbol: as the proposal brings it along under `contracts:` (address and decimals), else as Aave's
 * address book has it on this chain.
 * @throws PROTOCOL_UNKNOWN_TOKEN, PROTOCOL_DECIMALS
 */
export function tokenOf({contracts = {}, protocol}: ProtocolRequest, symbol: string): Token {
  const own = Object.hasOwn(contracts, symbol) ? contracts[symbol] : undefined
  const chain = chainId(protocol.chain)
  const known = tokensOn(chain)
  if (own) {
    const {address, decimals} = own
    if (decimals !== undefined) return {address, decimals, source: 'contracts:'}
    throw new PlimsollError('PROTOCOL_DECIMALS', `contracts.${symbol} does not say how many decimals the token has.`, {
      suggestions: [`Add them: \`${symbol}: {address: "${address}", decimals: 18}\`.`],
    })
  }
  const token = known.get(symbol)
  if (token) return token
  const near = nearest(symbol, [...known.keys()])
  throw new PlimsollError('PROTOCOL_UNKNOWN_TOKEN', `No token called \`${symbol}\` is known on ${chainName(chain)}.`, {
    suggestions: [
      ...(near.length > 0 ? [`Did you mean ${near.join(' or ')}?`] : []),
      `Or bring it along: \`contracts: {${symbol}: {address: "0x...", decimals: 18}}\`.`,
    ],
  })
}
