import {PlimsollError} from '../../../errors.js'

/** JSON without what JSON.parse loses: the digits of numbers, and keys that stand twice. */
export type ExactJson =
  | {readonly kind: 'text'; readonly text: string}
  /** As written: `1e3` and `1000` differ. */
  | {readonly kind: 'number'; readonly digits: string}
  | {readonly kind: 'literal'; readonly value: boolean | null}
  | {readonly kind: 'list'; readonly items: readonly ExactJson[]}
  | {readonly kind: 'object'; readonly members: ReadonlyMap<string, ExactJson>; readonly duplicates: readonly string[]}

export type ExactObject = Extract<ExactJson, {kind: 'object'}>

const MAX_DEPTH = 64
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const BLANK = /[ \t\n\r]*/y

/** Reads JSON text. @throws TRANSACTION_NOT_JSON when it is none, or nested beyond what anybody writes */
export function readExactJson(text: string): ExactJson {
  return new Reader(text).whole()
}

/** Keys that stand twice in one object, anywhere: parsers disagree about which one counts. */
export function duplicatesIn(json: ExactJson): string[] {
  if (json.kind === 'list') return json.items.flatMap((item) => duplicatesIn(item))
  if (json.kind !== 'object') return []
  return [...json.duplicates, ...[...json.members.values()].flatMap((value) => duplicatesIn(value))]
}

function refuse(): never {
  throw new PlimsollError('TRANSACTION_NOT_JSON', 'the transaction is neither hex with 0x in front nor JSON.', {
    suggestions: [
      'Give calldata, the `safe-transaction.json` that `plimsoll encode` writes, a Transaction Builder file, what the Safe Transaction Service returns, or an EIP-712 payload.',
    ],
  })
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): ExactJson {
    const value = this.#value(0)
    this.#skip()
    return this.#at === this.#text.length ? value : refuse()
  }

  #value(depth: number): ExactJson {
    if (depth > MAX_DEPTH) refuse()
    this.#skip()
    const first = this.#text.charAt(this.#at)
    if (first === '{') return this.#object(depth)
    if (first === '[') return this.#list(depth)
    if (first === '"') return {kind: 'text', text: this.#string()}
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (!this.#text.startsWith(word, this.#at)) continue
      this.#at += word.length
      return {kind: 'literal', value}
    }
    NUMBER.lastIndex = this.#at
    const digits = NUMBER.exec(this.#text)?.[0] ?? refuse()
    this.#at += digits.length
    return {kind: 'number', digits}
  }

  #object(depth: number): ExactJson {
    const members = new Map<string, ExactJson>()
    const duplicates: string[] = []
    this.#at++
    if (this.#take('}')) return {kind: 'object', members, duplicates}
    do {
      this.#skip()
      if (this.#text.charAt(this.#at) !== '"') refuse()
      const key = this.#string()
      if (!this.#take(':')) refuse()
      if (members.has(key)) duplicates.push(key)
      members.set(key, this.#value(depth + 1))
    } while (this.#take(','))
    return this.#take('}') ? {kind: 'object', members, duplicates} : refuse()
  }

  #list(depth: number): ExactJson {
    const items: ExactJson[] = []
    this.#at++
    if (this.#take(']')) return {kind: 'list', items}
    do items.push(this.#value(depth + 1))
    while (this.#take(','))
    return this.#take(']') ? {kind: 'list', items} : refuse()
  }

  #string(): string {
    const start = this.#at
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charAt(this.#at)
      if (character === '\\') this.#at++
      else if (character === '"') {
        this.#at++
        try {
          return JSON.parse(this.#text.slice(start, this.#at)) as string
        } catch {
          return refuse()
        }
      }
    }
    return refuse()
  }

  #take(character: string): boolean {
    this.#skip()
    if (this.#text.charAt(this.#at) !== character) return false
    this.#at++
    return true
  }

  #skip(): void {
    BLANK.lastIndex = this.#at
    this.#at += BLANK.exec(this.#text)?.[0].length ?? 0
  }
}
