import {PlimsollError} from '../errors.js'
import type {Proposal} from '../proposal/model.js'
import {chainId, chainName} from '../protocols/chains.js'
import type {SetterCall} from '../protocols/encode-call.js'
import {protocolNamed} from '../protocols/registry.js'
import {isSetting} from '../protocols/setting.js'
import {setterNamed} from '../protocols/setters.js'
import type {Call} from '../protocols/model.js'
import type {Artefact, SafeHashes, SafeTransaction, VenueResult} from './model.js'
import {venueNamed} from './venues/registry.js'

/** A proposal as transactions. */
export interface EncodedProposal {
  readonly chainId: number
  readonly calls: readonly SetterCall[]
  /** What each venue makes of them, innermost first. */
  readonly venues: readonly VenueResult[]
  /** The files of the artefact folder, in the order they are listed. */
  readonly artefacts: readonly Artefact[]
}

/** What was encoded, in plain fields for results. */
export interface EncodedFields {
  readonly calls: readonly {
    readonly to: string
    readonly value: string
    readonly data: string
    readonly title: string
  }[]
  /** Of the outermost venue, where it is a Safe. */
  readonly safeTransaction?: SafeTransaction
  readonly hashes?: SafeHashes
}

export function encodedFields({calls, venues}: EncodedProposal): EncodedFields {
  const {safeTransaction, hashes} = venues.at(-1) ?? {}
  return {
    calls: calls.map(({to, value, data, title}) => ({to, value: value.toString(), data, title})),
    ...(safeTransaction ? {safeTransaction} : {}),
    ...(hashes ? {hashes} : {}),
  }
}

/** What the summary needs to know about where it will stand. */
export interface EncodeContext {
  /** How the user called the proposal file, for the command to verify with. */
  readonly file: string
  /** sha256 of the proposal file, hex. */
  readonly digest: string
}

/**
 * Proposal -> calls -> transactions: the first road. The same proposal gives the same bytes.
 * @throws PlimsollError naming what cannot be encoded, and why.
 */
export function encodeProposal(proposal: Proposal, context: EncodeContext): EncodedProposal {
  const calls = setterNamed(protocolNamed(proposal.protocol.name).name).calls(proposal)
  if (calls.length === 0) {
    throw new PlimsollError('ENCODE_NOTHING', 'No value changes in this proposal, so there is nothing to encode.', {
      suggestions: ['Give at least one setting a `to:`.'],
    })
  }
  const id = chainId(proposal.protocol.chain)
  const venues = throughVenues(calls, proposal, id)
  const artefacts = [{name: 'calls.json', content: callsFile(calls, id)}, ...venues.flatMap((venue) => venue.artefacts)]
  const summary = {name: 'summary.md', content: summaryOf(proposal, calls, venues, context)}
  return {chainId: id, calls, venues, artefacts: [...artefacts, summary]}
}

/** Hands the calls to the innermost venue, what it asks for to the next one outwards, and so on. */
function throughVenues(calls: readonly Call[], proposal: Proposal, id: number): VenueResult[] {
  const items = proposal.governance ?? []
  if (items.length > 1) {
    throw new PlimsollError(
      'ENCODE_NESTED',
      `The proposal goes through ${items.length} venues; only one can be encoded so far, because the signers of the outer one ` +
        'would have nothing to verify its bytes with.',
      {suggestions: ['Leave the venue that holds the authority, and let the outer one approve its hash by hand.']},
    )
  }
  const results: VenueResult[] = []
  const context = {chainId: id, title: proposal.title, summary: proposal.summary ?? ''}
  for (const item of items.toReversed()) {
    results.push(venueNamed(item.venue).wrap(results.at(-1)?.calls ?? calls, item, context))
  }
  return results
}

function callsFile(calls: readonly SetterCall[], id: number): string {
  const listed = calls.map(({to, value, data, title, signature, arguments: named}) => ({
    to,
    value: value.toString(),
    data,
    title,
    function: signature,
    arguments: named,
  }))
  return `${JSON.stringify({chainId: id, calls: listed}, undefined, 2)}\n`
}

interface Row {
  readonly subject: string
  readonly parameter: string
  readonly from: string
  readonly to: string
}

/** Every setting of a change, wherever it stands in it. */
function rowsOf(subject: string, node: Readonly<Record<string, unknown>>, titles: ReadonlyMap<string, string>): Row[] {
  return Object.entries(node).flatMap(([name, value]): Row[] => {
    if (isSetting(value)) {
      const {from, to, keep} = value
      return [{subject, parameter: titles.get(name) ?? name, from: from ?? keep ?? 'not said', to: to ?? 'stays'}]
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
    return rowsOf(subject, value as Record<string, unknown>, titles)
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

function summaryOf(
  proposal: Proposal,
  calls: readonly SetterCall[],
  venues: readonly VenueResult[],
  {file, digest}: EncodeContext,
): string {
  const protocol = protocolNamed(proposal.protocol.name)
  const titles = new Map(protocol.parameters.map(({id, title}) => [id, title]))
  const rows = proposal.changes.flatMap((change) =>
    rowsOf(typeof change['asset'] === 'string' ? change['asset'] : '', change, titles),
  )
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
    ...venues.flatMap((venue) => venueSection(venue, file)),
    '',
  ].join('\n')
}

function venueSection({safeTransaction, hashes}: VenueResult, file: string): string[] {
  if (!safeTransaction || !hashes) return []
  const {safe, version, nonce, to, operation} = safeTransaction
  return [
    '',
    '## Safe transaction',
    '',
    `Safe \`${safe}\` (${version}), nonce ${nonce}, ${operation === 1 ? 'delegatecall to MultiSendCallOnly' : 'call to'} \`${to}\`.`,
    '',
    '| hash | value |',
    '| --- | --- |',
    `| domain hash | \`${hashes.domainHash}\` |`,
    `| message hash | \`${hashes.messageHash}\` |`,
    `| safeTxHash | \`${hashes.safeTxHash}\` |`,
    '',
    'A Ledger shows the domain hash and the message hash. Before signing, check that the transaction is the proposal:',
    '',
    `    plimsoll verify ${file} --tx safe-transaction.json`,
    '',
    'The Transaction Builder (safe-builder.json) takes the next free nonce, not this one: set it by hand before signing.',
  ]
}
