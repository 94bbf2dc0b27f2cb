import type {LoadedProposal, Proposal} from '../proposal/model.js'
import type {ChainState} from '../protocols/state.js'
import {driftOf, type Drift} from '../verify/drift.js'
import {readState} from './rpc/read-state.js'
import {loadState, saveState} from './state-file.js'

export interface ChainDiff extends Drift {
  readonly file: string
  /** sha256 of the proposal file. */
  readonly digest: string
  readonly state: ChainState
  /** The file that the state was saved to. */
  readonly saved?: string
}

/** Where the current values come from: a node, or a saved state. */
export type StateSource =
  | {
      readonly rpc: string
      readonly block?: number | undefined
      readonly save?: string | undefined
      readonly force?: boolean | undefined
    }
  | {readonly state: string}

/**
 * Compares what a proposal says holds now with what a chain says; saves what was read where that is asked for.
 * @throws EDGE_FILE_EXISTS when the file to save to is there, and what reading throws
 */
export async function diffWithChain({file, digest, proposal}: LoadedProposal, source: StateSource): Promise<ChainDiff> {
  if ('state' in source) {
    const state = await loadState(source.state)
    return {...driftOf(proposal, state), file, digest, state}
  }
  const {rpc, block, save, force} = source
  const state = await readState(
    rpc,
    placed(proposal),
    proposal.changes.map((change) => String(change['asset'])),
    {block},
  )
  const drift = driftOf(proposal, state)
  if (save !== undefined) await saveState(save, state, {replace: force === true})
  return {...drift, file, digest, state, ...(save === undefined ? {} : {saved: save})}
}

/** Where contracts are the proposal's own there is no deployment to name: theirs is kept under the empty name. */
function placed(proposal: Proposal): Proposal {
  const {deployment = ''} = proposal.protocol
  return {...proposal, protocol: {...proposal.protocol, deployment}}
}
