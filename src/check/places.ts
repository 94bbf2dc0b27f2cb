import {checksum} from 'ox/Address'

import {SAFE_LIBRARY} from '../generated/safe-library.js'
import type {Path} from '../proposal/model.js'
import type {Landmark} from '../protocols/model.js'
import {PROTOCOLS} from '../protocols/registry.js'
import {listAt, mapAt, textAt} from './look.js'

/** Whether an address has its EIP-55 checksum, or is written without one. */
export const hasChecksum = (address: string): boolean =>
  /^0x(?:[\da-f]+|[\dA-F]+)$/.test(address) || checksum(address.toLowerCase()) === address

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

/** Where venues say which account makes the calls, the most telling first: behind a governor its timelock, behind a module its avatar. */
const ACCOUNTS: readonly Path[] = [['timelock', 'address'], ['avatar'], ['proxy'], ['executor'], ['address']]

/** Where the account stands that makes the protocol's calls: that of the innermost venue. */
export function callerPath(value: unknown): Path {
  const innermost: Path = ['governance', listAt(value, ['governance']).length - 1]
  const paths = ACCOUNTS.map((path): Path => [...innermost, ...path])
  return paths.find((path) => ADDRESS.test(textAt(value, path) ?? '')) ?? [...innermost, 'address']
}

let index: ReadonlyMap<string, readonly Landmark[]> | undefined

/** Every address of the address books, by its lower-case form; made once, when the first address is looked up. */
function landmarkIndex(): ReadonlyMap<string, readonly Landmark[]> {
  const made = new Map<string, Landmark[]>()
  for (const landmark of PROTOCOLS.flatMap((protocol) => protocol.landmarks?.() ?? [])) {
    const key = landmark.address.toLowerCase()
    const known = made.get(key)
    if (known) known.push(landmark)
    else made.set(key, [landmark])
  }
  return made
}

/** What the protocols' address books name at an address, on any chain. */
export function landmarksAt(address: string): readonly Landmark[] {
  index ??= landmarkIndex()
  return index.get(address.toLowerCase()) ?? []
}

/** The name of a contract that Safes share (a singleton, a library, a factory); undefined when it is none of them. */
export const safeLibraryAt = (address: string): string | undefined => SAFE_LIBRARY[address.toLowerCase()]
