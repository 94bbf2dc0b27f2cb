import * as Address from 'ox/Address'

import {decodeCall} from '../governance/read/decode/decode-call.js'
import type {DecodedCall, Pin} from '../governance/read/decode/model.js'
import type {SafeFields} from '../governance/read/fields.js'
import {contractSignatureHash, safeHashes} from '../governance/read/safe-hash.js'
import {readSafeFields} from '../governance/read/safe-transaction.js'
import type {SafeInput} from '../governance/read/transaction/model.js'
import type {SafeHashes} from '../governance/model.js'
import type {Diagnosis, SignerView} from './model.js'
import {diagnoseHash} from './diagnose-hash.js'

/** A Safe transaction of a family, with its hashes. */
export interface Member {
  readonly fields: SafeFields
  readonly hashes: SafeHashes
  /** What it approves: for which Safe (lower case), which hash. */
  readonly approvals: readonly {readonly safe: string; readonly hash: string}[]
}

export interface Family {
  readonly members: readonly Member[]
  readonly problems: readonly string[]
  readonly diagnosis: readonly Diagnosis[]
  readonly signers: readonly SignerView[]
}

const MAX_MEMBERS = 64

/** The transaction and all that came with it, at any depth, in one list. */
export function flattened(source: SafeInput): SafeInput[] {
  const all: SafeInput[] = []
  const walk = (input: SafeInput): void => {
    if (all.length >= MAX_MEMBERS) return
    all.push(input)
    for (const other of input.related) walk(other)
  }
  for (const other of source.related) walk(other)
  return all
}

/** The fields that say what a Safe transaction does. */
type SafeCall = Pick<SafeFields, 'data' | 'operation' | 'to' | 'value'>

/** A Safe transaction's call as a tree; the Safe's own functions are pinned to it. */
export function treeOf(
  {safe, chainId, ...fields}: Partial<Pick<SafeFields, 'chainId' | 'safe'>> & SafeCall,
  pins: ReadonlyMap<string, Pin>,
): DecodedCall {
  const pin: Pin = {title: 'the Safe itself', functions: [], abi: 'safe'}
  const own: [string, Pin][] = safe === undefined ? [] : [[safe.toLowerCase(), pin]]
  return decodeCall(
    {
      operation: fields.operation === 1 ? 'delegatecall' : 'call',
      to: fields.to.toLowerCase(),
      value: fields.value,
      data: fields.data,
    },
    {chainId: chainId === undefined ? undefined : Number(chainId), pins: new Map([...own, ...pins])},
  )
}

/** A Safe transaction as a member. */
export function memberOf(fields: SafeFields, pins: ReadonlyMap<string, Pin>): Member {
  return {fields, hashes: safeHashes(fields), approvals: approvalsIn(treeOf(fields, pins))}
}

function approvalsIn(root: DecodedCall): Member['approvals'] {
  const own =
    root.function?.signature === 'approveHash(bytes32)' && root.to !== undefined && root.operation === 'call'
      ? [{safe: root.to, hash: String(root.function.arguments[0]?.value)}]
      : []
  return [...own, ...root.calls.flatMap((call) => approvalsIn(call))]
}

/**
 * Safes that own Safes: every hash that one of the transactions approves for the Safe of another must be that other's
 * hash, and every transaction must be tied to the rest by an approval.
 */
export function familyOf(
  own: SafeFields,
  others: readonly SafeInput[],
  pins: ReadonlyMap<string, Pin>,
  diagnose = true,
): Family {
  const problems: string[] = []
  const members: Member[] = [memberOf(own, pins)]
  for (const input of others) {
    const context = {chainId: own.chainId, version: own.version}
    const read = readSafeFields(input, context)
    if (!read.all) {
      problems.push(...read.problems.map(({field, message}) => `\`${field}\` of a nested transaction ${message}`))
      continue
    }
    const member = memberOf(read.all, pins)
    if (!members.some(({hashes}) => hashes.safeTxHash === member.hashes.safeTxHash)) members.push(member)
    for (const {name, hash} of input.claims) {
      const computed = name in member.hashes ? member.hashes[name as keyof SafeHashes] : hash
      if (computed !== hash) problems.push(`a nested transaction says that its ${name} is ${hash}; it is ${computed}`)
    }
  }
  const diagnosis: Diagnosis[] = []
  for (const member of members) {
    for (const {safe, hash} of member.approvals) {
      const meant = members.filter(({fields}) => fields.safe.toLowerCase() === safe)
      if (meant.length === 0 || meant.some(({hashes}) => hashes.safeTxHash === hash)) continue
      problems.push(
        `Safe ${member.fields.safe} approves ${hash} for Safe ${Address.checksum(safe)}, whose transaction has the hash ${meant.map(({hashes}) => hashes.safeTxHash).join(', ')}`,
      )
      for (const {fields} of diagnose ? meant : []) diagnosis.push(...diagnoseHash(fields, hash))
    }
  }
  problems.push(...untied(members))
  return {
    members,
    problems,
    diagnosis,
    signers: members.length === 1 ? [] : members.map((member) => view(member, members)),
  }
}

function untied(members: readonly Member[]): string[] {
  if (members.length === 1) return []
  const isTied = (member: Member): boolean =>
    members.some((other) => {
      const toOther = member.approvals.some(({safe}) => safe === other.fields.safe.toLowerCase())
      const fromOther = other.approvals.some(({safe}) => safe === member.fields.safe.toLowerCase())
      return other !== member && (toOther || fromOther)
    })
  return members
    .filter((member) => !isTied(member))
    .map(
      ({fields}) => `the transaction of Safe ${fields.safe} approves none of the others, and none of them approves it`,
    )
}

const APPROVED = 'approved by Safe '

/** Whether another of the transactions approves it, by its hash. */
export const isApproved = ({role}: SignerView): boolean => role.split('; ').some((part) => part.startsWith(APPROVED))

function view({fields, hashes, approvals}: Member, members: readonly Member[]): SignerView {
  const approves = approvals.map(({safe, hash}) => `approves ${hash} of Safe ${Address.checksum(safe)}`)
  const by = members
    .filter((other) => other.approvals.some(({hash}) => hash === hashes.safeTxHash))
    .map((other) => `${APPROVED}${other.fields.safe}`)
  const instead = members
    .filter((other) => approvals.some(({hash}) => hash === other.hashes.safeTxHash))
    .map((other) => {
      const signed = contractSignatureHash(fields, {...other.hashes, version: other.fields.version})
      return `(as a contract signature its owners would sign ${signed})`
    })
  const role = [...approves, ...instead, ...by].join('; ')
  return {safe: fields.safe, version: fields.version, nonce: String(fields.nonce), hashes, role}
}
