import {PlimsollError} from '../errors.js'
import {chainId, chainName} from './chains.js'
import type {ProtocolRequest} from './model.js'

/**
 * The address of a contract of the protocol: the proposal's own under `contracts:`, else the address book's.
 * @throws PROTOCOL_NO_ADDRESS when neither says it
 */
export function namedContract(
  {contracts = {}, protocol}: ProtocolRequest,
  name: string,
  known: string | undefined,
): string {
  const own = Object.hasOwn(contracts, name) ? contracts[name]?.address : undefined
  const address = own ?? known
  if (address !== undefined) return address
  throw new PlimsollError(
    'PROTOCOL_NO_ADDRESS',
    `The address of ${name} on ${chainName(chainId(protocol.chain))} is not known.`,
    {suggestions: [`Bring it along: \`contracts: {${name}: {address: "0x..."}}\`.`]},
  )
}
