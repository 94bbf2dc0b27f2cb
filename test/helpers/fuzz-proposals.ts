import {parseDocument, stringify} from 'yaml'

import {stream, type Stream} from '../../src/numerics/random/stream.js'

type Tree = Record<string, unknown> | unknown[]

const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  83,
  0.83,
  1e21,
  '',
  ' ',
  '83%',
  '8300%',
  '-5%',
  '1/0 WETH',
  '9'.repeat(400),
  `${'9'.repeat(300)}%`,
  '1/3',
  'WETH',
  '0x',
  `0x${'a'.repeat(40)}`,
  '2024-02-30',
  '__proto__',
  'constructor',
  'ethereum',
  '\u202e\u0000',
  '😀'.repeat(50),
  [],
  {},
  [[]],
  {to: '5%'},
  {from: '1%', keep: '2%'},
  {to: {}},
  ['x', 1],
  '| a | b |\n|---|---|\n| LTV | 5% |\n',
  'from 5% to 6% '.repeat(200),
  '('.repeat(500),
  '1,000 '.repeat(500),
  '*_`~'.repeat(300),
]
const WORDS = [
  'plimsoll:',
  'title:',
  'changes:',
  '- asset: WETH',
  '  ltv: {to: 5%}',
  '- ',
  '&a',
  '*a',
  '? ',
  '|',
  '>',
  '"',
  "'",
  '#',
  '[',
  ']',
  '{',
  '}',
  ',',
  ': ',
  '\n',
  '\n',
  '\n  ',
  '\t',
  '%',
  '!!',
  '---',
  '\r\n',
  '1',
  'x',
]

const pick = <T>(random: Stream, from: readonly T[]): T => from[random.below(from.length)] as T

/** Every map and list of a value with one of its keys. */
function places(
  node: unknown,
  found: {parent: Tree; key: number | string}[] = [],
): {parent: Tree; key: number | string}[] {
  if (typeof node !== 'object' || node === null) return found
  const keys = Array.isArray(node) ? [...node.keys()] : Object.keys(node)
  for (const key of keys) {
    found.push({parent: node as Tree, key})
    places((node as Record<number | string, unknown>)[key], found)
  }
  return found
}

/** One change to a value tree: a key deleted, doubled, retyped, rescaled, renamed, moved. */
function mutate(root: Tree, random: Stream): void {
  const all = places(root)
  if (all.length === 0) return
  const {parent, key} = pick(random, all)
  const node = parent as Record<number | string, unknown>
  const value = node[key]
  switch (random.below(6)) {
    case 0: {
      if (Array.isArray(parent)) parent.splice(Number(key), 1)
      else Reflect.deleteProperty(parent, key)
      return
    }
    case 1: {
      if (Array.isArray(parent)) parent.push(structuredClone(value))
      else node[`${key}${random.below(3)}`] = structuredClone(value)
      return
    }
    case 2: {
      node[key] = structuredClone(pick(random, STRANGE))
      return
    }
    case 3: {
      if (typeof value === 'string')
        node[key] = value.replace(/\d+/, (digits) =>
          pick(random, [`${digits}00`, digits.slice(1), `0.${digits}`, `-${digits}`, `${digits}.5`]),
        )
      else if (typeof value === 'number') node[key] = value * pick(random, [100, 0.01, -1, 1e10])
      return
    }
    case 4: {
      const other = pick(random, all)
      node[key] = structuredClone((other.parent as Record<number | string, unknown>)[other.key])
      return
    }
    default: {
      if (typeof value === 'string' && value !== '') {
        const at = random.below(value.length)
        node[key] =
          value.slice(0, at) +
          pick(random, ['', '%', ' ', '\n', '{', '1', 'Z', '\u0430', '\u200b']) +
          value.slice(at + 1)
      }
    }
  }
}

function mutant(text: string, random: Stream): string {
  const root = parseDocument(text).toJS() as Tree
  for (let count = 1 + random.below(3); count > 0; count--) mutate(root, random)
  return stringify(root)
}

/** A valid text with pieces of lines cut, doubled or swapped, which no value tree can come to. */
function garbled(text: string, random: Stream): string {
  const lines = text.split('\n')
  for (let count = 1 + random.below(4); count > 0; count--) {
    const at = random.below(lines.length)
    const line = lines[at] ?? ''
    const cut = random.below(line.length + 1)
    lines[at] = pick(random, [
      line.slice(0, cut),
      `${line}\n${line}`,
      `  ${line}`,
      line.slice(0, cut) + pick(random, WORDS) + line.slice(cut),
      '',
    ])
  }
  return lines.join('\n')
}

const words = (random: Stream): string =>
  Array.from({length: 1 + random.below(120)}, () => pick(random, WORDS)).join('')
const bytes = (random: Stream): Uint8Array => Uint8Array.from({length: random.below(600)}, () => random.below(256))

/** The n-th fuzzed file: mostly mutants of the given proposals, some garbled text, some random YAML, some random bytes. */
export function fuzzedFile(proposals: readonly string[], n: number): Uint8Array {
  const random = stream(20_260_131, n)
  const text = pick(random, proposals)
  const kind = random.below(20)
  if (kind < 12) return new TextEncoder().encode(mutant(text, random))
  if (kind < 17) return new TextEncoder().encode(garbled(text, random))
  return kind < 19 ? new TextEncoder().encode(words(random)) : bytes(random)
}
