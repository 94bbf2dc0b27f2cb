import type {Landmark} from './model.js'
import {PROTOCOLS} from './registry.js'

/** Every place of the protocols' address books that names an address. */
export function knownPlaces(address: string): Landmark[] {
  const key = address.toLowerCase()
  return PROTOCOLS.flatMap((protocol) => protocol.landmarks?.() ?? []).filter(
    (landmark) => landmark.address.toLowerCase() === key,
  )
}
