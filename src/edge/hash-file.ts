import {EXIT, PlimsollError} from '../errors.js'
import {hashBatch} from '../governance/hash-batch.js'
import type {ExactJson} from '../units/exact-json.js'
import {readInput} from './read-input.js'

const MAX_BYTES = 64 * 1024 * 1024

/** Hashes the object, or each of the list, of a JSON file. @throws PlimsollError naming the file, and the item by its index */
export async function hashFile<T>(file: string, hash: (item: ExactJson) => T): Promise<T | T[]> {
  const bytes = await readInput(file, MAX_BYTES)
  try {
    return hashBatch(new TextDecoder('utf-8', {fatal: true}).decode(bytes), hash)
  } catch (error) {
    if (error instanceof TypeError) throw new PlimsollError('INPUT_NOT_UTF8', 'this is not UTF-8.', {place: {file}})
    if (!(error instanceof PlimsollError)) throw error
    const {code, message, suggestions} = error
    throw new PlimsollError(code, message, {suggestions, place: {file}, exit: EXIT.usage})
  }
}
