import * as AbiFunction from 'ox/AbiFunction'

import {EXIT, PlimsollError} from '../../errors.js'
import type {CurrentValue, Query} from '../model.js'

/** A result that says nothing that can be. */
export const unreadable = (what: string): PlimsollError =>
  new PlimsollError('GETTER_UNREADABLE', `the contract answers ${what}`, {exit: EXIT.cannotTell})

/**
 * A question to one contract.
 * @param read what the result says: its values in order, a struct in one piece
 */
export function query(
  {to, fragment, args = [], about}: {to: string; fragment: string; args?: readonly unknown[]; about: string},
  read: (values: readonly unknown[]) => CurrentValue[],
): Query {
  const parsed = AbiFunction.from(fragment as never) as AbiFunction.AbiFunction
  return {
    to,
    data: AbiFunction.encodeData(parsed, args as never),
    title: `${parsed.name}(${about})`,
    decode(output) {
      let values: unknown
      try {
        values = AbiFunction.decodeResult(parsed, output as `0x${string}`, {as: 'Array'})
      } catch {
        throw unreadable(`bytes that are not the result of ${parsed.name}`)
      }
      return read(parsed.outputs.length === 1 ? [values] : (values as unknown[]))
    },
  }
}
