import * as Address from 'ox/Address'
import * as Hash from 'ox/Hash'

import type {Warning} from '../governance/read/calls.js'
import {warning} from './dangers/catalogue.js'
import type {GivenSignature} from '../governance/read/transaction/model.js'
import type {Recover, SignerFound} from './model.js'

const SIGNATURE = 130
const WORD = 64

export interface SignaturesRead {
  readonly found: readonly SignerFound[]
  readonly warnings: readonly Warning[]
}

interface Request {
  readonly hash: string
  /** As `execTransaction` takes them: 65 bytes each, contract signatures' data behind. */
  readonly blob?: string
  /** One by one, as the Safe Transaction Service lists them. */
  readonly signatures: readonly GivenSignature[]
  /** Lower case; empty where they are not known. */
  readonly owners: readonly string[]
  readonly threshold?: number
  readonly recover: Recover
}

/**
 * Who signed, as `checkNSignatures` of the Safe reads it: v 0 a contract's signature (r is the contract), 1 an approved hash
 * or the sender itself (r is the owner), above 30 an eth_sign over the hash (v - 4), else ECDSA over the hash. Execution
 * looks at the first `threshold` only, and those must be by ascending owner; what stands behind them is surplus.
 */
export function readSignatures({hash, blob, signatures, owners, threshold, recover}: Request): SignaturesRead {
  const isOwner = (signer: string | undefined): boolean | undefined =>
    signer === undefined ? false : owners.length === 0 ? undefined : owners.includes(signer)
  const {parts, problem} = blob === undefined ? {parts: [], problem: undefined} : split(blob, threshold)
  const inBlob = parts.map((part) => signerOf(part, hash, recover))
  const listed = signatures.map(({signature}) => signerOf(signature.slice(2, 2 + SIGNATURE), hash, recover))
  const warnings: Warning[] = problem === undefined ? [] : [warning('signature-invalid', problem)]
  for (const [index, {owner}] of signatures.entries()) {
    const signer = listed[index]?.signer
    if (owner !== undefined && signer !== owner) {
      warnings.push(warning('signature-invalid', `the signature said to be by ${show(owner)} is by ${show(signer)}`))
    }
  }
  // Where the threshold is not known, the first one is all that surely counts.
  const counted = inBlob.slice(0, threshold ?? inBlob.length)
  warnings.push(...orderProblems(counted, threshold !== undefined))
  const surplus = new Set(inBlob.slice(threshold ?? inBlob.length))
  const all = [...inBlob, ...listed].map((entry): SignerFound => ({...entry, isOwner: isOwner(entry.signer)}))
  for (const [index, {signer, kind, isOwner: own}] of all.entries()) {
    const entry = inBlob[index]
    if (entry && surplus.has(entry)) continue
    if (kind === 'unreadable') warnings.push(warning('signature-invalid', 'a signature cannot be read'))
    else if (own === false) warnings.push(warning('signature-invalid', `${show(signer)} signed, and is no owner`))
  }
  const signers = new Set(all.filter(({isOwner: own}) => own !== false).map(({signer}) => signer))
  if (threshold !== undefined && signers.size < threshold) {
    warnings.push(warning('signature-missing', `${signers.size} of the ${threshold} owners that must sign have signed`))
  }
  return {found: all.map((entry) => ({...entry, signer: entry.signer && Address.checksum(entry.signer)})), warnings}
}

const show = (address: string | undefined): string => (address === undefined ? 'nobody' : Address.checksum(address))

function orderProblems(counted: readonly Omit<SignerFound, 'isOwner'>[], isKnown: boolean): Warning[] {
  const wrong = counted.findIndex(({signer}, index) => {
    const before = counted[index - 1]?.signer
    return index > 0 && signer !== undefined && before !== undefined && signer <= before
  })
  if (wrong === -1) return []
  const [signer, before] = [show(counted[wrong]?.signer), show(counted[wrong - 1]?.signer)]
  const what = `signature ${wrong + 1} is by ${signer}, which does not come after ${before}`
  return [
    isKnown
      ? warning('signature-order', `${what}: execution would revert`)
      : warning('signature-order', `${what}: execution reverts if the threshold is above ${wrong}`, 'info'),
  ]
}

/** The fixed parts, one a signer. The data of contract signatures stands behind them, and says where they end. */
function split(blob: string, threshold: number | undefined): {parts: readonly string[]; problem: string | undefined} {
  const hex = blob.slice(2)
  let end = hex.length
  const parts: string[] = []
  for (let at = 0; at + SIGNATURE <= end; at += SIGNATURE) {
    const part = hex.slice(at, at + SIGNATURE)
    parts.push(part)
    if (part.endsWith('00')) {
      const offset = BigInt(`0x${part.slice(WORD, 2 * WORD)}`) * 2n
      if (offset > BigInt(hex.length)) return {parts, problem: 'a contract signature points beyond the signatures'}
      end = Math.min(end, Math.max(Number(offset), at + SIGNATURE))
    }
  }
  if (parts.length === 0) return {parts, problem: 'the signatures are shorter than one signature'}
  const loose = end === hex.length && hex.length % SIGNATURE !== 0 && (threshold ?? 0) > parts.length
  return {parts, problem: loose ? 'the signatures end in the middle of one' : undefined}
}

function signerOf(part: string, hash: string, recover: Recover): Omit<SignerFound, 'isOwner'> {
  const v = Number.parseInt(part.slice(2 * WORD), 16)
  const owner = `0x${part.slice(24, WORD)}`
  if (part.length < SIGNATURE || Number.isNaN(v)) return {signer: undefined, kind: 'unreadable'}
  if (v === 0) return {signer: owner, kind: 'contract'}
  if (v === 1) return {signer: owner, kind: 'approved hash'}
  const personal = v > 30
  const signer = recover(personal ? prefixed(hash) : hash, {
    r: `0x${part.slice(0, WORD)}`,
    s: `0x${part.slice(WORD, 2 * WORD)}`,
    yParity: (personal ? v - 4 : v) - 27,
  })
  if (signer === undefined) return {signer, kind: 'unreadable'}
  return {signer, kind: personal ? 'eth_sign' : 'eip-712'}
}

/** `\x19Ethereum Signed Message:\n32` in front of the hash, hashed. */
function prefixed(hash: string): string {
  const prefix = Array.from(new TextEncoder().encode('\u0019Ethereum Signed Message:\n32'), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  return Hash.keccak256(`0x${prefix}${hash.slice(2)}`)
}
