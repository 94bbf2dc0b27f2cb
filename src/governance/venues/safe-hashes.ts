import {id} from 'ethers'

import {bug, PlimsollError} from '../../errors.js'
import type {SafeHashes} from '../model.js'
import {addressWord, uintWord} from './abi-words.js'
import {keccakHex} from './keccak-hex.js'

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

const bare = (hash: string): string => hash.slice(2)
const structType = (baseGas: string): string =>
  bare(
    id(
      `SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 ${baseGas},uint256 gasPrice,` +
        'address gasToken,address refundReceiver,uint256 nonce)',
    ),
  )
const TYPES = {
  struct: structType('baseGas'),
  structOf0_1: structType('dataGas'),
  domain: bare(id('EIP712Domain(uint256 chainId,address verifyingContract)')),
  domainWithoutChain: bare(id('EIP712Domain(address verifyingContract)')),
}
const NO_DATA = bare(keccakHex(''))

/** Domain hashes by what they are over: the records of one Safe share it. */
const domains = new Map<string, string>()
const MOST_DOMAINS = 10_000

/** The release that a VERSION() names: `1.3.0+L2` and `1.1.1+Circles` hash like `1.3.0` and `1.1.1`. Undefined when it is not known. */
export function safeRelease(version: string): string | undefined {
  const release = /^v?(\d+\.\d+\.\d+)(?:[+-][\w.+-]{1,32})?$/i.exec(version)?.[1]
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
      suggestions: [
        `Known are ${HASHED_SAFE_VERSIONS.join(', ')}, each also with what may stand behind it, such as +L2.`,
      ],
    })
  }
  const domain = domainOf(transaction, release)
  const struct = bare(keccakHex(structOf(transaction, release)))
  return {
    domainHash: `0x${domain}`,
    messageHash: `0x${struct}`,
    safeTxHash: keccakHex(`1901${domain}${struct}`),
  }
}

/** `hashStruct` before the hash (EIP-712): the type's hash and the members, a word each, of bytes their hash. */
function structOf(transaction: SafeHashInput, release: string): string {
  const {to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce} = transaction
  if (BigInt(operation) > 255n) throw bug(`${operation} is no uint8`)
  return [
    release === '0.1.0' ? TYPES.structOf0_1 : TYPES.struct,
    addressWord(to),
    uintWord(value),
    data === '0x' ? NO_DATA : bare(keccakHex(data.slice(2))),
    ...[operation, safeTxGas, baseGas, gasPrice].map((integer) => uintWord(integer)),
    addressWord(gasToken),
    addressWord(refundReceiver),
    uintWord(nonce),
  ].join('')
}

function domainOf({chainId, safe}: SafeHashInput, release: string): string {
  const chainBound = SINCE_CHAIN_ID.includes(release)
  if (chainBound && chainId === undefined) {
    throw new PlimsollError(
      'SAFE_NO_CHAIN',
      `the hashes of a Safe ${release} depend on the chain: \`chainId\` is missing.`,
      {suggestions: ['Services leave it out: give it for all with --chain.']},
    )
  }
  const head = chainBound ? TYPES.domain + uintWord(chainId ?? 0) : TYPES.domainWithoutChain
  const encoded = head + addressWord(safe)
  const found = domains.get(encoded)
  if (found !== undefined) return found
  if (domains.size >= MOST_DOMAINS) domains.clear()
  const hash = bare(keccakHex(encoded))
  domains.set(encoded, hash)
  return hash
}
