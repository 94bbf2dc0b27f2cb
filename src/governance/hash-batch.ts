import {PlimsollError} from '../errors.js'
import {parseExactJson, type ExactJson} from '../units/exact-json.js'

/**
 * Hashes one object or a list of them, in order, from JSON text.
 * @throws JSON_*, or the item's own error with its index (from 0) in the list.
 */
export function hashBatch<T>(text: string, hash: (item: ExactJson) => T): T | T[] {
  const value = parseExactJson(text)
  if (!Array.isArray(value)) return hash(value)
  return (value as readonly ExactJson[]).map((item, index) => {
    try {
      return hash(item)
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      const {code, exit, suggestions, message} = error
      throw new PlimsollError(code, `item ${index}: ${message}`, {exit, suggestions})
    }
  })
}
