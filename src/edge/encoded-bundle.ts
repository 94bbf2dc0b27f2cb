import type {EncodedProposal} from '../governance/encode.js'
import type {LoadedProposal} from '../proposal/model.js'

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
  const named = (pattern: RegExp): {name: string; text: string}[] =>
    artefacts.filter(({name}) => pattern.test(name)).map(({name, content}) => ({name, text: content}))
  const safes = named(/^safe-transaction(?:-\d+)?\.json$/)
  const transactions = safes.length > 0 ? safes : named(/^steps\.json$/)
  return saveBundle(loaded, {state, transactions}, {version, where})
}
