import type {EncodedProposal} from '../governance/encode.js'
import type {LoadedProposal} from '../proposal/model.js'
import {transactionFiles} from '../verify/folder.js'

/**
 * Writes the bundle of what was encoded: every Safe transaction, or where there is none the steps, with the proposal and the
 * chain state. @throws BUNDLE_*, CHAIN_STATE_*
 */
export async function bundleOf(
  loaded: LoadedProposal,
  {artefacts}: Pick<EncodedProposal, 'artefacts'>,
  {bundle: where = '.', state}: {readonly bundle?: string; readonly state?: string},
  version: string,
): Promise<string> {
  const {saveBundle} = await import('./save-bundle.js')
  const wanted = transactionFiles(artefacts.map(({name}) => name))
  const transactions = artefacts
    .filter(({name}) => wanted.includes(name))
    .map(({name, content}) => ({name, text: content}))
  return saveBundle(loaded, {state, transactions}, {version, where})
}
