import {PlimsollError} from '../errors.js'
import type {VenueItem} from '../governance/model.js'
import {innerCalls, type Warning} from '../governance/read/calls.js'
import type {Pin} from '../governance/read/decode/model.js'
import type {FieldName, SafeFields} from '../governance/read/fields.js'
import {safeHashes} from '../governance/read/safe-hash.js'
import type {SafeTransactionText} from '../governance/read/safe-transaction.js'
import {readTransaction} from '../governance/read/transaction/read-transaction.js'
import type {Proposal} from '../proposal/model.js'
import {chainId} from '../protocols/chains.js'
import type {RawCall} from '../protocols/model.js'
import {allDangers} from './dangers/dangers.js'
import {judgeCalls} from './calls.js'
import {judgeClaims} from './claims.js'
import {completed} from './completed.js'
import {expectedSafe} from './governance.js'
import {concluded, type Findings} from './findings.js'
import {judgeGovernor} from './governor.js'
import {familyOf, flattened, type Family} from './nested.js'
import type {Verdict, VerifyRequest} from './model.js'
import {directVenue} from './direct-venue.js'
import {pinsOf} from './pins.js'
import {resolve, type Outermost, type Resolved, type ResolvedSafe} from './resolve.js'

export type {Warning} from '../governance/read/calls.js'
export type {StatementResult} from './statements.js'
export {readCalls, type CallsRead} from './calls.js'
export type {Verdict} from './model.js'

/**
 * Compares the text of a Safe transaction with a proposal, by the second road: bytes, statements, comparison.
 * @throws TRANSACTION_NOT_JSON, TRANSACTION_NOT_AN_OBJECT when the text is no transaction at all.
 */
export function verifySafeTransaction(proposal: Proposal, transactionText: string): Verdict {
  return verifyTransaction({input: readTransaction(transactionText), proposal})
}

/**
 * Whether a transaction does what a proposal says, all of it and nothing else; without a proposal, whether it has the hash
 * that is expected. What is not said well enough to decide is CANNOT TELL, unless something already proves a mismatch.
 */
export function verifyTransaction(given: VerifyRequest): Verdict {
  const {notes, request} = entered(given)
  const verdict = judged(request)
  return notes.length === 0 ? verdict : {...verdict, notes: [...notes, ...verdict.notes]}
}

/** A call that executes at an inner venue is judged from there on. A Safe around it is no obstacle: it may be the one that calls. */
function entered(request: VerifyRequest): {request: VerifyRequest; notes: string[]} {
  const {hints, input, proposal} = request
  const governance = proposal?.governance ?? []
  const index = directVenue(input, hints?.to, governance)
  const item = governance[index]
  if (!proposal || !item || index === 0 || (index === 1 && governance[0]?.venue === 'safe')) return {request, notes: []}
  const note = `it executes at the proposal's ${item.venue} by itself: what stands around that in the proposal is not in it`
  const inside = governance.slice(index) as typeof proposal.governance
  return {request: {...request, proposal: {...proposal, governance: inside}}, notes: [note]}
}

function judged(request: VerifyRequest): Verdict {
  const {input, proposal, hints = {}} = request
  const findings: Findings = {mismatches: [], unknown: [], numbered: [], warnings: [], diagnosis: [], notes: []}
  const pins = new Map([...pinsOf(proposal), ...(hints.pins ?? [])])
  if (input.kind === 'governor') return judgeGovernor({...request, input}, pins, findings)
  const chain = chainOf(proposal, findings)
  const [item] = proposal?.governance ?? []
  const outermost = outermostOf(item, chain, input.kind === 'safe' ? nonceOf(input) : hints.nonce)
  const resolved = resolve(input, hints, outermost)
  findings.notes.push(...resolved.notes)
  findings.mismatches.push(...resolved.problems)
  if (resolved.kind === 'safe' && !proposal) {
    const {safe, notes, unknown} = completed(resolved.safe, request.expect)
    findings.notes.push(...notes)
    findings.unknown.push(...unknown)
    return judgeSafe(safe, {...request, chain, outermost, pins, findings})
  }
  return resolved.kind === 'safe'
    ? judgeSafe(resolved.safe, {...request, chain, outermost, pins, findings})
    : judgeOutside(resolved, {...request, chain, outermost, pins, findings})
}

interface Judging extends VerifyRequest {
  readonly chain: number | undefined
  readonly outermost: Outermost & {readonly unknown: readonly string[]}
  readonly pins: ReadonlyMap<string, Pin>
  readonly findings: Findings
}

function judgeSafe(safe: ResolvedSafe, judging: Judging): Verdict {
  const {proposal, hints = {}, outermost, pins, findings, recover} = judging
  const {mismatches, unknown} = findings
  mismatches.push(...safe.problems.map(({field, message}) => `\`${field}\` of the transaction ${message}`))
  const hashes = safe.all && safeHashes(safe.all)
  const family = safe.all && familyOf(safe.all, flattened(safe.source), pins, judging.diagnose)
  mismatches.push(...(family?.problems ?? []))
  findings.diagnosis.push(...(family?.diagnosis ?? []))
  const statements = proposal ? compared(safe, proposal, family, judging) : []
  if (proposal) unknown.push(...outermost.unknown, ...notASafe(proposal))
  judgeClaims(safe.source.claims, hashes, safe.all, judging, findings)
  const {signatures, does} = allDangers(safe, {family, pins, proposal, hints, findings, recover})
  return concluded(findings, {
    statements: proposal ? statements : does,
    hashes,
    ...(family && family.signers.length > 0 ? {signers: family.signers} : {}),
    ...(signatures.length > 0 ? {signatures} : {}),
  })
}

function compared(
  safe: ResolvedSafe,
  proposal: Proposal,
  family: Family | undefined,
  {chain, outermost, findings}: Judging,
): Verdict['statements'] {
  const said = {...outermost.fields, ...(chain === undefined ? {} : {chainId: BigInt(chain)})}
  findings.mismatches.push(...fieldMismatches(said, safe))
  const inner = callsOf(safe.fields)
  findings.mismatches.push(...inner.problems)
  findings.warnings.push(...inner.warnings.filter(({id}) => !isSaid(id, proposal.governance?.[0])))
  const rest = outermost.isSafe ? (proposal.governance ?? []).slice(1) : []
  const readable = outermost.isSafe || (proposal.governance ?? []).length === 0
  return judgeCalls(readable ? inner.calls : undefined, rest, proposal, family, findings)
}

/** The proposal itself may ask for MultiSend. */
const isSaid = (id: string, item: VenueItem | undefined): boolean =>
  id === 'multisend-delegate' && item?.['batch'] === 'MultiSend'

/** A call by an account outside: the first venue is entered by it. */
function judgeOutside(resolved: Extract<Resolved, {kind: 'calls'}>, judging: Judging): Verdict {
  const {input, proposal, hints = {}, chain, outermost, pins, findings} = judging
  findings.unknown.push(...resolved.unknown)
  const {chainId: own, part} = input.kind === 'calls' ? input : {}
  const said = hints.chainId ?? own
  const id = said === undefined ? chain : Number(said)
  const calls = resolved.calls.map((call): RawCall => ({...call, chainId: id ?? 0}))
  const meant = isAtCore(calls, proposal) ? CORE_CHAIN : chain
  if (meant !== undefined && said !== undefined && Number(said) !== meant)
    findings.mismatches.push(`\`chainId\` is ${said}; the proposal says ${meant}`)
  let statements: Verdict['statements'] = []
  if (proposal) {
    const items = proposal.governance ?? []
    if (outermost.isSafe) findings.unknown.push(...outermost.unknown)
    if (items.length === 0) findings.unknown.push(NO_VENUE)
    statements = judgeCalls(
      calls.length > 0 ? calls : undefined,
      items.length > 0 && items[0]?.venue !== 'eoa' ? items : items.slice(1),
      proposal,
      undefined,
      findings,
      part,
    )
  }
  const hashes = judgeClaims([], undefined, undefined, judging, findings, calls)
  const {does} = allDangers(
    {calls, chainId: id},
    {family: undefined, pins, proposal, hints, findings, recover: undefined},
  )
  return concluded(findings, {statements: proposal ? statements : does, hashes})
}

/** Aave's governance core stands on Ethereum, whatever chain it governs. Source: aave-address-book, GovernanceV3Ethereum. */
const CORE_CHAIN = 1

function isAtCore(calls: readonly RawCall[], proposal: Proposal | undefined): boolean {
  const items = (proposal?.governance ?? []).filter((item) => item['governance'] !== item['payloadsController'])
  const cores = items.map((item) => String(item['governance']).toLowerCase())
  return calls.length > 0 && calls.every(({to}) => cores.includes(to.toLowerCase()))
}

function notASafe({governance = []}: Proposal): string[] {
  const [item] = governance
  if (!item) return [NO_VENUE]
  return item.venue === 'safe' ? [] : [`the proposal's outermost venue is \`${item.venue}\`, not a Safe`]
}

const NO_VENUE = 'the proposal names no venue: a `venue: safe` with address, version and nonce'

function chainOf(proposal: Proposal | undefined, {unknown}: Findings): number | undefined {
  if (!proposal) return undefined
  try {
    return chainId(proposal.protocol.chain)
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    unknown.push(error.message)
    return undefined
  }
}

function nonceOf({scalars}: ResolvedSafe['source']): bigint | undefined {
  const scalar = scalars.get('nonce')
  const text = scalar && ('text' in scalar ? scalar.text : 'number' in scalar ? scalar.number : '')
  return text !== undefined && /^(?:\d{1,78}|0x[\da-f]{1,64})$/i.test(text) ? BigInt(text) : undefined
}

function outermostOf(
  item: VenueItem | undefined,
  chain: number | undefined,
  nonce: bigint | undefined,
): Judging['outermost'] {
  const own = chain === undefined ? {} : {chainId: BigInt(chain)}
  if (!item) return {isSafe: false, address: undefined, fields: own, unknown: []}
  const address = typeof item['address'] === 'string' ? item['address'] : undefined
  if (item.venue !== 'safe') return {isSafe: false, address, fields: own, unknown: []}
  const {fields, unknown} = expectedSafe(item, nonce)
  return {isSafe: true, address, fields: {...fields, ...own}, unknown}
}

export function fieldMismatches(
  expected: Partial<SafeFields>,
  {fields}: Pick<SafeTransactionText, 'fields'>,
): string[] {
  const names = Object.keys(expected) as FieldName[]
  return names
    .filter((name) => fields[name] !== undefined && fields[name] !== expected[name])
    .map((name) => `\`${name}\` is ${String(fields[name])}; the proposal says ${String(expected[name])}`)
}

/** The inner calls, undefined when the fields that say them are not all valid. */
export function callsOf(fields: Partial<SafeFields>): {
  calls: readonly RawCall[] | undefined
  problems: readonly string[]
  warnings: readonly Warning[]
} {
  const {to, value, data, operation, chainId: chain, version} = fields
  if (to === undefined || value === undefined || data === undefined || operation === undefined || chain === undefined) {
    return {calls: undefined, problems: [], warnings: []}
  }
  return innerCalls({to, value, data, operation, version}, Number(chain))
}
