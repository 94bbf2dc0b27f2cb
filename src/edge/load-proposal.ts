import {checkSource, type CheckResult} from '../check/check.js'
import type {Finding} from '../check/finding.js'
import {EXIT, PlimsollError} from '../errors.js'
import type {LoadedProposal} from '../proposal/model.js'
import {MAX_BYTES, parseSource, type SourceFile} from '../proposal/parse.js'
import {readInput} from './read-input.js'

/** Reads a YAML file of ours with positions. */
export async function loadSource(file: string): Promise<SourceFile> {
  return parseSource(await readInput(file, MAX_BYTES), file)
}

export interface CheckedProposal {
  readonly proposal: LoadedProposal
  /** Lint findings; the schema accepts the file. */
  readonly findings: readonly Finding[]
}

/**
 * A checked file that a command is about to act on.
 * @throws PROPOSAL_INVALID (exit 2) at the first place that the schema refuses; lint findings do not stop it.
 */
export function validProposal({file, proposal, findings}: CheckResult): CheckedProposal {
  if (proposal) return {proposal, findings}
  const errors = findings.filter(({severity}) => severity === 'error')
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  throw new PlimsollError('PROPOSAL_INVALID', `${first?.message ?? 'not a valid proposal'}${more}`, {
    place: first ?? {file},
    suggestions: [`Run \`plimsoll check ${file}\` to see everything that is wrong.`],
  })
}

/** Reads and checks a proposal. @throws PROPOSAL_INVALID as `validProposal` */
export async function loadChecked(file: string): Promise<CheckedProposal> {
  return validProposal(checkSource(await loadSource(file)))
}

/** As `loadChecked`, for commands that do not report findings. */
export async function loadProposal(file: string): Promise<LoadedProposal> {
  return (await loadChecked(file)).proposal
}

/** Pins the file: whoever can swap the calldata can swap the proposal. @throws PROPOSAL_DIGEST (exit 1) when it differs. */
export function expectDigest({file, digest}: LoadedProposal, expected: string | undefined): void {
  if (expected === undefined || expected.toLowerCase().replace(/^0x/, '') === digest) return
  throw new PlimsollError('PROPOSAL_DIGEST', `the file has sha256 ${digest}, not the expected ${expected}.`, {
    place: {file},
    exit: EXIT.no,
  })
}
