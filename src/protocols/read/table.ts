import * as Address from 'ox/Address'

import {formatQuantity, type Quantity} from '../../units/quantity.js'
import {decodeCanonical, parseFunction, selectorOf, type FunctionFragment} from '../calldata/read.js'
import type {RawCall, Statement} from '../model.js'
import type {Unit} from './quantities.js'

/** What an argument says: a parameter and its unit; undefined for the arguments that say what the call is about. */
export type Column = readonly [parameter: string, unit: Unit] | undefined

/** A function that a reader knows, and what each of its arguments means. */
export interface ReadRow {
  readonly fragment: FunctionFragment
  readonly columns: readonly Column[]
}

export const row = (fragment: string, ...columns: readonly Column[]): ReadRow => ({
  fragment: parseFunction(fragment),
  columns,
})

/** A call of one of the rows, decoded; or what is wrong with its bytes. Undefined when it is none of them. */
export function decodeRow(
  rows: readonly ReadRow[],
  {data, value}: RawCall,
): {readonly row: ReadRow; readonly values: readonly unknown[]; readonly problems: readonly string[]} | undefined {
  const selector = selectorOf(data)
  const found = rows.find(({fragment}) => fragment.selector === selector)
  if (!found) return undefined
  const {name} = found.fragment
  const problems = value === 0n ? [] : [`the call to ${name} carries ${value} wei, which it cannot take`]
  const decoded = decodeCanonical(found.fragment, data)
  if ('problem' in decoded) return {row: found, values: [], problems: [...problems, decoded.problem]}
  return {row: found, values: decoded.values, problems}
}

/** What a statement is about: where, and which asset. */
export interface About {
  /** "Compound III cUSDCv3 Ethereum". */
  readonly place: string
  readonly chainId: number
  readonly target: string
  readonly subjectId: string
  readonly subject: string
}

/** One statement. Both ends of the second road word it here, and only the wording is shared. */
export function state(about: About, parameter: string, title: string, value: Quantity): Statement {
  const {place, chainId, target, subjectId, subject} = about
  return {
    chainId,
    target: Address.checksum(target),
    subjectId: subjectId.toLowerCase(),
    parameter,
    value,
    text: `${place}: ${subject} ${title} becomes ${formatQuantity(value)}`,
  }
}

export const sameAddress = (a: string, b: string | undefined): boolean => a.toLowerCase() === b?.toLowerCase()
