import {hexlify, toUtf8Bytes} from 'ethers'

import {addressWord, bytes32Word, bytesListTail, bytesTail, encodeWords, uintWord, wordsTail} from './abi-words.js'
import {keccakHex} from './keccak-hex.js'

export const NO_PREDECESSOR = `0x${'0'.repeat(64)}`

export interface TimelockCall {
  readonly target: string
  readonly value: bigint
  readonly data: string
}

/** What makes two operations with the same calls different, and what must be done before. */
export interface OperationBinding {
  readonly predecessor: string
  readonly salt: string
}

/** `hashOperation`: keccak256(abi.encode(target, value, data, predecessor, salt)). Source: OpenZeppelin TimelockController.sol, 3.4 to 5.x. */
export function operationId({target, value, data}: TimelockCall, {predecessor, salt}: OperationBinding): string {
  return keccakHex(
    encodeWords([
      {word: addressWord(target)},
      {word: uintWord(value)},
      {tail: bytesTail(data)},
      {word: bytes32Word(predecessor)},
      {word: bytes32Word(salt)},
    ]),
  )
}

/** `hashOperationBatch`: keccak256(abi.encode(targets, values, payloads, predecessor, salt)). A batch of one is not a single operation. */
export function batchOperationId(calls: readonly TimelockCall[], {predecessor, salt}: OperationBinding): string {
  return keccakHex(
    encodeWords([
      {tail: wordsTail(calls.map(({target}) => addressWord(target)))},
      {tail: wordsTail(calls.map(({value}) => uintWord(value)))},
      {tail: bytesListTail(calls.map(({data}) => data))},
      {word: bytes32Word(predecessor)},
      {word: bytes32Word(salt)},
    ]),
  )
}

/** A transaction of the Compound Timelock; `signature` is empty when the data has its selector. */
export interface CompoundTransaction extends TimelockCall {
  readonly signature: string
  /** Unix seconds from which it can be executed. */
  readonly eta: bigint
}

/** Key of `queuedTransactions`: keccak256(abi.encode(target, value, signature, data, eta)). Source: compound-protocol Timelock.sol. */
export function compoundTxHash({target, value, signature, data, eta}: CompoundTransaction): string {
  return keccakHex(
    encodeWords([
      {word: addressWord(target)},
      {word: uintWord(value)},
      {tail: bytesTail(hexlify(toUtf8Bytes(signature)))},
      {tail: bytesTail(data)},
      {word: uintWord(eta)},
    ]),
  )
}
