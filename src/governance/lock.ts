import {createHash} from 'node:crypto'

import type {Proposal} from '../proposal/model.js'
import type {EncodeContext, EncodedProposal} from './encode.js'
import type {Artefact} from './model.js'

/** Digests of what a proposal's backtest reads. */
export interface Evidence {
  /** By id of the price series: sha256 of its normalised bars. */
  readonly series?: Readonly<Record<string, string>>
  /** sha256 of the positions, where they come from a file. */
  readonly positions?: string
  /** Why something could not be read. */
  readonly unread?: string
}

/** What an artefact folder was made from and holds, so that nothing in it can be swapped unnoticed. */
export interface ProposalLock {
  readonly lock: 1
  /** Version of Plimsoll that wrote the folder. */
  readonly plimsoll?: string
  /** sha256 of the proposal file. */
  readonly proposal: string
  /** What the backtest was asked for (sha256 of `backtest:` as canonical JSON), and what it reads; absent when there is none. */
  readonly evidence?: Evidence & {
    readonly request: string
    /** The proposal's own evidence line. */
    readonly line?: string
  }
  /** The functions that the calls were encoded with, and the sha256 of their list. */
  readonly abi: {readonly functions: readonly string[]; readonly sha256: string}
  /** The governance machinery, outermost first: name and version of its contracts, as the proposal gives them. */
  readonly venues: readonly {readonly venue: string; readonly version?: string}[]
  /** sha256 of every other file of the folder. */
  readonly files: Readonly<Record<string, string>>
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/** JSON with sorted keys and no blanks: one text for one value. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}

export function lockFile(
  {backtest, evidence: line, governance = []}: Proposal,
  {calls}: Pick<EncodedProposal, 'calls'>,
  {digest, evidence, version}: EncodeContext,
  files: readonly Artefact[],
): ProposalLock {
  const functions = [...new Set(calls.map(({to, signature}) => `${to} ${signature}`))].sort()
  return {
    lock: 1,
    ...(version === undefined ? {} : {plimsoll: version}),
    proposal: digest,
    ...(backtest
      ? {evidence: {request: sha256(canonical(backtest)), ...(line === undefined ? {} : {line}), ...evidence}}
      : {}),
    abi: {functions, sha256: sha256(functions.join('\n'))},
    venues: governance.map(({venue, version: of}) => ({venue, ...(typeof of === 'string' ? {version: of} : {})})),
    files: Object.fromEntries(files.map(({name, content}) => [name, sha256(content)])),
  }
}
