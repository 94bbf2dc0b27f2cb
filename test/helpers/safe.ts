import {concat, hexlify, SigningKey, computeAddress, ZeroAddress, zeroPadValue, toBeHex} from 'ethers'

import type {CHAIN_BOUND_SAFE_VERSIONS, SafeTransaction} from '../../src/governance/model.js'
import {artifact, type Artifact, type Chain, type Contract, type Log} from './evm.js'

/** Versions whose bytecode is in a package. */
export type RealSafeVersion = (typeof CHAIN_BOUND_SAFE_VERSIONS)[number]

const FOLDERS: Readonly<Record<RealSafeVersion, readonly [folder: string, safe: string, proxy: string]>> = {
  '1.3.0': ['@gnosis.pm/safe-contracts', 'GnosisSafe', 'GnosisSafeProxy'],
  '1.4.1': ['@safe-global/safe-contracts', 'Safe', 'SafeProxy'],
  '1.5.0': ['@safe-global/safe-smart-account', 'Safe', 'SafeProxy'],
}

/** The artefact of a Safe library: `MultiSendCallOnly`, `MultiSend`. */
export function safeLibrary(version: RealSafeVersion, name: string): Artifact {
  return artifact(`${FOLDERS[version][0]}/build/artifacts/contracts/libraries/${name}.sol/${name}.json`)
}

/** Keys that only tests use: 1, 2, 3... */
export const owners = (count: number): SigningKey[] =>
  Array.from({length: count}, (_, index) => new SigningKey(toBeHex(index + 1, 32)))

/** Deploys a Safe of that version with these owners, as a proxy like a user's. */
export async function deploySafe(
  chain: Chain,
  version: RealSafeVersion,
  ownerAddresses: readonly string[],
  threshold: number,
): Promise<Contract> {
  const [folder, safe, proxy] = FOLDERS[version]
  const at = `${folder}/build/artifacts/contracts`
  const {abi, ...singleton} = artifact(`${at}/${safe}.sol/${safe}.json`)
  const {address} = await chain.deploy({abi, ...singleton})
  const stub = await chain.deploy(artifact(`${at}/proxies/${proxy}.sol/${proxy}.json`), [address])
  const account = chain.at(stub.address, abi)
  await account.send('setup', [ownerAddresses, threshold, ZeroAddress, '0x', ZeroAddress, ZeroAddress, 0, ZeroAddress])
  return account
}

const fieldsOf = (tx: SafeTransaction) => [
  tx.to,
  tx.value,
  tx.data,
  tx.operation,
  tx.safeTxGas,
  tx.baseGas,
  tx.gasPrice,
  tx.gasToken,
  tx.refundReceiver,
]

/** The hash that the Safe itself computes for a transaction. */
export async function hashOnChain(safe: Contract, tx: SafeTransaction): Promise<string> {
  const [hash] = await safe.read('getTransactionHash', [...fieldsOf(tx), tx.nonce])
  return String(hash)
}

/** The owners' signatures of a hash, in the order that the Safe wants. */
export function signatures(hash: string, keys: readonly SigningKey[]): string {
  const sorted = keys.toSorted((a, b) => (computeAddress(a).toLowerCase() < computeAddress(b).toLowerCase() ? -1 : 1))
  return concat(sorted.map((key) => key.sign(hash).serialized))
}

/** What stands for a signature when an owner has approved the hash on chain. */
export function approvedBy(owner: string): string {
  return concat([zeroPadValue(owner, 32), hexlify(new Uint8Array(32)), '0x01'])
}

/** Executes a transaction with signatures for it. @throws Reverted */
export function execute(safe: Contract, tx: SafeTransaction, signed: string): Promise<Log[]> {
  return safe.send('execTransaction', [...fieldsOf(tx), signed])
}
