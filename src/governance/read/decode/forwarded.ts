import * as Hash from 'ox/Hash'
import * as Hex from 'ox/Hex'

import type {CallBytes} from './model.js'

/** What the address book calls contracts that forward. */
export const FORWARDER = 'euler-forwarder'

const ADDRESS_DIGITS = 40
const SELECTOR_DIGITS = 10

/** What it does itself, whatever stands behind the arguments: its roles and who holds them. */
const OWN: ReadonlySet<string> = new Set([
  '0x2f2ff15d', // grantRole(bytes32,address)
  '0xd547741f', // revokeRole(bytes32,address)
  '0x36568abe', // renounceRole(bytes32,address)
  '0xc4d66de8', // initialize(address)
])

/**
 * The call that Euler's GovernorAccessControl makes of one that is made to it: the same bytes, to the contract whose address
 * is their last 20. It does not look at what stands before: bytes between the arguments and the address go along. Undefined for
 * its own functions, which take no notice of an address behind their arguments, and for bytes too short to have one.
 * Source: evk-periphery GovernorAccessControl.sol, SelectorAccessControl.sol.
 */
export function forwarded(bytes: CallBytes): CallBytes | undefined {
  const {data, operation, signature} = bytes
  const [selector, start] =
    signature === undefined
      ? [data.slice(0, SELECTOR_DIGITS).toLowerCase(), SELECTOR_DIGITS]
      : [Hash.keccak256(Hex.fromString(signature)).slice(0, SELECTOR_DIGITS), '0x'.length]
  if (operation !== 'call' || data.length < start + ADDRESS_DIGITS || OWN.has(selector)) return undefined
  return {...bytes, to: `0x${data.slice(-ADDRESS_DIGITS)}`, data: data.slice(0, -ADDRESS_DIGITS)}
}
