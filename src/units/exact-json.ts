import {PlimsollError} from '../errors.js'

/** A JSON value without what JSON.parse loses: an integer literal is a bigint; an object is a map, in the order of its keys. */
export type ExactJson = bigint | boolean | number | string | readonly ExactJson[] | ExactObject | null
export type ExactObject = ReadonlyMap<string, ExactJson>

const TOKEN = /\s*([{}[\],:]|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/y
const MAX_DEPTH = 200

/**
 * Reads JSON text exactly: `1000000000000000001` stays that number.
 * @throws JSON_MALFORMED when it is not JSON, JSON_REPEATED_KEY when an object has a key twice (readers disagree which counts).
 */
export function parseExactJson(text: string): ExactJson {
  try {
    JSON.parse(text)
  } catch (error) {
    throw new PlimsollError('JSON_MALFORMED', `this is not JSON: ${(error as Error).message}.`)
  }
  let at = 0
  const next = (): string => {
    TOKEN.lastIndex = at
    const token = TOKEN.exec(text)?.[1] ?? ''
    at = TOKEN.lastIndex
    return token
  }
  const peek = (): string => {
    const before = at
    const token = next()
    at = before
    return token
  }

  function list(depth: number): ExactJson[] {
    const items: ExactJson[] = []
    if (peek() === ']') next()
    else
      do items.push(value(next(), depth))
      while (next() === ',')
    return items
  }

  function object(depth: number): ExactObject {
    const members = new Map<string, ExactJson>()
    if (peek() === '}') next()
    else
      do {
        const key = JSON.parse(next()) as string
        next() // the colon
        if (members.has(key))
          throw new PlimsollError('JSON_REPEATED_KEY', `the key \`${key}\` stands twice in one object.`)
        members.set(key, value(next(), depth))
      } while (next() === ',')
    return members
  }

  function value(token: string, depth: number): ExactJson {
    if (depth > MAX_DEPTH)
      throw new PlimsollError('JSON_MALFORMED', `the JSON is nested deeper than ${MAX_DEPTH} levels.`)
    if (token === '{') return object(depth + 1)
    if (token === '[') return list(depth + 1)
    return /^-?\d+$/.test(token) ? BigInt(token) : (JSON.parse(token) as boolean | number | string | null)
  }

  return value(next(), 0)
}
