import {PlimsollError} from '../../../errors.js'

interface Common {
  readonly name: string
  /** Bytes that it takes where it stands: 32 for an offset. */
  readonly head: number
  /** Whether its encoding stands behind an offset. */
  readonly dynamic: boolean
}

/** A type of the contract ABI, ready to decode with. Sizes are in bytes. */
export type AbiType = Common &
  (
    | {readonly kind: 'int' | 'uint'; readonly bits: number}
    | {readonly kind: 'address' | 'bool'}
    | {readonly kind: 'fixedBytes'; readonly size: number}
    | {readonly kind: 'bytes' | 'string'}
    | {readonly kind: 'array'; readonly item: AbiType; readonly length: number | undefined}
    | {readonly kind: 'tuple'; readonly parts: readonly AbiArgument[]; readonly heads: number}
  )

export interface AbiArgument {
  readonly name: string
  readonly type: AbiType
}

/** A function as this side decodes it. */
export interface AbiFunction {
  readonly name: string
  /** `transfer(address,uint256)`: what the selector is the hash of. */
  readonly signature: string
  readonly inputs: readonly AbiArgument[]
  /** The heads of all inputs, in bytes. */
  readonly heads: number
}

const MAX_TEXT = 4096
const MAX_DEPTH = 16
const WORD = 32

/** The heads of arguments side by side, in bytes. */
function headsOf(parts: readonly AbiArgument[]): number {
  return parts.reduce((sum, {type}) => sum + type.head, 0)
}

function tupleOf(parts: readonly AbiArgument[]): AbiType {
  const heads = headsOf(parts)
  const dynamic = parts.some(({type}) => type.dynamic)
  const name = `(${parts.map(({type}) => type.name).join(',')})`
  return {kind: 'tuple', name, parts, heads, dynamic, head: dynamic ? WORD : heads}
}

function arrayOf(item: AbiType, digits: string): AbiType {
  const length = digits === '' ? undefined : Number(digits)
  const dynamic = length === undefined || item.dynamic
  return {
    kind: 'array',
    name: `${item.name}[${digits}]`,
    item,
    length,
    dynamic,
    head: dynamic ? WORD : length * item.head,
  }
}

/**
 * Reads `transfer(address to, uint256 value)`, with or without `function` before it and words behind it; tuples are
 * written `(uint256 a, address b)[] name`.
 * @throws ABI_NOT_A_FUNCTION when it is none.
 */
export function parseFunction(text: string): AbiFunction {
  const source = text.trim().replace(/^function\s+/, '')
  const name = /^[A-Za-z_$][\w$]*(?=\s*\()/.exec(source)?.[0]
  if (name === undefined || source.length > MAX_TEXT) throw notAFunction(text)
  const reader = new Reader(source.slice(name.length), text)
  const inputs = reader.list(0)
  return {name, signature: `${name}(${inputs.map(({type}) => type.name).join(',')})`, inputs, heads: headsOf(inputs)}
}

function notAFunction(text: string): PlimsollError {
  return new PlimsollError('ABI_NOT_A_FUNCTION', `\`${text.slice(0, 200)}\` is not a function fragment.`, {
    suggestions: ['Write it as in `function setX(address asset, uint256 x)`.'],
  })
}

class Reader {
  readonly #text: string
  readonly #whole: string
  #at = 0

  constructor(text: string, whole: string) {
    this.#text = text
    this.#whole = whole
  }

  /** `(…, …)`. */
  list(depth: number): AbiArgument[] {
    if (depth > MAX_DEPTH || !this.#take(/^\s*\(\s*/)) throw notAFunction(this.#whole)
    const parts: AbiArgument[] = []
    if (this.#take(/^\)/)) return parts
    for (;;) {
      parts.push(this.#argument(depth))
      if (this.#take(/^\s*\)/)) return parts
      if (!this.#take(/^\s*,\s*/)) throw notAFunction(this.#whole)
    }
  }

  #argument(depth: number): AbiArgument {
    this.#take(/^tuple(?=\s*\()/)
    let type: AbiType = /^\s*\(/.test(this.#rest()) ? tupleOf(this.list(depth + 1)) : this.#element()
    for (;;) {
      const suffix = this.#take(/^\[(\d{0,6})\]/)
      if (!suffix) break
      const digits = suffix[1] ?? ''
      if (/^0/.test(digits)) throw notAFunction(this.#whole)
      type = arrayOf(type, digits)
    }
    this.#take(/^\s+(?:indexed|calldata|memory|storage|payable)\b/)
    return {type, name: this.#take(/^\s+([A-Za-z_$][\w$]*)/)?.[1] ?? ''}
  }

  #element(): AbiType {
    const name = this.#take(/^[a-z]+\d*/)?.[0] ?? ''
    const [, family = '', digits = ''] = /^([a-z]+)(\d*)$/.exec(name) ?? []
    const size = Number(digits)
    const still = {head: WORD, dynamic: false}
    if (family === 'uint' || family === 'int') {
      const bits = digits === '' ? 256 : size
      if (bits % 8 === 0 && bits > 0 && bits <= 256) return {...still, kind: family, name: `${family}${bits}`, bits}
    } else if (family === 'bytes' && digits !== '') {
      if (size > 0 && size <= WORD) return {...still, kind: 'fixedBytes', name, size}
    } else if (digits !== '') throw notAFunction(this.#whole)
    else if (family === 'bytes' || family === 'string') return {kind: family, name, head: WORD, dynamic: true}
    else if (family === 'address' || family === 'bool') return {...still, kind: family, name}
    throw notAFunction(this.#whole)
  }

  #rest(): string {
    return this.#text.slice(this.#at)
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.#rest())
    if (!match) return undefined
    this.#at += match[0].length
    return match
  }
}
