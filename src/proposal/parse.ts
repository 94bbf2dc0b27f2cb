import {createHash} from 'node:crypto'
import {isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document, type Node, type Pair} from 'yaml'

import {PlimsollError, type Place} from '../errors.js'
import type {Path} from './model.js'

/** Larger files are not proposals; refusing them early keeps every later step fast. */
export const MAX_BYTES = 1024 * 1024
/** How often aliases may be expanded: enough to reuse a block, too few for an alias bomb. */
const MAX_ALIASES = 100

/** A YAML file that is well formed: its value, its digest, and the place of every part. */
export interface SourceFile {
  readonly file: string
  readonly text: string
  /** sha256 of the bytes, hex. */
  readonly digest: string
  readonly value: unknown
  readonly document: Document
  locate(path: Path, key?: boolean): Place
}

function unreadable(code: string, message: string, place: Place): PlimsollError {
  return new PlimsollError(code, message, {place})
}

function decode(bytes: Uint8Array, file: string): string {
  if (bytes.length === 0) throw unreadable('PROPOSAL_EMPTY', 'the file is empty: `plimsoll schema` shows what a proposal may hold.', {file})
  if (bytes.length > MAX_BYTES) {
    const size = (bytes.length / MAX_BYTES).toFixed(1)
    throw unreadable('PROPOSAL_TOO_LARGE', `the file has ${size} MiB; a proposal has at most 1 MiB.`, {file})
  }
  try {
    return new TextDecoder('utf-8', {fatal: true, ignoreBOM: false}).decode(bytes)
  } catch {
    return throwInvalidUtf8(bytes, file)
  }
}

/** Finds the first byte that is not UTF-8, for its line. */
function throwInvalidUtf8(bytes: Uint8Array, file: string): never {
  const lenient = new TextDecoder('utf-8', {ignoreBOM: false})
  let line = 1
  let start = 0
  for (let end = 0; end <= bytes.length; end++) {
    if (end < bytes.length && bytes[end] !== 0x0a) continue
    if (lenient.decode(bytes.subarray(start, end)).includes('\u{FFFD}')) break
    line++
    start = end + 1
  }
  throw unreadable('PROPOSAL_NOT_UTF8', 'the file is not UTF-8 text: save it as UTF-8.', {file, line, column: 1})
}

/** The node at a path, or the deepest one on the way to it. */
function nodeAt(document: Document, path: Path, key: boolean): Node | undefined {
  let node: unknown = document.contents
  let deepest = isNode(node) ? node : undefined
  for (const [depth, step] of path.entries()) {
    const pair: Pair | undefined = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === step) : undefined
    const last = depth === path.length - 1
    const next: unknown = pair ? (last && key ? pair.key : pair.value) : isNode(node) && 'get' in node ? node.get(step, true) : undefined
    const candidate = isNode(next) && next.range ? next : pair && isNode(pair.key) ? pair.key : undefined
    if (!candidate) break
    deepest = candidate
    node = next
  }
  return deepest
}

function refuseInexactNumbers(document: Document, at: (offset: number) => Place): void {
  visit(document, {
    Scalar(_key, node) {
      const {value, source, range} = node
      if (typeof value !== 'number' || source === undefined) return
      const address = /^0x/i.test(source)
      if (!address && (!Number.isInteger(value) || Number.isSafeInteger(value))) return
      const why = address ? 'is read as a number by YAML' : 'has more digits than a number can keep'
      throw unreadable('PROPOSAL_INEXACT_NUMBER', `\`${source}\` ${why}: put it in quotes.`, at(range?.[0] ?? 0))
    },
  })
}

/**
 * Reads the bytes of a proposal (or any YAML of ours) with positions.
 * @throws PROPOSAL_* (exit 2) when it is no single, well-formed, reasonably sized YAML document.
 */
export function parseSource(bytes: Uint8Array, file: string): SourceFile {
  const text = decode(bytes, file)
  const lines = new LineCounter()
  const at = (offset: number): Place => {
    const {line, col} = lines.linePos(offset)
    return {file, line, column: col}
  }
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true, version: '1.2'})
  const [error] = document.errors
  if (error) throw unreadable('PROPOSAL_NOT_YAML', sentence(error.code, error.message), at(error.pos[0]))
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    throw unreadable('PROPOSAL_EMPTY', 'the file holds no YAML: `plimsoll schema` shows what a proposal may hold.', {file})
  }
  refuseInexactNumbers(document, at)
  let value: unknown
  try {
    value = document.toJS({maxAliasCount: MAX_ALIASES})
  } catch {
    throw unreadable('PROPOSAL_ALIASES', 'the file expands its YAML aliases too often: write the values out.', {file})
  }
  return {
    file,
    text,
    digest: createHash('sha256').update(bytes).digest('hex'),
    value,
    document,
    locate(path, key = false) {
      const node = nodeAt(document, path, key)
      return at(node?.range?.[0] ?? 0)
    },
  }
}

function sentence(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'the file holds several YAML documents (`---`): a proposal is one.'
  if (code === 'TAB_AS_INDENT') return 'a tab is used for indentation: YAML wants blanks.'
  const [first = message] = message.split('\n')
  return `not valid YAML: ${first.replace(/\.$/, '')}.`
}

