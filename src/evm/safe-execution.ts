import * as AbiFunction from 'ox/AbiFunction'
import * as AbiParameters from 'ox/AbiParameters'
import * as Hash from 'ox/Hash'

import type {Act} from '../governance/model.js'
import type {Machine, Message, Outcome} from './machine.js'

type SafeAct = NonNullable<Act['safe']>
type Hex = `0x${string}`

const EXEC = AbiFunction.from(
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool success)',
)
const APPROVE = AbiFunction.from('function approveHash(bytes32 hashToApprove)')
const APPROVED = AbiFunction.from('function approvedHashes(address owner, bytes32 hash) view returns (uint256)')
const OWNERS = AbiFunction.from('function getOwners() view returns (address[])')
const THRESHOLD = AbiFunction.from('function getThreshold() view returns (uint256)')
const NONCE = AbiFunction.from('function nonce() view returns (uint256)')
/** Where every Safe from 1.0.0 to 1.5.0 keeps its nonce and `mapping(owner => mapping(hash => approved))`. */
const [NONCE_SLOT, APPROVED_SLOT] = [5n, 8n]
/** Where Safes from 1.3.0 keep their guard: keccak256 of `guard_manager.guard.address`. */
export const GUARD_SLOT = '0x4a204f620c8c5ccdca3fd54d003badd85ba500436a431f0cbda4f558c93c34c8'

/** What is asked of a Safe before its transaction is executed. */
export const SAFE_VIEWS = {
  owners: AbiFunction.encodeData(OWNERS),
  threshold: AbiFunction.encodeData(THRESHOLD),
  nonce: AbiFunction.encodeData(NONCE),
} as const

export const decodeOwners = (output: string): readonly string[] => AbiFunction.decodeResult(OWNERS, output as Hex)
export const decodeNumber = (output: string): bigint => AbiFunction.decodeResult(THRESHOLD, output as Hex)

/** As many owners as must sign, those first who have; in the order of their addresses, which is the order of signatures. */
export function signersOf(
  owners: readonly string[],
  threshold: bigint,
  approved: ReadonlySet<string> = new Set(),
): string[] {
  const last = (owner: string): number => (approved.has(owner) ? 0 : 1)
  const inOrder = owners.map((owner) => owner.toLowerCase()).sort()
  return inOrder
    .toSorted((a, b) => last(a) - last(b))
    .slice(0, Number(threshold))
    .sort()
}

/** The slot that says whether an owner has approved a hash. */
export function approvalSlot(owner: string, hash: string): string {
  const keyed = (key: Hex, type: 'address' | 'bytes32', below: Hex): Hex =>
    Hash.keccak256(AbiParameters.encode([{type}, {type: 'bytes32'}], [key, below]))
  const map = keyed(owner as Hex, 'address', `0x${APPROVED_SLOT.toString(16).padStart(64, '0')}`)
  return keyed(hash as Hex, 'bytes32', map)
}

/** The transaction by which a Safe executes, once these owners have approved its hash on chain. */
export function executionOf({transaction}: SafeAct, from: string, signers: readonly string[]): Message {
  const {to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, safe} = transaction
  // r is the owner, s nothing, v 1: "this owner has approved the hash".
  const signatures = `0x${signers.map((owner) => `${owner.slice(2).padStart(64, '0')}${'0'.repeat(64)}01`).join('')}`
  const args = [to, BigInt(value), data, operation, ...[safeTxGas, baseGas, gasPrice].map(BigInt), gasToken]
  return {
    from,
    to: safe,
    value: 0n,
    data: AbiFunction.encodeData(EXEC, [...args, refundReceiver, signatures] as never),
  }
}

export interface SafeOutcome extends Outcome {
  /** What was done that nobody may count on. */
  readonly assumed: readonly string[]
}

/**
 * Lets a Safe execute a transaction: of its owners those who have approved the hash, and then the first, as many as it asks
 * for, approve it in transactions of their own, and then somebody executes. Where the Safe's nonce is still lower it is written, as if those before had been executed.
 */
export async function executeSafe(machine: Machine, act: SafeAct, from: string): Promise<SafeOutcome> {
  const {transaction, hashes} = act
  const {safe: to} = transaction
  const failed = (failure: string): SafeOutcome => ({failure, output: '0x', logs: [], gasUsed: 0n, assumed: []})
  const ask = async (data: string): Promise<string> => (await machine.call({from, to, value: 0n, data})).output
  const [owners, threshold, nonce] = [
    await ask(SAFE_VIEWS.owners),
    await ask(SAFE_VIEWS.threshold),
    await ask(SAFE_VIEWS.nonce),
  ]
  if ([owners, threshold, nonce].some((output) => output.length < 66)) return failed(`there is no Safe at ${to}`)
  const at = decodeNumber(nonce)
  const wanted = BigInt(transaction.nonce)
  if (at > wanted) return failed(`the Safe has used nonce ${wanted} already: its next one is ${at}`)
  const approved = new Set<string>()
  for (const owner of decodeOwners(owners).map((each) => each.toLowerCase())) {
    const output = await ask(AbiFunction.encodeData(APPROVED, [owner as Hex, hashes.safeTxHash as Hex]))
    if (BigInt(output === '0x' ? 0 : output) > 0n) approved.add(owner)
  }
  const signers = signersOf(decodeOwners(owners), decodeNumber(threshold), approved)
  const asked = signers.filter((owner) => !approved.has(owner))
  const already = signers.length > asked.length ? `, beside ${signers.length - asked.length} that has approved` : ''
  const assumed = asked.length === 0 ? [] : [`${asked.length} of the owners of the Safe ${to} approve${already}`]
  if (at < wanted) {
    await machine.write(to, NONCE_SLOT, wanted)
    assumed.push(`the nonce of the Safe ${to} is ${at}: what it does with nonces up to ${wanted - 1n} is left out`)
  }
  const approve = AbiFunction.encodeData(APPROVE, [hashes.safeTxHash as Hex])
  for (const owner of asked) {
    const {failure} = await machine.send({from: owner, to, value: 0n, data: approve})
    if (failure !== undefined) return failed(`the owner ${owner} cannot approve: it ${failure}`)
  }
  const outcome = await machine.send(executionOf(act, from, signers))
  const silent = outcome.failure === undefined && BigInt(outcome.output === '0x' ? 0 : outcome.output) === 0n
  return {...outcome, ...(silent ? {failure: 'the Safe says that its call failed'} : {}), assumed}
}
