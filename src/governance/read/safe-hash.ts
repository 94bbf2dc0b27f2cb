import * as Hash from 'ox/Hash'

import type {SafeHashes} from '../model.js'
import {safeScheme} from './safe-version.js'

/** keccak256 of `EIP712Domain(uint256 chainId,address verifyingContract)`: Safe 1.3.0 and later. */
export const DOMAIN_TYPE_HASH = '47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218'
/** keccak256 of `EIP712Domain(address verifyingContract)`: Safe 1.2.0 and earlier. */
export const DOMAIN_TYPE_HASH_WITHOUT_CHAIN = '035aff83d86937d35b32e04f0ddc6ff469290eef2f1b692d8a815c89404d4749'
/** keccak256 of `SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,...)`: Safe 1.0.0 and later. */
export const SAFE_TX_TYPE_HASH = 'bb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8'
/** The same with `dataGas` for `baseGas`: before Safe 1.0.0. */
export const SAFE_TX_TYPE_HASH_DATA_GAS = '14d461bc7412367e924637b363c7bf29b8f47e2f84869f4426e5633d8af47b20'
/** keccak256 of `SafeMessage(bytes message)`. */
const SAFE_MESSAGE_TYPE_HASH = '60b3cbf8b4a223d68d641b3b6ddf9a298e7f33710cf3d3a9d1146b5a6150fbca'

type Integer = bigint | number | string

/** What the three hashes are made of; a `SafeTransaction` is one of these. */
export interface SafeHashInput {
  readonly chainId: Integer
  readonly safe: string
  /** Decides the layout; without it that of 1.3.0 and later. */
  readonly version?: string
  readonly to: string
  readonly value: Integer
  readonly data: string
  readonly operation: number
  readonly safeTxGas: Integer
  readonly baseGas: Integer
  readonly gasPrice: Integer
  readonly gasToken: string
  readonly refundReceiver: string
  readonly nonce: Integer
}

const keccak = (hex: string): string => Hash.keccak256(`0x${hex}`).slice(2)
/** A 32-byte word; addresses are hex strings and come out left-padded as integers do. */
const word = (value: Integer): string => BigInt(value).toString(16).padStart(64, '0')

let last = {data: '0x', hash: keccak('')}

/** Keccak of the data, without 0x. The same data is hashed again and again under other fields, and may be long. */
function hashOfData(data: string): string {
  if (last.data !== data) last = {data, hash: keccak(data.slice(2))}
  return last.hash
}

/** The EIP-712 domain separator of a Safe, without 0x. */
function domainOf({chainId, safe, version}: Pick<SafeHashInput, 'chainId' | 'safe' | 'version'>): string {
  const scheme = version === undefined ? undefined : safeScheme(version)
  return scheme?.chainInDomain === false
    ? keccak(DOMAIN_TYPE_HASH_WITHOUT_CHAIN + word(safe))
    : keccak(DOMAIN_TYPE_HASH + word(chainId) + word(safe))
}

/**
 * EIP-712 domain, struct and final hash of a Safe transaction, by the layout of its version (GnosisSafe.sol,
 * `encodeTransactionData` and `domainSeparator` of each). Fields must be valid.
 */
export function safeHashes(transaction: SafeHashInput): SafeHashes {
  return safeHasher(transaction)(transaction.nonce)
}

/** The hashes of one transaction under any nonce: all that the nonce does not change is computed once. */
export function safeHasher(transaction: SafeHashInput): (nonce: Integer) => SafeHashes {
  const scheme = transaction.version === undefined ? undefined : safeScheme(transaction.version)
  const domain = domainOf(transaction)
  const before =
    (scheme?.baseGasName === 'dataGas' ? SAFE_TX_TYPE_HASH_DATA_GAS : SAFE_TX_TYPE_HASH) +
    word(transaction.to) +
    word(transaction.value) +
    hashOfData(transaction.data) +
    word(transaction.operation) +
    word(transaction.safeTxGas) +
    word(transaction.baseGas) +
    word(transaction.gasPrice) +
    word(transaction.gasToken) +
    word(transaction.refundReceiver)
  return (nonce) => {
    const message = keccak(before + word(nonce))
    const safeTxHash = keccak(`1901${domain}${message}`)
    return {domainHash: `0x${domain}`, messageHash: `0x${message}`, safeTxHash: `0x${safeTxHash}`}
  }
}

/**
 * What the owners of a Safe sign so that it approves another Safe's transaction as a contract signature (EIP-1271):
 * `SafeMessage(bytes message)` in the owner's own domain. The message is the parent's 66-byte preimage
 * `0x1901 domain struct` up to 1.4.1, and the hash itself for parents from 1.5.0 on.
 */
export function contractSignatureHash(
  owner: Pick<SafeHashInput, 'chainId' | 'safe' | 'version'>,
  parent: SafeHashes & {readonly version: string},
): string {
  const [major = 0, minor = 0] = (safeScheme(parent.version)?.version ?? '').split('.').map(Number)
  const hashed = major > 1 || (major === 1 && minor >= 5)
  const message = hashed
    ? parent.safeTxHash.slice(2)
    : `1901${parent.domainHash.slice(2)}${parent.messageHash.slice(2)}`
  return `0x${keccak(`1901${domainOf(owner)}${keccak(SAFE_MESSAGE_TYPE_HASH + keccak(message))}`)}`
}
