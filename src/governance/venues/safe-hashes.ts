import {concat, keccak256, TypedDataEncoder, type TypedDataDomain} from 'ethers'

import {PlimsollError} from '../../errors.js'
import type {SafeHashes} from '../model.js'

type Integer = bigint | number | string

/** The fields that the hashes are over. */
export interface SafeHashInput {
  /** Undefined is allowed before 1.3.0, whose hashes do not depend on it. */
  readonly chainId: bigint | number | undefined
  readonly safe: string
  readonly version: string
  readonly to: string
  readonly value: Integer
  readonly data: string
  readonly operation: Integer
  readonly safeTxGas: Integer
  readonly baseGas: Integer
  readonly gasPrice: Integer
  readonly gasToken: string
  readonly refundReceiver: string
  readonly nonce: Integer
}

/** Every release whose hashes are known. 0.1.0 calls `baseGas` `dataGas`, which changes the type hash. */
const BEFORE_CHAIN_ID = ['0.1.0', '1.0.0', '1.1.0', '1.1.1', '1.2.0']
const SINCE_CHAIN_ID = ['1.3.0', '1.4.0', '1.4.1', '1.5.0']
export const HASHED_SAFE_VERSIONS: readonly string[] = [...BEFORE_CHAIN_ID, ...SINCE_CHAIN_ID]

const types = (baseGas: string) => ({
  SafeTx: [
    {name: 'to', type: 'address'},
    {name: 'value', type: 'uint256'},
    {name: 'data', type: 'bytes'},
    {name: 'operation', type: 'uint8'},
    {name: 'safeTxGas', type: 'uint256'},
    {name: baseGas, type: 'uint256'},
    {name: 'gasPrice', type: 'uint256'},
    {name: 'gasToken', type: 'address'},
    {name: 'refundReceiver', type: 'address'},
    {name: 'nonce', type: 'uint256'},
  ],
})
const ENCODER = TypedDataEncoder.from(types('baseGas'))
const ENCODER_0_1 = TypedDataEncoder.from(types('dataGas'))

/** The release that a VERSION() names: `1.3.0+L2` hashes like `1.3.0`. Undefined when it is not known. */
export function safeRelease(version: string): string | undefined {
  const release = /^v?(\d+\.\d+\.\d+)(?:\+L2)?$/i.exec(version)?.[1]
  return HASHED_SAFE_VERSIONS.find((known) => known === release)
}

/**
 * The hashes that the owners of a Safe sign, by EIP-712; safeTxHash is the one that the Safe itself computes
 * (`getTransactionHash`, GnosisSafe.sol). The domain is the Safe alone up to 1.2.0, and the chain too from 1.3.0.
 * @throws SAFE_VERSION for a release that is not known, SAFE_NO_CHAIN where the chain is needed and not given.
 */
export function safeHashes(transaction: SafeHashInput): SafeHashes {
  const release = safeRelease(transaction.version)
  if (release === undefined) {
    throw new PlimsollError('SAFE_VERSION', `Safes of version ${transaction.version} are not known.`, {
      suggestions: [`Known are ${HASHED_SAFE_VERSIONS.join(', ')}, each also with +L2.`],
    })
  }
  const domain = domainOf(transaction, release)
  const encoder = release === '0.1.0' ? ENCODER_0_1 : ENCODER
  const message = {...transaction, dataGas: transaction.baseGas}
  const domainHash = TypedDataEncoder.hashDomain(domain)
  const messageHash = encoder.hash(message)
  return {domainHash, messageHash, safeTxHash: keccak256(concat(['0x1901', domainHash, messageHash]))}
}

function domainOf({chainId, safe}: SafeHashInput, release: string): TypedDataDomain {
  const verifyingContract = safe
  if (!SINCE_CHAIN_ID.includes(release)) return {verifyingContract}
  if (chainId !== undefined) return {chainId, verifyingContract}
  throw new PlimsollError(
    'SAFE_NO_CHAIN',
    `the hashes of a Safe ${release} depend on the chain: \`chainId\` is missing.`,
  )
}
