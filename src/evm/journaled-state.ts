import type {AccountFields, StateManagerInterface} from '@ethereumjs/common'
import {
  bigIntToUnpaddedBytes,
  bytesToBigInt,
  bytesToHex,
  createAccount,
  hexToBytes,
  type Account,
  type Address,
  type PrefixedHexString,
} from '@ethereumjs/util'
import * as Hash from 'ox/Hash'

import {bug} from '../errors.js'
import type {ChainSource, SourceAccount, Touched} from './source.js'

/** One storage slot that is not what it was. */
export interface StorageChange {
  readonly address: string
  readonly slot: string
  readonly before: bigint
  readonly after: bigint
}

const keyOf = (address: string, slot: string): string => `${address}/${slot}`

/**
 * The state that the EVM works on: what a source says, under everything written since. Each write leaves behind how it is
 * undone; `revert` undoes back to the last `checkpoint`, whatever was committed inside it, so that a write of an inner call
 * vanishes with any call around it.
 */
export class JournaledState implements StateManagerInterface {
  readonly #source: ChainSource
  /** What the source has said. */
  readonly #accounts = new Map<string, SourceAccount>()
  readonly #slots = new Map<string, bigint>()
  /** What has been written; undefined for an account that was deleted. */
  readonly #writtenAccounts = new Map<string, Account | undefined>()
  readonly #writtenCode = new Map<string, Uint8Array>()
  readonly #writtenSlots = new Map<string, bigint>()
  readonly #cleared = new Set<string>()
  readonly #undo: (() => void)[] = []
  readonly #marks: number[] = []
  /** What slots had when this transaction began: SSTORE's gas depends on it. Never undone. */
  readonly #atStart = new Map<string, bigint>()

  readonly originalStorageCache = {
    get: async (address: Address, key: Uint8Array): Promise<Uint8Array> => {
      const [account, slot] = [address.toString(), bytesToHex(key)]
      return bytesOf(this.#atStart.get(keyOf(account, slot)) ?? (await this.#slot(account, slot)))
    },
    clear: (): void => {
      this.#atStart.clear()
    },
  }

  constructor(source: ChainSource) {
    this.#source = source
  }

  async getAccount(address: Address): Promise<Account | undefined> {
    const name = address.toString()
    if (this.#writtenAccounts.has(name)) return copied(this.#writtenAccounts.get(name))
    const {nonce, balance, code} = await this.#base(name)
    if (nonce === 0n && balance === 0n && code === '0x') return undefined
    return createAccount({nonce, balance, codeHash: hashOf(hexToBytes(code as PrefixedHexString))})
  }

  async putAccount(address: Address, account?: Account): Promise<void> {
    put(this.#writtenAccounts, address.toString(), copied(account), this.#undo)
  }

  async deleteAccount(address: Address): Promise<void> {
    await this.putAccount(address)
    await this.clearStorage(address)
    put(this.#writtenCode, address.toString(), new Uint8Array(0), this.#undo)
  }

  async modifyAccountFields(address: Address, fields: AccountFields): Promise<void> {
    const account = (await this.getAccount(address)) ?? createAccount({})
    account.nonce = fields.nonce ?? account.nonce
    account.balance = fields.balance ?? account.balance
    account.codeHash = fields.codeHash ?? account.codeHash
    await this.putAccount(address, account)
  }

  async getCode(address: Address): Promise<Uint8Array> {
    const name = address.toString()
    return this.#writtenCode.get(name) ?? hexToBytes((await this.#base(name)).code as PrefixedHexString)
  }

  async getCodeSize(address: Address): Promise<number> {
    return (await this.getCode(address)).length
  }

  async putCode(address: Address, code: Uint8Array): Promise<void> {
    put(this.#writtenCode, address.toString(), code, this.#undo)
    await this.modifyAccountFields(address, {codeHash: hashOf(code)})
  }

  async getStorage(address: Address, key: Uint8Array): Promise<Uint8Array> {
    return bytesOf(await this.#slot(address.toString(), bytesToHex(key)))
  }

  async putStorage(address: Address, key: Uint8Array, value: Uint8Array): Promise<void> {
    const [account, slot] = [address.toString(), bytesToHex(key)]
    const at = keyOf(account, slot)
    if (!this.#atStart.has(at)) this.#atStart.set(at, await this.#slot(account, slot))
    put(this.#writtenSlots, at, bytesToBigInt(value), this.#undo)
  }

  async clearStorage(address: Address): Promise<void> {
    const name = address.toString()
    for (const at of [...this.#writtenSlots.keys()]) {
      if (at.startsWith(`${name}/`)) put(this.#writtenSlots, at, 0n, this.#undo)
    }
    if (this.#cleared.has(name)) return
    this.#cleared.add(name)
    this.#undo.push(() => this.#cleared.delete(name))
  }

  async checkpoint(): Promise<void> {
    this.#marks.push(this.#undo.length)
  }

  async commit(): Promise<void> {
    if (this.#marks.pop() === undefined) throw bug('a commit without a checkpoint')
  }

  async revert(): Promise<void> {
    const mark = this.#marks.pop()
    if (mark === undefined) throw bug('a revert without a checkpoint')
    while (this.#undo.length > mark) this.#undo.pop()?.()
  }

  /** Everything that was asked of the source. */
  touched(): Touched {
    const accounts = new Map(
      [...this.#accounts].map(([name, account]) => [name, {...account, storage: new Map<string, bigint>()}]),
    )
    for (const [at, value] of this.#slots) {
      const [name = '', slot = ''] = at.split('/')
      accounts.get(name)?.storage.set(slot, value)
    }
    return {accounts}
  }

  /** The slots that are not what the source says, in the order of addresses and slots. */
  changes(): StorageChange[] {
    return [...this.#writtenSlots]
      .map(([at, after]): StorageChange => {
        const [address = '', slot = ''] = at.split('/')
        return {address, slot, before: this.#slots.get(at) ?? 0n, after}
      })
      .filter(({before, after}) => before !== after)
      .sort((a, b) => (keyOf(a.address, a.slot) < keyOf(b.address, b.slot) ? -1 : 1))
  }

  clearCaches(): void {
    this.originalStorageCache.clear()
  }

  getStateRoot(): Promise<Uint8Array> {
    throw bug('a simulated state has no root')
  }

  setStateRoot(): Promise<void> {
    throw bug('a simulated state has no root')
  }

  hasStateRoot(): Promise<boolean> {
    throw bug('a simulated state has no root')
  }

  shallowCopy(): StateManagerInterface {
    throw bug('a simulated state is not copied')
  }

  async #base(name: string): Promise<SourceAccount> {
    const known = this.#accounts.get(name)
    if (known) return known
    const account = await this.#source.account(name)
    this.#accounts.set(name, account)
    return account
  }

  async #slot(name: string, slot: string): Promise<bigint> {
    const at = keyOf(name, slot)
    const written = this.#writtenSlots.get(at)
    if (written !== undefined) return written
    if (this.#cleared.has(name)) return 0n
    const known = this.#slots.get(at)
    if (known !== undefined) return known
    await this.#base(name) // a slot is saved with its account
    const value = await this.#source.slot(name, slot)
    this.#slots.set(at, value)
    return value
  }
}

function put<T>(map: Map<string, T>, key: string, value: T, undo: (() => void)[]): void {
  const [had, before] = [map.has(key), map.get(key)]
  undo.push(() => {
    if (had) map.set(key, before as T)
    else map.delete(key)
  })
  map.set(key, value)
}

/** The EVM changes the accounts that it is given. */
const copied = (account: Account | undefined): Account | undefined => {
  if (!account) return undefined
  const {nonce, balance, storageRoot, codeHash} = account
  return createAccount({nonce, balance, storageRoot, codeHash})
}

const hashOf = (code: Uint8Array): Uint8Array => Hash.keccak256(code, {as: 'Bytes'})

const bytesOf = (value: bigint): Uint8Array => (value === 0n ? new Uint8Array(0) : bigIntToUnpaddedBytes(value))
