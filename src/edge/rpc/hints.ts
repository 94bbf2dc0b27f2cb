import type {Needs} from '../../evm/needs.js'
import {ANYBODY} from '../../evm/machine.js'
import {approvalSlot, decodeNumber, decodeOwners, GUARD_SLOT, SAFE_VIEWS, signersOf} from '../../evm/safe-execution.js'
import type {RpcReply, RpcRequest} from './json-rpc.js'

/** Slots by account, both in lower case. */
export type Wanted = ReadonlyMap<string, ReadonlySet<string>>

/**
 * What is asked of a node to learn which accounts and slots a simulation will touch. What it answers decides only what is
 * fetched together: no value is taken from it.
 */
export function hintRequests({messages, probe, safes}: Needs, tag: string): RpcRequest[] {
  const lists = messages.map(({from, to, value, data}): RpcRequest => ({
    method: 'eth_createAccessList',
    params: [{from, to, data, ...(value > 0n ? {value: `0x${value.toString(16)}`} : {})}, tag],
    what: `the access list of a call of ${to}`,
  }))
  const all: RpcRequest = {
    method: 'eth_createAccessList',
    params: [{from: ANYBODY, data: probe}, tag],
    what: 'the access list of what governance reads',
  }
  const views = safes.flatMap(({address}) =>
    [SAFE_VIEWS.owners, SAFE_VIEWS.threshold].map((data): RpcRequest => ({
      method: 'eth_call',
      params: [{to: address, data}, tag],
      what: `the owners of the Safe ${address}`,
    })),
  )
  return [...lists, all, ...views]
}

/** What will be touched, by the answers to `hintRequests`; what is known without them where a node has none. */
export function hinted({accounts, messages, safes}: Needs, replies: readonly RpcReply[]): Wanted {
  const wanted = new Map<string, Set<string>>(accounts.map((name) => [name, new Set()]))
  const want = (address: string, ...slots: string[]): void => {
    const known = wanted.get(address.toLowerCase()) ?? new Set()
    for (const slot of slots) known.add(slot.toLowerCase())
    wanted.set(address.toLowerCase(), known)
  }
  for (const reply of replies.slice(0, messages.length + 1)) {
    for (const {address, storageKeys} of accessListIn(reply)) want(address, ...storageKeys)
  }
  for (const [index, {address, hash}] of safes.entries()) {
    const at = messages.length + 1 + 2 * index
    const [owners, threshold] = replies.slice(at, at + 2).map(textIn)
    const all = safely(() => decodeOwners(owners ?? '').map((owner) => owner.toLowerCase())) ?? []
    for (const owner of safely(() => signersOf(all, decodeNumber(threshold ?? ''))) ?? []) want(owner)
    want(address, GUARD_SLOT, ...all.map((owner) => approvalSlot(owner, hash)))
  }
  return wanted
}

const textIn = (reply: RpcReply): string =>
  'result' in reply && typeof reply.result === 'string' ? reply.result.toLowerCase() : '0x'

/** Empty where the node makes no access lists: what it would have named is then fetched when it turns up. */
function accessListIn(reply: RpcReply): readonly {address: string; storageKeys: string[]}[] {
  if (!('result' in reply)) return []
  const {accessList} = (reply.result ?? {}) as {accessList?: unknown}
  if (!Array.isArray(accessList)) return []
  return accessList.flatMap((item: unknown) => {
    const {address, storageKeys} = (item ?? {}) as {address?: unknown; storageKeys?: unknown}
    if (!isHex(address, 40) || !Array.isArray(storageKeys)) return []
    return [{address, storageKeys: storageKeys.filter((key) => isHex(key, 64))}]
  })
}

const isHex = (value: unknown, digits: number): value is string =>
  typeof value === 'string' && value.length === 2 + digits && /^0x[\da-f]+$/i.test(value)

function safely<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
