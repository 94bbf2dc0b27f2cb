import {PlimsollError} from '../../errors.js'

/** One `"key": value` of an object's top level, with the value's source text: numbers keep every digit they were written with. */
export interface Member {
  readonly key: string
  readonly source: string
}

export interface JsonObject {
  readonly members: readonly Member[]
  /** Keys that stand twice in one object, anywhere in the text: parsers disagree about which one counts. */
  readonly duplicates: readonly string[]
}

/** Where the string literal that starts at `at` ends; the text is known to be JSON. */
function endOfString(text: string, at: number): number {
  for (let next = at + 1; next < text.length; next++) {
    const character = text.charAt(next)
    if (character === '\\') next++
    else if (character === '"') return next + 1
  }
  return text.length
}

/**
 * Reads the JSON text of an object without losing what JSON.parse loses: repeated keys, and digits beyond 2^53.
 * @throws TRANSACTION_NOT_JSON, TRANSACTION_NOT_AN_OBJECT
 */
export function readJsonObject(text: string): JsonObject {
  assertObject(text)
  const members: Member[] = []
  const duplicates = new Set<string>()
  const keys: (Set<string> | undefined)[] = [] // of the open objects; undefined for an open array
  let pending: {key: string; start: number} | undefined
  let expectsKey = false
  const close = (end: number): void => {
    if (pending && keys.length === 1) members.push({key: pending.key, source: text.slice(pending.start, end).trim()})
    if (keys.length === 1) pending = undefined
  }
  for (let at = 0; at < text.length;) {
    const character = text.charAt(at)
    if (character === '"') {
      const token = text.slice(at, endOfString(text, at))
      at += token.length
      const own = keys.at(-1)
      if (!expectsKey || !own) continue
      const key = JSON.parse(token) as string
      if (own.has(key)) duplicates.add(key)
      own.add(key)
      at = text.indexOf(':', at) + 1
      if (keys.length === 1) pending = {key, start: at}
      expectsKey = false
      continue
    }
    if (character === '{' || character === '[') {
      keys.push(character === '{' ? new Set() : undefined)
      expectsKey = character === '{'
    } else if (character === ',') {
      close(at)
      expectsKey = keys.at(-1) !== undefined
    } else if (character === '}' || character === ']') {
      close(at)
      keys.pop()
      expectsKey = false
    }
    at++
  }
  return {members, duplicates: [...duplicates]}
}

function assertObject(text: string): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new PlimsollError('TRANSACTION_NOT_JSON', 'the transaction is not JSON.', {
      suggestions: ['Give the `safe-transaction.json` that `plimsoll encode` writes, or one with the same fields.'],
    })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PlimsollError('TRANSACTION_NOT_AN_OBJECT', 'the transaction is JSON, but not an object with fields.', {
      suggestions: ['Give the `safe-transaction.json` that `plimsoll encode` writes, or one with the same fields.'],
    })
  }
}
