import {createHash} from 'node:crypto'
import {
  isMap,
  isNode,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml'

import {PlimsollError, type Place} from '../errors.js'
import type {Path} from './model.js'

/** Larger files are not proposals; refusing them early keeps every later step fast. */
export const MAX_BYTES = 256 * 1024
/** Nested flow collections (`[`, `{`) beyond this depth are no proposal, and costly to parse. */
const MAX_FLOW_DEPTH = 32
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
  /** The place of an offset of the text. */
  placeAt(offset: number): Place
  /** Where the source of the value at a path starts and ends; undefined when the path is absent. */
  rangeOf(path: Path): readonly [start: number, end: number] | undefined
}

function unreadable(code: string, message: string, place: Place): PlimsollError {
  return new PlimsollError(code, message, {place})
}

function decode(bytes: Uint8Array, file: string): string {
  if (bytes.length === 0)
    throw unreadable('PROPOSAL_EMPTY', 'the file is empty: `plimsoll schema` shows what a proposal may hold.', {file})
  if (bytes.length > MAX_BYTES) {
    const size = Math.ceil(bytes.length / 1024)
    throw unreadable('PROPOSAL_TOO_LARGE', `the file has ${size} KiB; at most ${MAX_BYTES / 1024} KiB are read.`, {
      file,
    })
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
    const pair: Pair | undefined = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === step)
      : undefined
    const last = depth === path.length - 1
    const next: unknown = pair
      ? last && key
        ? pair.key
        : pair.value
      : isNode(node) && 'get' in node
        ? node.get(step, true)
        : undefined
    const candidate = isNode(next) && next.range ? next : pair && isNode(pair.key) ? pair.key : undefined
    if (!candidate) break
    deepest = candidate
    node = next
  }
  return deepest
}

const LEXER_MARKS = new Set(['\u0002', '\u0018', '\u001F'])

/** Refuses shapes that no proposal needs and that take the parser quadratic time: explicit keys (`? `) and deep nesting. */
function refuseCostlyShapes(text: string, at: (offset: number) => Place): void {
  let offset = 0
  let depth = 0
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++
    if (token === ']' || token === '}') depth--
    if (token === '?')
      throw unreadable(
        'PROPOSAL_NOT_YAML',
        'explicit keys (`? key`) are not used here: write `key: value`.',
        at(offset),
      )
    if (depth > MAX_FLOW_DEPTH) throw unreadable('PROPOSAL_NOT_YAML', 'brackets are nested too deeply.', at(offset))
    // The lexer marks documents, scalars and ends of flow values with control characters that are not in the text.
    if (!LEXER_MARKS.has(token)) offset += token.length
  }
}

/** Refuses what YAML would take in silence: a key that is given twice (linear here, quadratic in the parser), a number that loses digits. */
function refuseSilentLosses(document: Document, at: (offset: number) => Place): void {
  visit(document, {
    Map(_key, {items}) {
      const seen = new Set<string>()
      for (const {key} of items) {
        const place = at(isNode(key) ? (key.range?.[0] ?? 0) : 0)
        if (!isScalar(key)) throw unreadable('PROPOSAL_NOT_YAML', 'a key must be a plain word.', place)
        const name = String(key.value)
        if (seen.has(name))
          throw unreadable('PROPOSAL_NOT_YAML', `the key \`${name}\` is given twice in one map.`, place)
        seen.add(name)
      }
    },
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
  for (let end = text.indexOf('\n'), start = 0; ; end = text.indexOf('\n', start)) {
    lines.addNewLine(start)
    if (end === -1) break
    start = end + 1
  }
  const at = (offset: number): Place => {
    const {line, col} = lines.linePos(offset)
    return {file, line, column: col}
  }
  refuseCostlyShapes(text, at)
  const document = guarded(file, () =>
    parseDocument(text, {
      logLevel: 'error',
      prettyErrors: false,
      strict: true,
      uniqueKeys: false,
      version: '1.2',
    }),
  )
  const [error] = document.errors
  if (error) throw unreadable('PROPOSAL_NOT_YAML', sentence(error.code, error.message), at(error.pos[0]))
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    throw unreadable('PROPOSAL_EMPTY', 'the file holds no YAML: `plimsoll schema` shows what a proposal may hold.', {
      file,
    })
  }
  guarded(file, () => {
    refuseSilentLosses(document, at)
  })
  const value: unknown = guarded(file, () => document.toJS({maxAliasCount: MAX_ALIASES}) as unknown)
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
    placeAt: at,
    rangeOf(path) {
      const node: unknown = document.getIn(path, true)
      return isNode(node) && node.range ? [node.range[0], node.range[1]] : undefined
    },
  }
}

/** Runs a step of the YAML library and turns its two ways of giving up into errors of ours. */
function guarded<T>(file: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (error instanceof RangeError) throw unreadable('PROPOSAL_NOT_YAML', 'the file is nested too deeply.', {file})
    if (error instanceof ReferenceError) {
      throw unreadable('PROPOSAL_ALIASES', 'the file expands its YAML aliases too often: write the values out.', {file})
    }
    throw error
  }
}

function sentence(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'the file holds several YAML documents (`---`): a proposal is one.'
  if (code === 'TAB_AS_INDENT') return 'a tab is used for indentation: YAML wants blanks.'
  const [first = message] = message.split('\n')
  return `not valid YAML: ${first.replace(/\.$/, '')}.`
}
