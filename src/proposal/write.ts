import {Document, isMap, isScalar, isSeq, type Pair, Scalar, visit, type YAMLMap} from 'yaml'

import type {Proposal} from './model.js'

export interface WriteOptions {
  /** Where the schema lies, seen from the file: editors complete and check with it. */
  readonly schema?: string
  /** Lines above the proposal, for whoever opens the file. */
  readonly notes?: readonly string[]
}

/** The order of sections in a file. */
export const SECTIONS = [
  'plimsoll',
  'title',
  'summary',
  'discussion',
  'protocol',
  'contracts',
  'changes',
  'governance',
  'policy',
  'backtest',
  'require',
  'evidence',
] as const satisfies readonly (keyof Proposal)[]

const COMMENTS: Readonly<Record<string, string>> = {
  changes: ' from: what holds now. to: what it becomes. keep: what stays.',
  governance: ' Who signs. The hashes depend on the nonce.',
  backtest: ' What history must say.',
  require: ' Steps that must run and say yes.',
}

/**
 * A proposal as the text of its file: the same proposal gives the same bytes, in the layout of the examples, and reading
 * the text gives the proposal back.
 */
export function writeProposal(proposal: Proposal, {schema, notes = []}: WriteOptions = {}): string {
  const document = new Document(
    Object.fromEntries(
      SECTIONS.flatMap((section) => (proposal[section] === undefined ? [] : [[section, proposal[section]]])),
    ),
  )
  visit(document, {
    Pair(_key, pair) {
      if (isScalar(pair.key)) layOut(String(pair.key.value), pair)
    },
    Scalar(_key, scalar) {
      // A plain text of several lines inside `{...}` is not always read back.
      if (typeof scalar.value === 'string' && /[\r\n]/.test(scalar.value) && scalar.type !== Scalar.BLOCK_LITERAL)
        scalar.type = Scalar.QUOTE_DOUBLE
    },
    Map(_key, map) {
      if (isLine(map)) map.flow = true
    },
  })
  const head = [...(schema === undefined ? [] : [`yaml-language-server: $schema=${schema}`]), ...notes]
  const lines = head.map((line) => `# ${line.replaceAll(/\s+/g, ' ')}\n`).join('')
  return lines + document.toString({flowCollectionPadding: false, lineWidth: 0})
}

function layOut(name: string, {key, value}: Pair): void {
  const comment = COMMENTS[name]
  if (comment !== undefined && isScalar(key) && (isSeq(value) || isMap(value)) && !insideSetting(name, value))
    key.commentBefore = comment
  if (name === 'require' && isSeq(value)) value.flow = true
  if (name === 'summary' && isScalar(value) && String(value.value).includes('\n')) value.type = Scalar.BLOCK_LITERAL
  if (name === 'address' && isScalar(value)) value.type = Scalar.QUOTE_DOUBLE
}

/** `changes`, `governance` and so on may also be the name of an argument. */
const insideSetting = (name: string, value: unknown): boolean => name !== 'backtest' && !isSeq(value)

/** Settings and small literals stand on one line. */
function isLine(map: YAMLMap): boolean {
  const names = map.items.map(({key}) => (isScalar(key) ? key.value : undefined))
  return names.some((name) => name === 'to' || name === 'keep') || (names.length === 1 && names[0] === 'text')
}
