import {PlimsollError} from '../errors.js'
import type {VenueItem} from '../governance/model.js'
import type {CallsInput} from '../governance/read/transaction/model.js'
import type {Proposal} from '../proposal/model.js'
import type {ProtocolReader, ProtocolRequest, RawCall, Statement} from '../protocols/model.js'
import {chainId} from '../protocols/chains.js'
import {readerFor} from '../protocols/readers.js'
import {describeDrift, expectedDescription} from './description.js'
import {diagnoseValues} from './diagnose-values.js'
import {enterSafe} from './enter-safe.js'
import type {Family} from './nested.js'
import type {Findings} from './findings.js'
import {compareStatements, type StatementResult} from './statements.js'
import {enter} from './venues.js'

type Part = NonNullable<CallsInput['part']>

/** What a list of calls says, read by one protocol's reader. */
export interface CallsRead {
  readonly statements: readonly Statement[]
  readonly problems: readonly string[]
  /** Calls that the proposal's protocol does not explain, in words. */
  readonly unexplained: readonly string[]
}

/**
 * Follows calls through the venues that are left, outermost first, and compares what comes out with what the proposal
 * says. `calls` is undefined where they could not be read; `part` says which of several they are where the others are not
 * there, so that what is missing may be in those.
 */
export function judgeCalls(
  calls: readonly RawCall[] | undefined,
  venues: readonly VenueItem[],
  proposal: Proposal,
  family: Family | undefined,
  findings: Findings,
  part?: Part,
): StatementResult[] {
  const {mismatches, unknown, numbered} = findings
  const open = (): number => mismatches.length + unknown.length + numbered.length
  const reader = readerFor(proposal.protocol.name)
  const claims = claimsOf(reader, proposal, unknown)
  const before = open()
  const made = calls && throughVenues(calls, venues, proposal, family, findings)
  if (!made || !claims || !reader) {
    if (open() === 0) unknown.push('the calls cannot be read')
    return []
  }
  // Calls that a venue hides (a spell's code, a missing inner transaction) are no proof that statements are missing.
  if (made.length === 0 && venues.length > 0 && open() > before) return []
  return compare(made, claims, proposal, reader, findings, part)
}

function throughVenues(
  calls: readonly RawCall[],
  venues: readonly VenueItem[],
  proposal: Proposal,
  family: Family | undefined,
  {mismatches, unknown, numbered, diagnosis}: Findings,
): readonly RawCall[] {
  let made = calls
  for (const item of venues) {
    const meant = typeof item['description'] === 'string' ? item['description'] : expectedDescription(proposal)
    const entered =
      item.venue === 'safe'
        ? enterSafe(made, item, family)
        : enter(made, item, {chain: chainId(proposal.protocol.chain), description: meant})
    mismatches.push(...entered.problems)
    unknown.push(...entered.unknown)
    numbered.push(...entered.numbered)
    if (entered.description !== undefined && entered.description !== meant) {
      diagnosis.push({kind: 'description', message: describeDrift(entered.description, meant)})
    }
    made = entered.calls
  }
  return made
}

/** Reads calls as statements; each call is a statement, a problem, or not explained. */
export function readCalls(calls: readonly RawCall[], request: ProtocolRequest, reader: ProtocolReader): CallsRead {
  const statements: Statement[] = []
  const problems: string[] = [...(reader.orderProblems?.(calls, request) ?? [])]
  const unexplained: string[] = []
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
  {mismatches, warnings, diagnosis, unknown}: Findings,
  part: Part | undefined,
): StatementResult[] {
  const read = attempt(() => readCalls(calls, proposal, reader), unknown)
  if (!read) return []
  const {results, same, inOrder} = compareStatements(claims, read.statements)
  const count = (status: StatementResult['status']): number =>
    results.filter((result) => result.status === status).length
  const told = (n: number, what: string): string[] =>
    n === 0 ? [] : [`${n} ${n === 1 ? 'statement' : 'statements'} ${what}`]
  if (same && !inOrder && reader.callsMayDepend) {
    const message =
      'the calls stand in another order than the changes of the proposal: check that none depends on another'
    warnings.push({id: 'order', severity: 'warning', message})
  }
  const missing = told(count('missing'), 'of the proposal missing from the transaction')
  if (part)
    unknown.push(
      `it is call ${part.call} of ${part.of} that belong together: give the folder or the steps.json they are in`,
    )
  mismatches.push(
    ...read.problems,
    ...read.unexplained,
    ...told(count('different'), 'with another value than the proposal'),
    ...(part ? [] : missing),
    ...told(count('unexpected'), 'of the transaction that the proposal does not make'),
  )
  if (!same) diagnosis.push(...diagnoseValues(claims, read.statements, results))
  return [...results]
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
