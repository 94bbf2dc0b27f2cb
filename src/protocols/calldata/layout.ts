import type {Argument} from './read.js'

const WORD = 32
const ARRAY = /^(.*)\[(\d*)\]$/

interface Shape {
  /** Bytes where it stands: 32 for an offset. */
  readonly head: number
  readonly dynamic: boolean
}

/** Bytes that lay themselves out in another way. */
class OutOfPlace extends Error {}

/**
 * Whether the offsets and lengths of ABI-encoded arguments are those of the one canonical encoding: every tail right behind
 * the one before, nothing behind the last. Then each byte belongs to one value, and what decodes is no larger than the bytes;
 * offsets that point many times at one place, the way to make few bytes huge, are out of place. Contents are not looked at.
 * @param body 0x-prefixed hex, without a selector
 */
export function hasCanonicalLayout(inputs: readonly Argument[], body: string): boolean {
  try {
    return new Layout(body).sizeOfTuple(inputs, 0) === (body.length - 2) / 2
  } catch (error) {
    if (error instanceof OutOfPlace) return false
    throw error
  }
}

function shapeOf({type, components = []}: Argument): Shape {
  const [, element, length] = ARRAY.exec(type) ?? []
  if (element !== undefined) {
    const item = shapeOf({name: '', type: element, components})
    const dynamic = !length || item.dynamic
    return {dynamic, head: dynamic ? WORD : Number(length) * item.head}
  }
  if (type !== 'tuple') return {dynamic: type === 'bytes' || type === 'string', head: WORD}
  const shapes = components.map((part) => shapeOf(part))
  const dynamic = shapes.some((shape) => shape.dynamic)
  return {dynamic, head: dynamic ? WORD : shapes.reduce((sum, {head}) => sum + head, 0)}
}

class Layout {
  readonly #body: string
  readonly #size: number

  constructor(body: string) {
    this.#body = body.slice(2)
    this.#size = this.#body.length / 2
  }

  /** Bytes of values side by side whose heads begin at `base`. */
  sizeOfTuple(inputs: readonly Argument[], base: number): number {
    const shapes = inputs.map((input) => shapeOf(input))
    let tail = shapes.reduce((sum, {head}) => sum + head, 0)
    this.#assertThere(base, tail)
    let head = base
    for (const [index, input] of inputs.entries()) {
      const shape = shapes[index]
      if (shape?.dynamic) tail += this.#tail(input, head, base, tail)
      head += shape?.head ?? 0
    }
    return tail
  }

  #sizeOfList(item: Argument, length: number, base: number): number {
    const {head, dynamic} = shapeOf(item)
    let tail = length * head
    this.#assertThere(base, tail)
    if (dynamic) {
      for (let index = 0; index < length; index++) tail += this.#tail(item, base + index * WORD, base, tail)
    }
    return tail
  }

  /** Bytes of the dynamic value whose offset stands at `head` and must be `expected`. */
  #tail(input: Argument, head: number, base: number, expected: number): number {
    if (this.#count(head) !== expected) throw new OutOfPlace()
    const at = base + expected
    const [, element, length] = ARRAY.exec(input.type) ?? []
    if (element !== undefined) {
      const item = {...input, type: element}
      return length
        ? this.#sizeOfList(item, Number(length), at)
        : WORD + this.#sizeOfList(item, this.#count(at), at + WORD)
    }
    if (input.type === 'tuple') return this.sizeOfTuple(input.components ?? [], at)
    const bytes = WORD + Math.ceil(this.#count(at) / WORD) * WORD
    this.#assertThere(at, bytes)
    return bytes
  }

  #count(at: number): number {
    this.#assertThere(at, WORD)
    const value = BigInt(`0x${this.#body.slice(2 * at, 2 * (at + WORD))}`)
    if (value > BigInt(this.#size)) throw new OutOfPlace()
    return Number(value)
  }

  #assertThere(at: number, bytes: number): void {
    if (at + bytes > this.#size) throw new OutOfPlace()
  }
}
