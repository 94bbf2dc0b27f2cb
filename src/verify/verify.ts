import {PlimsollError} from '../errors.js'
import type {SafeHashes} from '../governance/model.js'
import {innerCalls, type Warning} from '../governance/read/calls.js'
import type {FieldName, SafeFields} from '../governance/read/fields.js'
import {safeHashes} from '../governance/read/safe-hash.js'
import {readSafeTransaction, type SafeTransactionText} from '../governance/read/safe-transaction.js'
import type {Proposal} from '../proposal/model.js'
import {chainId} from '../protocols/chains.js'
import type {ProtocolReader, ProtocolRequest, RawCall, Statement} from '../protocols/model.js'
import {readerFor} from '../protocols/readers.js'
import {expectedSafe} from './governance.js'
import {compareStatements, type StatementResult} from './statements.js'

export type {Warning} from '../governance/read/calls.js'
export type {StatementResult} from './statements.js'

/** The answer to: does this transaction do what the proposal says, all of it, and nothing else? */
export interface Verdict {
  readonly verdict: 'CANNOT TELL' | 'MATCH' | 'MISMATCH'
  readonly statements: readonly StatementResult[]
  /** Of the transaction as given; undefined when one of its fields is missing or malformed. */
  readonly hashes: SafeHashes | undefined
  readonly warnings: readonly Warning[]
  /** Why it is not a MATCH; empty for a MATCH. */
  readonly reasons: readonly string[]
}

/** What a list of calls says, read by one protocol's reader. */
export interface CallsRead {
  readonly statements: readonly Statement[]
  readonly problems: readonly string[]
  /** Calls that the proposal's protocol does not explain, in words. */
  readonly unexplained: readonly string[]
}

/**
 * Compares the text of a Safe transaction with a proposal, by the second road: bytes, statements, comparison.
 * A proposal that does not say enough to decide is CANNOT TELL, unless something already proves a mismatch.
 * @throws TRANSACTION_NOT_JSON, TRANSACTION_NOT_AN_OBJECT when the text is no transaction at all.
 */
export function verifySafeTransaction(proposal: Proposal, transactionText: string): Verdict {
  const transaction = readSafeTransaction(transactionText)
  const expected = expectedSafe(proposal)
  const reader = readerFor(proposal.protocol.name)
  const unknown = [...expected.unknown]
  const mismatches = transaction.problems.map(({field, message}) => `\`${field}\` of the transaction ${message}`)

  const chain = attempt(() => chainId(proposal.protocol.chain), unknown)
  const fields = {...expected.fields, ...(chain === undefined ? {} : {chainId: BigInt(chain)})}
  mismatches.push(...fieldMismatches(fields, transaction))

  const inner = callsOf(transaction.fields)
  mismatches.push(...inner.problems)
  const claims = claimsOf(reader, proposal, unknown)
  const {calls} = inner
  const compared =
    claims && calls && reader && expected.callsAreProtocols ? compare(calls, claims, proposal, reader) : undefined
  mismatches.push(...(compared?.mismatches ?? []))
  if (compared === undefined && mismatches.length === 0 && unknown.length === 0)
    unknown.push('the calls cannot be read')

  return {
    verdict: mismatches.length > 0 ? 'MISMATCH' : unknown.length > 0 ? 'CANNOT TELL' : 'MATCH',
    statements: compared?.statements ?? [],
    hashes: transaction.all && safeHashes(transaction.all),
    warnings: [...inner.warnings, ...(compared?.warnings ?? []), ...transactionWarnings(transaction)],
    reasons: [...mismatches, ...unknown],
  }
}

/** Reads calls as statements; each call is a statement, a problem, or not explained. */
export function readCalls(calls: readonly RawCall[], request: ProtocolRequest, reader: ProtocolReader): CallsRead {
  const statements: Statement[] = []
  const problems: string[] = []
  const unexplained: string[] = []
  problems.push(...(reader.orderProblems?.(calls, request) ?? []))
  for (const [index, call] of calls.entries()) {
    const place = calls.length === 1 ? 'the call' : `call ${index + 1} of ${calls.length}`
    const read = reader.read(call, request)
    if (read) {
      statements.push(...read.statements)
      problems.push(...read.problems.map((problem) => `${place}: ${problem}`))
    } else {
      const bytes = (call.data.length - 2) / 2
      const what = bytes >= 4 ? `function ${call.data.slice(0, 10)}, ${bytes} bytes` : `${bytes} bytes`
      const value = call.value === 0n ? '' : `, with ${call.value} wei`
      unexplained.push(`${place} goes to ${call.to} (${what}${value}), which the proposal does not explain`)
    }
  }
  return {statements, problems, unexplained}
}

function compare(
  calls: readonly RawCall[],
  claims: readonly Statement[],
  proposal: Proposal,
  reader: ProtocolReader,
): {mismatches: string[]; statements: StatementResult[]; warnings: Warning[]} {
  const read = readCalls(calls, proposal, reader)
  const {results, same, inOrder} = compareStatements(claims, read.statements)
  const count = (status: StatementResult['status']): number =>
    results.filter((result) => result.status === status).length
  const told = (n: number, what: string): string[] =>
    n === 0 ? [] : [`${n} ${n === 1 ? 'statement' : 'statements'} ${what}`]
  const warnings: Warning[] = []
  if (same && !inOrder && reader.callsMayDepend) {
    const message =
      'the calls stand in another order than the changes of the proposal: check that none depends on another'
    warnings.push({id: 'order', severity: 'warning', message})
  }
  return {
    mismatches: [
      ...read.problems,
      ...read.unexplained,
      ...told(count('different'), 'with another value than the proposal'),
      ...told(count('missing'), 'of the proposal missing from the transaction'),
      ...told(count('unexpected'), 'of the transaction that the proposal does not make'),
    ],
    statements: [...results],
    warnings,
  }
}

function attempt<T>(work: () => T, unknown: string[]): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    if (!unknown.includes(error.message)) unknown.push(error.message)
    return undefined
  }
}

function claimsOf(reader: ProtocolReader | undefined, proposal: Proposal, unknown: string[]): Statement[] | undefined {
  if (!reader) {
    unknown.push(`\`${proposal.protocol.name}\` is not a protocol whose transactions are read`)
    return undefined
  }
  const claims = attempt(() => reader.claims(proposal), unknown)
  if (claims?.length !== 0) return claims
  unknown.push('the proposal changes nothing: there is nothing to compare')
  return undefined
}

function fieldMismatches(expected: Partial<SafeFields>, {fields}: SafeTransactionText): string[] {
  const names = Object.keys(expected) as FieldName[]
  return names
    .filter((name) => fields[name] !== undefined && fields[name] !== expected[name])
    .map((name) => `\`${name}\` is ${String(fields[name])}; the proposal says ${String(expected[name])}`)
}

/** The inner calls, undefined when the fields that say them are not all valid. */
function callsOf(fields: Partial<SafeFields>): {
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

function transactionWarnings({fields, unknown}: SafeTransactionText): Warning[] {
  const warnings: Warning[] = unknown.map((name) => ({
    id: 'unknown-field',
    severity: 'warning',
    message: `\`${name}\` is no field of a Safe transaction; it was not read`,
  }))
  const pays = (fields.gasPrice ?? 0n) > 0n
  const zero = (address: string | undefined): boolean => address === undefined || /^0x0{40}$/.test(address)
  if (pays || !zero(fields.gasToken) || !zero(fields.refundReceiver)) {
    const message = `executing it ${pays ? 'pays' : 'would pay'} a refund out of the Safe (gasPrice, gasToken, refundReceiver)`
    warnings.push({id: 'refund', severity: pays ? 'danger' : 'warning', message})
  }
  if (pays || (fields.safeTxGas ?? 0n) > 0n) {
    const message = 'with safeTxGas or gasPrice set, a failing call uses up the nonce instead of reverting'
    warnings.push({id: 'silent-failure', severity: 'warning', message})
  }
  return warnings
}
