import path from 'node:path'

import {EXIT, PlimsollError} from '../errors.js'
import {readTransactionFile} from '../governance/read/transaction/read-transaction.js'
import {chainId} from '../protocols/chains.js'
import {readEvidence} from '../proposal/evidence.js'
import type {LoadedProposal} from '../proposal/model.js'
import {bundled, writeBundle} from '../verify/bundle.js'
import {shownInBundle} from '../verify/bundle-contents.js'
import {writeFileAtomic} from './atomic.js'
import {parseChainFile} from './chain-file.js'
import {readInput} from './read-input.js'

const MAX_STATE = 64 * 1024 * 1024

/** What goes into a bundle beside the proposal. */
export interface BundleParts {
  readonly transactions: readonly {readonly name: string; readonly text: string}[]
  /** A file with a saved chain state. */
  readonly state?: string | undefined
}

/**
 * Writes everything that a signer needs into one file, and gives its name.
 * @param where the folder it goes into under a name that carries its digest; or a name that ends in `.json`
 * @throws BUNDLE_*, CHAIN_STATE_*
 */
export async function saveBundle(
  {digest, file, proposal, text}: LoadedProposal,
  {state, transactions}: BundleParts,
  {version, where}: {readonly version: string; readonly where: string},
): Promise<string> {
  const own = bundled(path.basename(file), text)
  if (own.sha256 !== digest) {
    throw new PlimsollError(
      'BUNDLE_BYTES',
      'the proposal is not valid UTF-8, so that a bundle could not carry its bytes.',
      {place: {file}},
    )
  }
  const inputs = transactions.flatMap(({name, text: content}) => readTransactionFile(name, content))
  const saved = state === undefined ? undefined : await stateText(state, chainId(proposal.protocol.chain))
  const evidence = proposal.evidence === undefined ? undefined : readEvidence(proposal.evidence)?.digest
  const {name, text: content} = writeBundle(
    {
      proposal: own,
      transactions: transactions.map((transaction) => bundled(path.basename(transaction.name), transaction.text)),
      ...(saved === undefined || state === undefined ? {} : {state: bundled(path.basename(state), saved)}),
    },
    {
      ...shownInBundle(
        inputs.map(({input}) => input),
        proposal,
      ),
      version,
      ...(evidence === undefined ? {} : {evidence}),
    },
  )
  const target = where.endsWith('.json') ? where : path.join(where, name)
  await writeFileAtomic(target, content)
  return target
}

async function stateText(file: string, chain: number): Promise<string> {
  const text = new TextDecoder().decode(await readInput(file, MAX_STATE))
  const saved = parseChainFile(text, file)
  if (saved.chainId !== chain) {
    throw new PlimsollError('CHAIN_STATE_OTHER', `the chain state is one of chain ${saved.chainId}, not of ${chain}.`, {
      place: {file},
      exit: EXIT.cannotTell,
    })
  }
  return text
}
