import type {CallBytes} from './model.js'

/** What the address book calls contracts that forward. */
export const FORWARDER = 'euler-forwarder'

const ADDRESS_DIGITS = 40
const SELECTOR_DIGITS = 10
const WORD_DIGITS = 64

/**
 * The call that Euler's GovernorAccessControl makes of one that is made to it: the same bytes, to the contract whose address
 * is their last 20. Undefined for a call that has no address behind whole words of arguments (its own roles).
 * Source: evk-periphery GovernorAccessControl.sol.
 */
export function forwarded({data, signature, ...rest}: CallBytes): CallBytes | undefined {
  const words = data.length - (signature === undefined ? SELECTOR_DIGITS : '0x'.length) - ADDRESS_DIGITS
  if (rest.operation !== 'call' || words < 0 || words % WORD_DIGITS !== 0) return undefined
  const inner = {...rest, to: `0x${data.slice(-ADDRESS_DIGITS)}`, data: data.slice(0, -ADDRESS_DIGITS)}
  return signature === undefined ? inner : {...inner, signature}
}
