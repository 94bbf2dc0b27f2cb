import * as Hash from 'ox/Hash'

import {EXIT, PlimsollError} from '../errors.js'
import type {NodeSimulation} from './cross-check.js'
import {headerHash, type BlockHeader} from './header.js'
import type {ChainSource, Touched} from './source.js'
import {decoded, EMPTY_TRIE, forged, provenValue, TrieNodes} from './trie.js'

type Hex = `0x${string}`

export interface SavedAccount {
  /** Decimal. */
  readonly nonce: string
  /** Wei, decimal. */
  readonly balance: string
  readonly code: string
  /** Values by slot, both 32 bytes. */
  readonly storage: Readonly<Record<string, string>>
}

/** The part of a chain's state at one block that a simulation touched, with what proves it. */
export interface ChainFile {
  readonly chainState: 1
  readonly chainId: number
  /** Who said so: `node eth.example`. */
  readonly source: string
  readonly header: BlockHeader
  readonly accounts: Readonly<Record<string, SavedAccount>>
  /** Nodes of the state trie and the storage tries, RLP; empty where the node gave no proofs. */
  readonly proofs: readonly string[]
  /** The node's own simulation of the calls, which no proof covers; absent where it made none. */
  readonly nodeSimulation?: NodeSimulation
}

/** How far a chain state can be trusted. */
export interface Authenticity {
  /** Every value is proven by the header of the block whose hash was given from outside. */
  readonly authentic: boolean
  /** Proofs hold against the header's state root, whoever's header it is. */
  readonly proven: boolean
  /** One sentence. */
  readonly text: string
}

const word = (value: bigint): string => `0x${value.toString(16).padStart(64, '0')}`

/** What was touched, as it is saved: in the order of addresses and slots, with the nodes that prove it and no others. */
export function chainFileOf(
  about: Pick<ChainFile, 'chainId' | 'header' | 'source'> & {readonly nodeSimulation?: NodeSimulation | undefined},
  touched: Touched,
  nodes: Iterable<string>,
): ChainFile {
  const byName = <T>([a]: readonly [string, T], [b]: readonly [string, T]): number => (a < b ? -1 : 1)
  const accounts = Object.fromEntries(
    [...touched.accounts].sort(byName).map(([address, {nonce, balance, code, storage}]): [string, SavedAccount] => [
      address,
      {
        nonce: nonce.toString(),
        balance: balance.toString(),
        code,
        storage: Object.fromEntries([...storage].sort(byName).map(([slot, value]) => [slot, word(value)])),
      },
    ]),
  )
  const {chainId, header, source, nodeSimulation} = about
  const pool = new TrieNodes(nodes)
  const some = [...nodes].length > 0
  if (some) prove(header, accounts, pool)
  const proofs = some ? [...pool.used].sort() : []
  return {chainState: 1, chainId, source, header, accounts, proofs, ...(nodeSimulation ? {nodeSimulation} : {})}
}

/**
 * Holds a chain state against its own proofs, and its header against a block hash from outside.
 * @throws CHAIN_STATE_FORGED (exit 3) when a value, a byte of code, a node or the header is not what the others say;
 * CHAIN_STATE_UNPROVEN (exit 3) when a block hash is given and there is nothing to hold against it
 */
export function authenticate(file: ChainFile, blockHash: string | undefined): Authenticity {
  const {header, accounts, proofs} = file
  const hash = headerHash(header)
  if (blockHash !== undefined && (hash ?? header['hash']) !== blockHash.toLowerCase())
    throw forged(
      `its header is that of block ${hash ?? 'without a hash'}, and ${blockHash.toLowerCase()} was asked for`,
    )
  if (proofs.length === 0) {
    if (blockHash === undefined)
      return {authentic: false, proven: false, text: 'UNAUTHENTICATED: nothing proves these values but who gave them'}
    throw new PlimsollError(
      'CHAIN_STATE_UNPROVEN',
      'this chain state has no proofs, so a block hash proves nothing of it.',
      {
        exit: EXIT.cannotTell,
        suggestions: ['Fetch it from a node that serves eth_getProof, or leave out --block-hash.'],
      },
    )
  }
  if (hash === undefined || hash !== header['hash']) throw forged('its header does not have the hash that it says')
  const pool = new TrieNodes(proofs)
  prove(header, accounts, pool)
  if (pool.used.size !== proofs.length) throw forged('some nodes of its proofs prove nothing')
  if (blockHash === undefined)
    return {
      authentic: false,
      proven: true,
      text: `UNAUTHENTICATED: proven for block ${hash}, which --block-hash does not pin`,
    }
  return {authentic: true, proven: true, text: `authentic: proven for block ${hash}`}
}

/** Every account against the state root of the header, its code against its hash, its slots against its storage root. */
function prove(header: BlockHeader, accounts: ChainFile['accounts'], nodes: TrieNodes): void {
  for (const [address, account] of Object.entries(accounts)) {
    const {nonce, balance, code, storage} = account
    const leaf = provenValue(header['stateRoot'] ?? '', address, nodes)
    const fields = leaf === undefined ? [] : (decoded(leaf) as readonly string[])
    const [provenNonce = '0x', provenBalance = '0x', root = EMPTY_TRIE, codeHash = Hash.keccak256('0x')] = fields
    if (BigInt(nonce) !== integer(provenNonce)) throw forged(`the nonce of ${address} is not ${nonce}`)
    if (BigInt(balance) !== integer(provenBalance)) throw forged(`the balance of ${address} is not ${balance}`)
    if (Hash.keccak256(code as Hex) !== codeHash) throw forged(`the code of ${address} is another`)
    for (const [slot, value] of Object.entries(storage)) {
      const found = provenValue(root, slot, nodes)
      const proven = found === undefined ? 0n : integer(decoded(found) as string)
      if (proven !== BigInt(value)) throw forged(`slot ${slot} of ${address} is not ${value}`)
    }
  }
}

const integer = (bytes: string): bigint => (bytes === '0x' ? 0n : BigInt(bytes))

/** A saved state as a source. Asking what it does not have fails: nothing is taken for zero. */
export function fileSource({accounts}: ChainFile): ChainSource {
  const accountAt = (address: string, what: string): SavedAccount => {
    const found = Object.hasOwn(accounts, address) ? accounts[address] : undefined
    if (found) return found
    throw missing(`${what} ${address}`)
  }
  return {
    async account(address) {
      const {nonce, balance, code} = accountAt(address, 'the account')
      return {nonce: BigInt(nonce), balance: BigInt(balance), code}
    },
    async slot(address, slot) {
      const {storage} = accountAt(address, 'the account')
      const value = Object.hasOwn(storage, slot) ? storage[slot] : undefined
      if (value === undefined) throw missing(`slot ${slot} of ${address}`)
      return BigInt(value)
    },
  }
}

const missing = (what: string): PlimsollError =>
  new PlimsollError('CHAIN_STATE_MISSING', `the chain state does not have ${what}, which this simulation needs.`, {
    exit: EXIT.cannotTell,
    suggestions: [
      'It was saved for another proposal or another version of it: fetch it again with --rpc URL --save FILE.',
    ],
  })
