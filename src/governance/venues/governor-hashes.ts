import {concat, getBytes, id, toBeHex} from 'ethers'

import {addressWord, bytes32Word, bytesListTail, encodeWords, uintWord, wordsTail} from './abi-words.js'
import {keccakHex} from './keccak-hex.js'

/** The actions of a governor's proposal, one in each place of the three lists. */
export interface GovernorActions {
  readonly targets: readonly string[]
  readonly values: readonly bigint[]
  /** Whole calldata, with the selector. */
  readonly calldatas: readonly string[]
}

/** What a governor hashes of the description: its UTF-8 bytes, to the last newline. */
export const descriptionHash = (description: string): string => id(description)

/**
 * `hashProposal` of an OpenZeppelin governor: uint256(keccak256(abi.encode(targets, values, calldatas, descriptionHash))).
 * Neither the governor nor the chain is in it. Governors with sequential ids (Bravo, CompoundGovernor) do not use it.
 * Source: OpenZeppelin contracts 4.x and 5.x, governance/Governor.sol.
 */
export function proposalId({targets, values, calldatas}: GovernorActions, descriptionHash_: string): bigint {
  const encoded = encodeWords([
    {tail: wordsTail(targets.map((target) => addressWord(target)))},
    {tail: wordsTail(values.map((value) => uintWord(value)))},
    {tail: bytesListTail(calldatas)},
    {word: bytes32Word(descriptionHash_)},
  ])
  return BigInt(keccakHex(encoded))
}

/** What a Bravo-like governor calls with: the selector of the signature before the data, or the data as it is when there is none. */
export function withSelector(signature: string, data: string): string {
  return signature === '' ? data : concat([id(signature).slice(0, 10), data])
}

/**
 * The salt under which GovernorTimelockControl schedules: the description hash in 4.x; since 5.x that hash with the
 * governor's address (in the first 20 bytes) exclusive-or'ed in. The predecessor is 0 in both.
 */
export function governorSalt(major: 4 | 5, governor: string, descriptionHash_: string): string {
  if (major === 4) return descriptionHash_
  const padded = getBytes(concat([governor, new Uint8Array(12)]))
  return toBeHex(BigInt(concat([padded])) ^ BigInt(descriptionHash_), 32)
}
