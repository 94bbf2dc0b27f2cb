import {canonical, formatQuantity, type Quantity} from '../../../units/quantity.js'
import type {Argument} from '../../calldata/read.js'
import {isComposite, listOf, partsOf} from './shapes.js'
import type {Reading} from './values.js'

/** One value of a call that is made of no others. */
export interface Leaf {
  /** `config.factors[2]`. */
  readonly name: string
  /** Its name among its siblings: `factor`, or `[2]`. */
  readonly label: string
  /** Where it stands in the call, in numbers: `1.0.2`. */
  readonly place: string
  readonly quantity: Quantity
  /** How a setting's integer reads; undefined for a literal. */
  readonly reading: Reading | undefined
}

/** A list or a tuple. */
export interface Branch {
  readonly name: string
  readonly label: string
  readonly place: string
  readonly list: boolean
  readonly nodes: readonly Node[]
}

/** An argument, as its type is built. */
export type Node = Branch | Leaf

/** What a value that is made of no others is. */
export type ReadLeaf = (
  input: Argument,
  value: unknown,
  at: Pick<Leaf, 'name' | 'place'>,
) => Pick<Leaf, 'quantity' | 'reading'>

type At = Pick<Leaf, 'label' | 'name' | 'place'>

/**
 * An argument in pieces.
 * @param isWhole whether a value is not to be taken apart: a setting of the file
 * @throws CUSTOM_LITERAL when the value has not the shape of its type
 */
export function nodeOf(
  input: Argument,
  value: unknown,
  at: At,
  read: ReadLeaf,
  isWhole: (value: unknown) => boolean = () => false,
): Node {
  const {name, place} = at
  if (isWhole(value) || !isComposite(input)) return {...at, ...read(input, value, at)}
  const nodes = partsOf(input, value, name).map((part) =>
    nodeOf(
      part.input,
      part.value,
      {name: name + part.label, label: part.label.replace('.', ''), place: `${place}.${part.place}`},
      read,
      isWhole,
    ),
  )
  return {...at, list: listOf(input) !== undefined, nodes}
}

/** The argument at a place of the function. */
export const argumentAt = (name: string, place: number): At => ({name, label: name, place: String(place)})

/** Every value in it, in order. */
export function leavesOf(node: Node): Leaf[] {
  return 'nodes' in node ? node.nodes.flatMap((part) => leavesOf(part)) : [node]
}

const hex = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A literal in lower case only: text, where case counts, is written as its bytes. */
const identity = (value: Quantity): string => (value.kind === 'text' ? `text ${hex(value.value)}` : canonical(value))

/** What tells its literals from any other: each with its place, and how long each list is. */
export function identities(node: Node): string[] {
  if (!('nodes' in node)) return node.reading ? [] : [`${node.place}=${identity(node.quantity)}`]
  const inner = node.nodes.flatMap((part) => identities(part))
  return node.list ? [`${node.place}#${node.nodes.length}`, ...inner] : inner
}

/** Its literals as people read them; where it holds settings too, each literal under its whole name. */
export function told(node: Node): string[] {
  if (!leavesOf(node).some(({reading}) => reading)) return [`${node.name} ${shown(node)}`]
  return 'nodes' in node ? node.nodes.flatMap((part) => told(part)) : []
}

/** `[1, 2]` for a list, `(loanToken 0x…, lltv 860000000000000000)` for a tuple. */
function shown(node: Node): string {
  if (!('nodes' in node)) return showLiteral(node.quantity)
  if (node.list) return `[${node.nodes.map((part) => shown(part)).join(', ')}]`
  return `(${node.nodes.map((part) => (part.label.startsWith('[') ? shown(part) : `${part.label} ${shown(part)}`)).join(', ')})`
}

/** As people read it: text in quotes, so that none looks like the literals beside it; a bytes32 that holds a name reads `"ETH-B"`. */
function showLiteral(value: Quantity): string {
  if (value.kind === 'text') return JSON.stringify(value.value)
  if (value.kind !== 'bytes' || value.value.length !== 66) return formatQuantity(value)
  const codes = (
    value.value
      .slice(2)
      .replace(/(?:00)+$/, '')
      .match(/../g) ?? []
  ).map((byte) => Number.parseInt(byte, 16))
  const text = String.fromCharCode(...codes)
  return /^[\x21-\x7E]+$/.test(text) ? `"${text}"` : value.value
}
