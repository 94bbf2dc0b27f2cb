import {TypedDataEncoder} from 'ethers'

import type {SafeHashes, SafeTransaction} from '../model.js'

const TYPES = {
  SafeTx: [
    {name: 'to', type: 'address'},
    {name: 'value', type: 'uint256'},
    {name: 'data', type: 'bytes'},
    {name: 'operation', type: 'uint8'},
    {name: 'safeTxGas', type: 'uint256'},
    {name: 'baseGas', type: 'uint256'},
    {name: 'gasPrice', type: 'uint256'},
    {name: 'gasToken', type: 'address'},
    {name: 'refundReceiver', type: 'address'},
    {name: 'nonce', type: 'uint256'},
  ],
}

/** The hashes that the owners of a Safe 1.3.0 or later sign, by EIP-712; safeTxHash is the one the Safe itself computes. */
export function safeHashes(transaction: SafeTransaction): SafeHashes {
  const domain = {chainId: transaction.chainId, verifyingContract: transaction.safe}
  const message = Object.fromEntries(TYPES.SafeTx.map(({name}) => [name, transaction[name as keyof SafeTransaction]]))
  return {
    domainHash: TypedDataEncoder.hashDomain(domain),
    messageHash: TypedDataEncoder.hashStruct('SafeTx', TYPES, message),
    safeTxHash: TypedDataEncoder.hash(domain, TYPES, message),
  }
}
