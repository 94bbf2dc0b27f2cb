import {PlimsollError} from '../../../errors.js'

/** @throws HASH_BAD_FIELD when lists that go together differ in length. */
export function sameLength(lists: Readonly<Record<string, readonly unknown[]>>): void {
  const lengths = Object.entries(lists).map(([name, list]) => `\`${name}\` has ${list.length}`)
  if (new Set(Object.values(lists).map((list) => list.length)).size > 1) {
    throw new PlimsollError('HASH_BAD_FIELD', `the lists differ in length: ${lengths.join(', ')}.`)
  }
}
