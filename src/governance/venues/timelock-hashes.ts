import {AbiCoder, keccak256} from 'ethers'

export const NO_PREDECESSOR = `0x${'0'.repeat(64)}`

const keccakOf = (types: readonly string[], values: readonly unknown[]): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values))

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
  return keccakOf(['address', 'uint256', 'bytes', 'bytes32', 'bytes32'], [target, value, data, predecessor, salt])
}

/** `hashOperationBatch`: keccak256(abi.encode(targets, values, payloads, predecessor, salt)). A batch of one is not a single operation. */
export function batchOperationId(calls: readonly TimelockCall[], {predecessor, salt}: OperationBinding): string {
  const lists = [calls.map(({target}) => target), calls.map(({value}) => value), calls.map(({data}) => data)]
  return keccakOf(['address[]', 'uint256[]', 'bytes[]', 'bytes32', 'bytes32'], [...lists, predecessor, salt])
}

/** A transaction of the Compound Timelock; `signature` is empty when the data has its selector. */
export interface CompoundTransaction extends TimelockCall {
  readonly signature: string
  /** Unix seconds from which it can be executed. */
  readonly eta: bigint
}

/** Key of `queuedTransactions`: keccak256(abi.encode(target, value, signature, data, eta)). Source: compound-protocol Timelock.sol. */
export function compoundTxHash({target, value, signature, data, eta}: CompoundTransaction): string {
  return keccakOf(['address', 'uint256', 'string', 'bytes', 'uint256'], [target, value, signature, data, eta])
}
