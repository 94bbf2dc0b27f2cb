import {createHash} from 'node:crypto'

import {EXIT, PlimsollError} from '../errors.js'
import {readExactJson, type ExactJson} from '../governance/read/transaction/exact-json.js'

/** A text with the name and the digest that it had where the bundle was made. */
export interface BundledFile {
  readonly name: string
  readonly text: string
  readonly sha256: string
}

/** Everything that a signer needs, in one file. */
export interface Bundle {
  readonly proposal: BundledFile
  readonly transactions: readonly BundledFile[]
  /** A saved state of the chain, where there is one. */
  readonly state?: BundledFile
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export const bundled = (name: string, text: string): BundledFile => ({name, text, sha256: sha256(text)})

/** An address of the bundle: what it is, and how that is known. */
export interface BundledAddress {
  readonly address: string
  readonly title: string
  readonly source: string
}

/** The bundle as a text, the same for the same content, and the name that carries its digest. */
export function writeBundle(
  bundle: Bundle,
  shown: {
    readonly addresses: readonly BundledAddress[]
    readonly functions: readonly string[]
    readonly version: string
    /** sha256 of the proposal's evidence. */
    readonly evidence?: string
  },
): {readonly name: string; readonly text: string} {
  const {proposal, transactions, state} = bundle
  const content = {
    plimsollBundle: 1,
    version: shown.version,
    proposal,
    transactions,
    ...(state ? {state} : {}),
    // For people: what is verified is decoded from the transactions themselves.
    ...(shown.evidence === undefined ? {} : {evidence: shown.evidence}),
    addresses: shown.addresses,
    functions: shown.functions,
  }
  const text = `${JSON.stringify(content, undefined, 2)}\n`
  return {name: `plimsoll-bundle-${sha256(text).slice(0, 16)}.json`, text}
}

/**
 * Reads a bundle and holds every text in it against its digest, and the whole against the digest in its name.
 * @throws BUNDLE_UNREADABLE, BUNDLE_DIGEST
 */
export function readBundle(text: string, file: string): Bundle {
  const place = {file}
  const refuse = (what: string): never => {
    throw new PlimsollError('BUNDLE_UNREADABLE', what, {
      place,
      suggestions: [
        'Make one with `plimsoll encode FILE --bundle`, or `plimsoll verify FILE --tx T --save-bundle DIR`.',
      ],
    })
  }
  const named = /plimsoll-bundle-([\da-f]{16})\.json$/.exec(file)?.[1]
  if (named !== undefined && !sha256(text).startsWith(named)) {
    throw new PlimsollError('BUNDLE_DIGEST', 'the bundle is not the file that its name is of: its sha256 differs.', {
      place,
      exit: EXIT.no,
    })
  }
  const json = readExactJson(text)
  if (json.kind !== 'object' || !json.members.has('plimsollBundle')) return refuse('this is no bundle.')
  const fileOf = (value: ExactJson | undefined): BundledFile => {
    if (value?.kind !== 'object') return refuse('a file of the bundle is missing.')
    const [name, content, digest] = ['name', 'text', 'sha256'].map((key) => value.members.get(key))
    if (name?.kind !== 'text' || content?.kind !== 'text' || digest?.kind !== 'text')
      return refuse('a file of the bundle is not complete.')
    if (sha256(content.text) !== digest.text) {
      throw new PlimsollError(
        'BUNDLE_DIGEST',
        `\`${name.text}\` in the bundle is not the file that it was made of: its sha256 differs.`,
        {place, exit: EXIT.no},
      )
    }
    return {name: name.text, text: content.text, sha256: digest.text}
  }
  const list = json.members.get('transactions')
  const transactions = list?.kind === 'list' ? list.items.map((item) => fileOf(item)) : []
  if (transactions.length === 0) return refuse('the bundle has no transaction.')
  const state = json.members.get('state')
  return {proposal: fileOf(json.members.get('proposal')), transactions, ...(state ? {state: fileOf(state)} : {})}
}
