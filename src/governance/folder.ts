import type {Proposal} from '../proposal/model.js'
import type {EncodeContext, EncodedProposal} from './encode.js'
import {lockFile} from './lock.js'
import type {Artefact} from './model.js'
import {safeFileName} from './plan.js'
import {readmeOf} from './readme.js'
import {builderFile} from './venues/safe-builder.js'

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** The files of the artefact folder; the same proposal gives the same bytes. */
export function folderOf(
  proposal: Proposal,
  encoded: Omit<EncodedProposal, 'artefacts'>,
  context: EncodeContext,
): Artefact[] {
  const files = [
    {name: 'README.md', content: readmeOf(proposal, encoded, context)},
    {name: 'calls.json', content: callsFile(encoded)},
    {name: 'steps.json', content: json({proposal: context.digest, chainId: encoded.chainId, steps: encoded.steps})},
    ...safeFiles(proposal, encoded),
  ]
  return [...files, {name: 'proposal.lock', content: json(lockFile(proposal, encoded, context, files))}]
}

function callsFile({calls, chainId}: Omit<EncodedProposal, 'artefacts'>): string {
  const listed = calls.map(({to, value, data, title, signature, arguments: named}) => ({
    to,
    value: value.toString(),
    data,
    title,
    function: signature,
    arguments: named,
  }))
  return json({chainId, calls: listed})
}

/** For each Safe transaction the one to sign, and a file for the app that makes it. */
function safeFiles({title, summary = ''}: Proposal, {acts, chainId}: Omit<EncodedProposal, 'artefacts'>): Artefact[] {
  const safes = acts.flatMap(({safe}) => (safe ? [safe] : []))
  return safes.flatMap(({transaction, calls}, index) => {
    const builder = builderFile(calls, {chainId, safe: transaction.safe, name: title, description: summary})
    return [
      {name: safeFileName('safe-transaction', index), content: json(transaction)},
      {name: safeFileName('safe-builder', index), content: json(builder)},
    ]
  })
}
