import {SAFE_LIBRARY} from '../generated/safe-library.js'
import type {Path} from '../proposal/model.js'
import type {Landmark} from '../protocols/model.js'
import {PROTOCOLS} from '../protocols/registry.js'
import {listAt, mapAt, textAt} from './look.js'

export const ADDRESS = /^0x[\da-fA-F]{40}$/

/** An address that the file acts from or calls, and where it stands. */
export interface PlacedAddress {
  readonly path: Path
  readonly address: string
  readonly use: 'contract' | 'venue'
}

/** The venues' and the contracts' own addresses, in file order of each kind. */
export function actingAddresses(value: unknown): PlacedAddress[] {
  const venues = listAt(value, ['governance']).map((_item, index) => ({
    path: ['governance', index, 'address'],
    use: 'venue' as const,
  }))
  const contracts = Object.keys(mapAt(value, ['contracts'])).map((name) => ({
    path: ['contracts', name, 'address'],
    use: 'contract' as const,
  }))
  return [...venues, ...contracts].flatMap(({path, use}) => {
    const address = textAt(value, path)
    return address !== undefined && ADDRESS.test(address) ? [{path, address, use}] : []
  })
}

/** What the protocols' address books name at an address, on any chain. */
export function landmarksAt(address: string): Landmark[] {
  return PROTOCOLS.flatMap((protocol) => protocol.landmarks?.() ?? []).filter(
    (landmark) => landmark.address.toLowerCase() === address.toLowerCase(),
  )
}

/** The name of a contract that Safes share (a singleton, a library, a factory); undefined when it is none of them. */
export const safeLibraryAt = (address: string): string | undefined => SAFE_LIBRARY[address.toLowerCase()]
