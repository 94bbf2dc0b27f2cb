import type {Proposal} from '../proposal/model.js'
import {settingsOf} from '../proposal/settings.js'
import {chainId, chainName} from '../protocols/chains.js'
import type {Change} from '../protocols/model.js'
import {protocolNamed} from '../protocols/registry.js'
import type {EncodeContext, EncodedProposal} from './encode.js'
import type {Act, Step} from './model.js'
import {safeFileName} from './plan.js'

interface Row {
  readonly subject: string
  readonly parameter: string
  readonly from: string
  readonly to: string
}

/** Every setting of a change, wherever it stands in it. */
function rowsOf(change: Change, titles: ReadonlyMap<string, string>): Row[] {
  const subject = typeof change['asset'] === 'string' ? change['asset'] : ''
  return settingsOf(change, []).map(({name, from, to, keep}) => {
    return {subject, parameter: titles.get(name) ?? name, from: from ?? keep ?? 'not said', to: to ?? 'stays'}
  })
}

/** Text of the user's inside Markdown: one line, with nothing that a viewer would act on. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, '\u{FFFD}')
    .replaceAll(/[\\`*[\]<|#]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`)
    .trim()
}

/** What the signers read first: what changes, by which calls, in which steps, and how to check it. */
export function readmeOf(
  proposal: Proposal,
  {calls, acts, steps}: Pick<EncodedProposal, 'acts' | 'calls' | 'steps'>,
  {file, digest}: EncodeContext,
): string {
  const protocol = protocolNamed(proposal.protocol.name)
  const titles = new Map(protocol.parameters.map(({id, title}) => [id, title]))
  const rows = proposal.changes.flatMap((change) => rowsOf(change, titles))
  return [
    `# ${plain(proposal.title)}`,
    '',
    `${plain(protocol.describe(proposal))} on ${chainName(chainId(proposal.protocol.chain))}. Written by \`plimsoll encode\` from the proposal with sha256 \`${digest}\`.`,
    '',
    '## What changes',
    '',
    '| asset | parameter | from | to |',
    '| --- | --- | --- | --- |',
    ...rows.map((row) => `| ${[row.subject, row.parameter, row.from, row.to].map(plain).join(' | ')} |`),
    '',
    '## Calls',
    '',
    ...calls.flatMap(({to, title, signature, data}, index) => [
      `${index + 1}. ${plain(title)}`,
      `   - to \`${to}\``,
      `   - function \`${signature}\``,
      `   - data \`${data}\``,
    ]),
    '',
    '## Steps',
    '',
    ...steps.flatMap(stepLines),
    ...acts.flatMap(({safe}) => (safe ? [safe] : [])).flatMap((safe, index) => safeSection(safe, index, file)),
    '',
  ].join('\n')
}

/** A step as a numbered item: who sends what, when, and the hashes to compare. */
export function stepLines({
  step,
  title,
  sender,
  transaction,
  missing,
  opens,
  closes,
  hashes,
  notes,
  ...rest
}: Step): string[] {
  const line = (name: string, text: string): string => `   - ${name}: ${text}`
  const who = sender.address === undefined ? sender.role : `\`${sender.address}\`, as ${sender.role}`
  return [
    `${step}. ${plain(title)}`,
    line('sent by', who),
    ...opens.map(({text}) => line('not before', text)),
    ...closes.map(({text}) => line('not after', text)),
    ...(transaction ? [line('to', `\`${transaction.to}\``)] : []),
    ...(transaction && transaction.value !== '0' ? [line('value', `${transaction.value} wei`)] : []),
    ...(transaction ? [line('data', `\`${transaction.data}\``)] : []),
    ...(rest.safeTransaction === undefined ? [] : [line('to sign', `\`${rest.safeTransaction}\``)]),
    ...(missing === undefined ? [] : [line('not in this folder', missing)]),
    ...Object.entries(hashes).map(([name, value]) => line(name, `\`${value}\``)),
    ...notes.map((note) => line('note', note)),
  ]
}

function safeSection({transaction, hashes}: NonNullable<Act['safe']>, index: number, proposal: string): string[] {
  const {safe, version, nonce, to, operation} = transaction
  const [file, builder] = [safeFileName('safe-transaction', index), safeFileName('safe-builder', index)]
  return [
    '',
    `## Safe transaction ${index === 0 ? '' : `${index + 1}`}`.trimEnd(),
    '',
    `Safe \`${safe}\` (${version}), nonce ${nonce}, ${operation === 1 ? 'delegatecall to the batch contract' : 'call to'} \`${to}\`.`,
    '',
    '| hash | value |',
    '| --- | --- |',
    `| domain hash | \`${hashes.domainHash}\` |`,
    `| message hash | \`${hashes.messageHash}\` |`,
    `| safeTxHash | \`${hashes.safeTxHash}\` |`,
    '',
    'A Ledger shows the domain hash and the message hash. Before signing, check that the transaction is the proposal:',
    '',
    `    plimsoll verify ${proposal} --tx ${file}`,
    '',
    `The Transaction Builder (${builder}) takes the next free nonce, not this one: set it by hand before signing.`,
  ]
}
