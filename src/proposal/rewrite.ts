import {isMap, isScalar, isSeq, parseDocument, type Node, type Pair} from 'yaml'

import {PlimsollError} from '../errors.js'
import type {Path} from './model.js'
import type {SourceFile} from './parse.js'

/** Changes to a proposal's text that leave everything else as it is: comments, order, quotes, line breaks. */
export interface Rewrite {
  /** New values for scalars that are there. */
  readonly set: readonly {readonly path: Path; readonly value: number | string}[]
  /** Settings that become `{keep: value}`; what else they say stays. */
  readonly keep: readonly {readonly path: Path; readonly value: string}[]
  /** Items of lists to leave out, with everything in them. */
  readonly remove: readonly Path[]
}

interface Splice {
  readonly start: number
  readonly end: number
  readonly text: string
}

function refuse(source: SourceFile, path: Path, what: string): PlimsollError {
  return new PlimsollError('PROPOSAL_REWRITE', `\`${path.join('.')}\` ${what}, so it cannot be rewritten in place.`, {
    place: source.locate(path),
    suggestions: ['Write the value out where it stands.'],
  })
}

function nodeAt(source: SourceFile, path: Path): Node & {range: [number, number, number]} {
  const node: unknown = source.document.getIn(path, true)
  const found = isScalar(node) || isMap(node) || isSeq(node) ? node : undefined
  if (!found?.range) throw refuse(source, path, 'is an alias or is not there')
  return found as Node & {range: [number, number, number]}
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1
const lineEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end + 1
}

/** A value as YAML text: plain where that reads back as the same value, in double quotes otherwise. */
function yamlText(value: number | string, quote: string | undefined): string {
  if (typeof value === 'number') return String(value)
  if (quote === 'QUOTE_SINGLE') return `'${value.replaceAll("'", "''")}'`
  if (quote !== 'QUOTE_DOUBLE' && !/[\n,[\]{}]/.test(value)) {
    const document = parseDocument(`key: ${value}`)
    if (document.errors.length === 0 && document.get('key') === value) return value
  }
  return JSON.stringify(value)
}

function setScalar(source: SourceFile, path: Path, value: number | string): Splice {
  const node = nodeAt(source, path)
  if (!isScalar(node)) throw refuse(source, path, 'is not a single value')
  const [start, end] = node.range
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') {
    const indent = ' '.repeat(2 * path.length)
    const lines = String(value)
      .trimEnd()
      .split('\n')
      .map((line) => (line === '' ? '' : indent + line))
    return {start, end, text: `|\n${lines.join('\n')}\n`}
  }
  return {start, end, text: yamlText(value, node.type)}
}

/** Leaves out one of the parts of a flow or block collection; the others keep their text. */
function removal(
  source: SourceFile,
  parts: readonly {start: number; end: number}[],
  index: number,
  flow: boolean,
): Splice {
  const [own, next, previous] = [parts[index], parts[index + 1], parts[index - 1]]
  const {start, end} = own ?? {start: 0, end: 0}
  if (!flow)
    return {start: lineStart(source.text, start), end: lineEnd(source.text, Math.max(start, end - 1)), text: ''}
  if (next) return {start, end: next.start, text: ''}
  return {start: previous?.end ?? start, end, text: ''}
}

const pairStart = ({key}: Pair): number => (isScalar(key) ? (key.range?.[0] ?? 0) : 0)
const pairEnd = ({key, value}: Pair): number =>
  (isScalar(value) || isMap(value) || isSeq(value) ? value.range?.[1] : undefined) ??
  (isScalar(key) ? (key.range?.[1] ?? 0) : 0)

function keepSetting(source: SourceFile, path: Path, value: string): Splice[] {
  const map = nodeAt(source, path)
  if (!isMap(map)) throw refuse(source, path, 'is not a map')
  const named = (name: string): number => map.items.findIndex(({key}) => isScalar(key) && key.value === name)
  const [from, to] = [named('from'), named('to')]
  const key = map.items[to]?.key
  if (!isScalar(key) || !key.range) throw refuse(source, path, 'has no `to`')
  const parts = map.items.map((pair) => ({start: pairStart(pair), end: pairEnd(pair)}))
  return [
    {start: key.range[0], end: key.range[1], text: 'keep'},
    setScalar(source, [...path, 'to'], value),
    ...(from === -1 ? [] : [removal(source, parts, from, map.flow === true)]),
  ]
}

function removeItem(source: SourceFile, path: Path): Splice {
  const list = nodeAt(source, path.slice(0, -1))
  if (!isSeq(list)) throw refuse(source, path, 'is not in a list')
  const parts = list.items.map((_, index) => {
    const [start, end] = nodeAt(source, [...path.slice(0, -1), index]).range
    // A block item begins at its dash, which may stand on a line of its own.
    return {start: list.flow === true ? start : source.text.lastIndexOf('-', start - 1), end}
  })
  return removal(source, parts, Number(path.at(-1)), list.flow === true)
}

/** The proposal's text with these changes and no others. @throws PROPOSAL_REWRITE for a value that stands behind an alias */
export function rewrite(source: SourceFile, {set, keep, remove}: Rewrite): string {
  const splices = [
    ...set.map(({path, value}) => setScalar(source, path, value)),
    ...keep.flatMap(({path, value}) => keepSetting(source, path, value)),
    ...remove.map((path) => removeItem(source, path)),
  ].sort((a, b) => b.start - a.start)
  return splices.reduce(
    (text, {start, end, text: piece}) => text.slice(0, start) + piece + text.slice(end),
    source.text,
  )
}
