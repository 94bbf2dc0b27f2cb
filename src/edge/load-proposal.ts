import {readProposal} from '../check/read-proposal.js'
import {EXIT, PlimsollError} from '../errors.js'
import type {LoadedProposal} from '../proposal/model.js'
import {MAX_BYTES, parseSource, type SourceFile} from '../proposal/parse.js'
import {readInput} from './read-input.js'

/** Reads a YAML file of ours with positions. */
export async function loadSource(file: string): Promise<SourceFile> {
  return parseSource(await readInput(file, MAX_BYTES), file)
}

/**
 * A file that a command is about to act on.
 * @throws PROPOSAL_INVALID (exit 2) at the first place that the schema refuses; what lint rules would find does not stop it.
 */
export function validProposal(source: SourceFile): LoadedProposal {
  const {proposal, reports} = readProposal(source)
  if (proposal) return proposal
  const {file} = source
  const places = reports.map(({path, key, message}) => {
    const {line = 1, column = 1} = source.locate(path, key)
    return {file, line, column, message}
  })
  const [first] = places.sort((a, b) => a.line - b.line || a.column - b.column)
  const more = places.length > 1 ? ` (and ${places.length - 1} more)` : ''
  throw new PlimsollError('PROPOSAL_INVALID', `${first?.message ?? 'not a valid proposal'}${more}`, {
    place: first ?? {file},
    suggestions: [`Run \`plimsoll check ${file}\` to see everything that is wrong.`],
  })
}

/** Reads a proposal. @throws PROPOSAL_INVALID as `validProposal` */
export async function loadProposal(file: string): Promise<LoadedProposal> {
  return validProposal(await loadSource(file))
}

/** Pins the file: whoever can swap the calldata can swap the proposal. @throws PROPOSAL_DIGEST (exit 1) when it differs. */
export function expectDigest({file, digest}: LoadedProposal, expected: string | undefined): void {
  if (expected === undefined || expected.toLowerCase().replace(/^0x/, '') === digest) return
  throw new PlimsollError('PROPOSAL_DIGEST', `the file has sha256 ${digest}, not the expected ${expected}.`, {
    place: {file},
    exit: EXIT.no,
  })
}
