import * as Hash from 'ox/Hash'

import type {SafeHashes} from '../governance/model.js'
import type {SafeFields} from '../governance/read/fields.js'
import type {Claim} from '../governance/read/transaction/model.js'
import type {RawCall} from '../protocols/model.js'
import {diagnoseHash} from './diagnose-hash.js'
import {warning} from './dangers/catalogue.js'
import type {Hashes, VerifyRequest} from './model.js'
import type {Findings} from './findings.js'

/**
 * Holds the computed hashes against those that the file itself claims and the one that the user expects. Without a proposal
 * the expected hash alone decides; the file's own claim proves nothing, but a wrong one does.
 */
export function judgeClaims(
  claims: readonly Claim[],
  computed: SafeHashes | undefined,
  fields: SafeFields | undefined,
  {expect, proposal, diagnose = true}: Pick<VerifyRequest, 'diagnose' | 'expect' | 'proposal'>,
  {mismatches, unknown, warnings, diagnosis}: Findings,
  calls: readonly RawCall[] = [],
): Hashes | undefined {
  const hashes: Hashes | undefined = computed ?? operationHashes(calls)
  for (const {name, hash} of claims) {
    const own = hashes?.[name]
    if (own === undefined || own === hash) continue
    mismatches.push(`the file says that its ${name} is ${hash}; it is ${own}`)
    warnings.push(warning('claimed-hash', `the file carries a ${name} that is not that of its transaction`))
    const found = fields && diagnose && name !== 'domainHash' ? diagnoseHash(fields, hash) : []
    diagnosis.push(...found)
  }
  if (expect !== undefined) {
    const wanted = expect.toLowerCase()
    const own = Object.values(hashes ?? {}) as string[]
    if (hashes === undefined) unknown.push('the hashes cannot be computed: fields are missing')
    else if (computed && wanted !== computed.safeTxHash && own.includes(wanted)) {
      const which = wanted === computed.domainHash ? 'domain hash' : 'message hash'
      unknown.push(
        `the expected hash is the ${which}, which other transactions have too: give the safeTxHash ${computed.safeTxHash}`,
      )
    } else if (!own.includes(wanted)) {
      mismatches.push(`the expected hash is ${wanted}; the transaction has ${computed?.safeTxHash ?? own.join(', ')}`)
      if (fields && diagnose) diagnosis.push(...diagnoseHash(fields, wanted))
    }
  } else if (proposal === undefined) {
    unknown.push('there is nothing to compare with: give the proposal FILE, or the hash with --expect')
  }
  return hashes
}

/** What a timelock calls the operation, where T is one call to it. */
function operationHashes(calls: readonly RawCall[]): Hashes | undefined {
  const [call, ...others] = calls
  if (!call || others.length > 0) return undefined
  // schedule and scheduleBatch: the id is the hash of the arguments without the delay at their end, heads moved up by a word.
  return /^0x(?:01d5062a|8f2a0bb0|134008d3|e38335e5)/.test(call.data) ? operationId(call.data) : undefined
}

const WORD = 64

function operationId(data: string): Hashes | undefined {
  const selector = data.slice(2, 10)
  const body = data.slice(10)
  const scheduled = selector === '01d5062a' || selector === '8f2a0bb0'
  if (!scheduled) return {operationId: Hash.keccak256(`0x${body}`)}
  const heads = 6
  if (body.length < heads * WORD) return undefined
  const dynamic = selector === '8f2a0bb0' ? [0, 1, 2] : [2]
  const words = Array.from({length: heads - 1}, (_, index) => {
    const word = body.slice(index * WORD, (index + 1) * WORD)
    if (!dynamic.includes(index)) return word
    const offset = BigInt(`0x${word}`)
    return offset < 32n ? word : (offset - 32n).toString(16).padStart(WORD, '0')
  })
  return {operationId: Hash.keccak256(`0x${words.join('')}${body.slice(heads * WORD)}`)}
}
