import {PlimsollError} from '../errors.js'
import {checkedAddress} from './checked-address.js'
import {chainName} from './chains.js'
import type {Landmark} from './model.js'
import {PROTOCOLS} from './registry.js'

/** What the address books say of one address: every place that names it, with its source. */
export interface ExplainedAddress {
  /** Checksummed. */
  readonly address: string
  readonly known: readonly Landmark[]
  /** For people, one line each. */
  readonly lines: readonly string[]
}

/** Every place of the protocols' address books that names an address. */
export function knownPlaces(address: string): Landmark[] {
  const key = address.toLowerCase()
  return PROTOCOLS.flatMap((protocol) => protocol.landmarks?.() ?? []).filter(
    (landmark) => landmark.address.toLowerCase() === key,
  )
}

/**
 * Where an address of Plimsoll's comes from.
 * @throws CUSTOM_BAD_ADDRESS when it has not its checksum, ADDRESS_UNKNOWN when no book names it
 */
export function explainAddress(text: string): ExplainedAddress {
  const address = checkedAddress(text)
  const known = knownPlaces(address)
  if (known.length === 0) {
    throw new PlimsollError('ADDRESS_UNKNOWN', `No address book of Plimsoll's names ${address}.`, {
      suggestions: ['It is then the proposal that brings it along: compare it with a source of your own.'],
    })
  }
  const lines = known.map(
    ({title, chainId, source}) => `${title} on ${chainName(chainId)}${source === undefined ? '' : `, from ${source}`}`,
  )
  return {address, known, lines}
}
