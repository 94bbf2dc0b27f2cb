import * as Address from 'ox/Address'

import type {Warning} from '../../governance/read/calls.js'
import type {AbiValue} from '../../governance/read/abi/decode.js'
import type {DecodedCall} from '../../governance/read/decode/model.js'
import {contractsOn} from '../../governance/read/contracts/known.js'
import {warning} from './catalogue.js'

/** Hex digits at each end that people compare. */
const HEAD = 4
const TAIL = 4

/** An address that a reader may take another for, with what it is. */
interface Named {
  readonly address: string
  readonly title: string
}

/** Every address in a call and the calls inside it, lower case. */
export function addressesIn(root: DecodedCall): ReadonlySet<string> {
  const found = new Set<string>()
  const value = (of: AbiValue, isAddress: boolean): void => {
    if (Array.isArray(of))
      for (const item of of as readonly AbiValue[]) value(item, /^0x[\da-f]{40}$/.test(String(item)))
    else if (isAddress) found.add(String(of))
  }
  const walk = (call: DecodedCall): void => {
    if (call.to !== undefined) found.add(call.to)
    for (const {type, value: given} of call.function?.arguments ?? []) value(given, type.kind === 'address')
    for (const child of call.calls) walk(child)
  }
  walk(root)
  return found
}

/**
 * Pairs of addresses that begin and end alike and are not the same: among those of the transaction, and between one of them
 * and what the proposal or the address book names.
 */
export function lookAlikes(
  inTransaction: ReadonlySet<string>,
  meant: readonly Named[],
  chainId: number | undefined,
): Warning[] {
  const key = (address: string): string => address.slice(2, 2 + HEAD) + address.slice(-TAIL)
  const isPlain = (address: string): boolean => /^0x0{8}/.test(address)
  const known = new Map<string, Named[]>()
  const all = [
    ...meant,
    ...(chainId === undefined ? [] : contractsOn(chainId)),
    ...[...inTransaction].map((address) => ({address, title: 'another address of the transaction'})),
  ]
  for (const named of all) {
    const group = known.get(key(named.address))
    if (group) group.push(named)
    else known.set(key(named.address), [named])
  }
  return [...inTransaction].flatMap((address) => {
    if (isPlain(address)) return []
    const other = known.get(key(address))?.find((named) => named.address !== address)
    if (!other) return []
    return [
      warning(
        'look-alike',
        `${Address.checksum(address)} looks like ${Address.checksum(other.address)} (${other.title}), and is another address`,
      ),
    ]
  })
}
