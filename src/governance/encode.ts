import {PlimsollError, type Place} from '../errors.js'
import type {Proposal} from '../proposal/model.js'
import {chainId} from '../protocols/chains.js'
import type {SetterCall} from '../protocols/encode-call.js'
import {protocolNamed} from '../protocols/registry.js'
import {RequestError} from '../protocols/request-error.js'
import {setterNamed} from '../protocols/setters.js'
import {folderOf} from './folder.js'
import type {Evidence} from './lock.js'
import type {Act, Artefact, SafeHashes, SafeTransaction, Step} from './model.js'
import {placed} from './placed.js'
import {planOf} from './plan.js'

/** A proposal as transactions. */
export interface EncodedProposal {
  readonly chainId: number
  readonly calls: readonly SetterCall[]
  /** Everything that must be done, in order. */
  readonly acts: readonly Act[]
  /** The same in plain fields, as `steps.json` has them. */
  readonly steps: readonly Step[]
  /** The files of the artefact folder, in the order they are listed. */
  readonly artefacts: readonly Artefact[]
}

/** What was encoded, in plain fields for results. */
export interface EncodedFields {
  readonly calls: readonly {
    readonly to: string
    readonly value: string
    readonly data: string
    readonly title: string
  }[]
  readonly steps: readonly Step[]
  /** The first transaction that the owners of a Safe sign. */
  readonly safeTransaction?: SafeTransaction
  readonly hashes?: SafeHashes
}

export function encodedFields({calls, acts, steps}: EncodedProposal): EncodedFields {
  const safe = acts.find((act) => act.safe)?.safe
  return {
    calls: calls.map(({to, value, data, title}) => ({to, value: value.toString(), data, title})),
    steps,
    ...(safe ? {safeTransaction: safe.transaction, hashes: safe.hashes} : {}),
  }
}

/** What the files need to know about where they will stand. */
export interface EncodeContext {
  /** How the user called the proposal file, for the command to verify with. */
  readonly file: string
  /** sha256 of the proposal file, hex. */
  readonly digest: string
  /** For the lock: digests of what the backtest reads, and the version of Plimsoll. */
  readonly evidence?: Evidence | undefined
  readonly version?: string
  /** Where a part of the proposal stands in its file, for errors. */
  locate?(path: readonly (number | string)[]): Place | undefined
}

/**
 * Proposal -> calls -> transactions: the first road. The same proposal gives the same bytes.
 * @throws PlimsollError naming what cannot be encoded, and why.
 */
export function encodeProposal(proposal: Proposal, context: EncodeContext): EncodedProposal {
  const protocol = protocolNamed(proposal.protocol.name)
  const calls = callsOf(proposal, context)
  if (calls.length === 0) {
    throw new PlimsollError('ENCODE_NOTHING', 'No value changes in this proposal, so there is nothing to encode.', {
      suggestions: ['Give at least one setting a `to:`.'],
    })
  }
  const id = chainId(proposal.protocol.chain)
  const {title} = proposal
  const authority = `the account that may change ${protocol.describe(proposal)}`
  const description = descriptionOf(proposal)
  const plan = planOf(calls, proposal.governance ?? [], {
    ...{chainId: id, title, description, authority},
    locate: (path) => context.locate?.(path),
  })
  const encoded = {chainId: id, calls, ...plan}
  return {...encoded, artefacts: folderOf(proposal, encoded, context)}
}

/** The calls; an error gets its place in the file, where the protocol knows it. */
function callsOf(proposal: Proposal, context: EncodeContext): readonly SetterCall[] {
  try {
    return setterNamed(proposal.protocol.name).calls(proposal)
  } catch (error) {
    throw error instanceof RequestError ? placed(error, context.locate?.(error.path)) : error
  }
}

/**
 * What stands on chain as a governor's description: the title as a heading, an empty line, the summary without blanks at its
 * end; where the proposal has evidence, another empty line and that in one line.
 */
export function descriptionOf({
  title,
  summary = '',
  evidence,
}: Pick<Proposal, 'evidence' | 'summary' | 'title'>): string {
  const text = summary.trim() === '' ? `# ${title}` : `# ${title}\n\n${summary.trimEnd()}`
  return evidence === undefined ? text : `${text}\n\nEvidence: ${evidence}`
}
