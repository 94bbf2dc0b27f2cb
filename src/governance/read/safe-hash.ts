import * as Hash from 'ox/Hash'

import type {SafeHashes} from '../model.js'

/** keccak256 of `EIP712Domain(uint256 chainId,address verifyingContract)`: Safe 1.3.0 and later. */
export const DOMAIN_TYPE_HASH = '47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218'
/** keccak256 of `SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,...)`: Safe 1.0.0 and later. */
export const SAFE_TX_TYPE_HASH = 'bb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8'

type Integer = bigint | number | string

/** What the three hashes are made of; a `SafeTransaction` is one of these. */
export interface SafeHashInput {
  readonly chainId: Integer
  readonly safe: string
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

/** EIP-712 domain, struct and final hash of a Safe transaction, Safe 1.3.0 to 1.5.0 (one scheme). Fields must be valid. */
export function safeHashes(transaction: SafeHashInput): SafeHashes {
  const domain = keccak(DOMAIN_TYPE_HASH + word(transaction.chainId) + word(transaction.safe))
  const message = keccak(
    SAFE_TX_TYPE_HASH +
      word(transaction.to) +
      word(transaction.value) +
      keccak(transaction.data.slice(2)) +
      word(transaction.operation) +
      word(transaction.safeTxGas) +
      word(transaction.baseGas) +
      word(transaction.gasPrice) +
      word(transaction.gasToken) +
      word(transaction.refundReceiver) +
      word(transaction.nonce),
  )
  return {domainHash: `0x${domain}`, messageHash: `0x${message}`, safeTxHash: `0x${keccak(`1901${domain}${message}`)}`}
}
