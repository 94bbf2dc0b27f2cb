import {checkSource} from '../check/check.js'
import {formatPlace, PlimsollError} from '../errors.js'
import type {LoadedProposal} from '../proposal/model.js'
import {MAX_BYTES, parseSource, type SourceFile} from '../proposal/parse.js'
import {readInput} from './read-input.js'

/** Reads a YAML file of ours with positions. */
export async function loadSource(file: string): Promise<SourceFile> {
  return parseSource(await readInput(file, MAX_BYTES), file)
}

/**
 * Reads a proposal that a command is about to act on.
 * @throws PROPOSAL_INVALID (exit 2) at the first place that the schema refuses; lint findings do not stop it.
 */
export async function loadProposal(file: string): Promise<LoadedProposal> {
  const {proposal, findings} = checkSource(await loadSource(file))
  if (proposal) return proposal
  const [first] = findings
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : ''
  throw new PlimsollError('PROPOSAL_INVALID', `${first?.message ?? 'not a valid proposal'}${more}`, {
    place: first ?? {file},
    suggestions: [`Run \`plimsoll check ${formatPlace({file})}\` to see everything that is wrong.`],
  })
}
