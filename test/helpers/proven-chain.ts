import {getMerkleStateProof, MerkleStateManager} from '@ethereumjs/statemanager'
import {
  bigIntToUnpaddedBytes,
  bytesToBigInt,
  bytesToHex,
  createAccount,
  createAddressFromString,
  hexToBytes,
  type PrefixedHexString,
} from '@ethereumjs/util'
import {encodeRlp, keccak256} from 'ethers'

import type {Chain} from './evm.js'

const bytes = (hex: string): Uint8Array => hexToBytes(hex as PrefixedHexString)
const ZERO = `0x${'0'.repeat(64)}`

/** Headers, proofs and access lists of a chain in memory as it was at one moment, from a trie that is not the product's. */
export class ProvenChain {
  readonly #chain: Chain
  readonly #state: MerkleStateManager
  readonly #root: string
  /** Whether it serves eth_getProof. */
  readonly proofs: boolean

  private constructor(chain: Chain, state: MerkleStateManager, root: string, proofs: boolean) {
    this.#chain = chain
    this.#state = state
    this.#root = root
    this.proofs = proofs
  }

  static async of(chain: Chain, {proofs = true} = {}): Promise<ProvenChain> {
    const state = new MerkleStateManager()
    for await (const {address, nonce, balance, code, storage} of chain.accounts()) {
      if (nonce === 0n && balance === 0n && code === '0x') continue
      const at = createAddressFromString(address)
      await state.putAccount(at, createAccount({nonce, balance}))
      if (code !== '0x') await state.putCode(at, bytes(code))
      for (const [slot, value] of storage) {
        const number = bytesToBigInt(value)
        if (number > 0n) await state.putStorage(at, bytes(slot), bigIntToUnpaddedBytes(number))
      }
    }
    await state.flush()
    return new ProvenChain(chain, state, bytesToHex(await state.getStateRoot()), proofs)
  }

  /** A header as a node of Ethereum gives it since Prague, whose hash is that of its fields. */
  header(number: number): Record<string, string> {
    const fields = {
      parentHash: ZERO,
      sha3Uncles: keccak256('0xc0'),
      miner: `0x${'0'.repeat(38)}fe`,
      stateRoot: this.#root,
      transactionsRoot: ZERO,
      receiptsRoot: ZERO,
      logsBloom: `0x${'0'.repeat(512)}`,
      difficulty: '0x',
      number: `0x${number.toString(16)}`,
      gasLimit: '0x2255100',
      gasUsed: '0x',
      timestamp: '0x665a0b80',
      extraData: '0x',
      mixHash: `0x${'11'.repeat(32)}`,
      nonce: '0x0000000000000000',
      baseFeePerGas: '0x07',
      withdrawalsRoot: ZERO,
      blobGasUsed: '0x',
      excessBlobGas: '0x',
      parentBeaconBlockRoot: ZERO,
      requestsHash: ZERO,
    }
    const even = (hex: string): string => (hex.length % 2 === 0 ? hex : `0x0${hex.slice(2)}`)
    const hash = keccak256(encodeRlp(Object.values(fields).map((field) => even(field))))
    const quantities = {
      difficulty: '0x0',
      gasUsed: '0x0',
      blobGasUsed: '0x0',
      excessBlobGas: '0x0',
      baseFeePerGas: '0x7',
    }
    return {...fields, ...quantities, hash}
  }

  /** The answer to a JSON-RPC method; undefined for one that it does not know. */
  async serve(method: string, params: readonly unknown[]): Promise<unknown> {
    if (method === 'eth_createAccessList') {
      const {from, to, data} = params[0] as {from: string; to?: string; data: string}
      return {accessList: await this.#chain.accessList(from, to, data), gasUsed: '0x0'}
    }
    const [address, argument] = params as [string, unknown]
    const proof = async (slots: readonly string[]) =>
      getMerkleStateProof(this.#state, createAddressFromString(address), slots.map(bytes))
    if (method === 'eth_getProof' && this.proofs) return proof(argument as string[])
    if (method === 'eth_getStorageAt') {
      const {storageProof} = await proof([argument as string])
      return `0x${BigInt(storageProof[0]?.value ?? 0)
        .toString(16)
        .padStart(64, '0')}`
    }
    if (method === 'eth_getBalance') return (await proof([])).balance
    if (method === 'eth_getTransactionCount') return (await proof([])).nonce
    return undefined
  }
}
