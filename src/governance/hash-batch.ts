import {PlimsollError} from '../errors.js'
import {parseExactJson, type ExactJson} from '../units/exact-json.js'

const MOST_NAMED = 10
/** JSON lines: an object a line, more than one. */
const LINES = /^\s*\{[^\n]*\}\s*\n\s*\{/

const linesOf = (text: string): ExactJson[] =>
  text.split('\n').flatMap((line, index): ExactJson[] => {
    if (line.trim() === '') return []
    try {
      return [parseExactJson(line)]
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      throw new PlimsollError(error.code, `line ${index + 1}: ${error.message}`, {suggestions: error.suggestions})
    }
  })

/**
 * Hashes one object or a list of them, in order, from JSON text; a page of a service (`results`) is its list, and so are JSON
 * lines.
 * @throws JSON_*, or the first bad item's own error with its index (from 0) in the list, and the indices of the other bad ones
 */
export function hashBatch<T>(text: string, hash: (item: ExactJson) => T): T | T[] {
  const value = LINES.test(text) ? linesOf(text) : parseExactJson(text)
  const page = value instanceof Map ? (value as ReadonlyMap<string, ExactJson>).get('results') : undefined
  const list = Array.isArray(page) ? page : value
  if (!Array.isArray(list)) return hash(value)
  const refused: {readonly index: number; readonly error: PlimsollError}[] = []
  const hashed = (list as readonly ExactJson[]).flatMap((item, index) => {
    try {
      return [hash(item)]
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      refused.push({index, error})
      return []
    }
  })
  const [first, ...others] = refused
  if (!first) return hashed
  const {code, exit, suggestions, message} = first.error
  const named = others.slice(0, MOST_NAMED).map(({index}) => index)
  const more = others.length - named.length
  const also =
    named.length === 0 ? [] : [`Refused too: item ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`]
  throw new PlimsollError(code, `item ${first.index}: ${message}`, {exit, suggestions: [...suggestions, ...also]})
}
