import {PlimsollError} from '../errors.js'
import {encodeCall, type Argument, type SetterCall} from './encode-call.js'
import {assetOf, settingsIn, type GovernedTable, type SetValue} from './governed.js'
import type {Change, ProtocolRequest} from './model.js'

/** One function of the setting side: which parameters it writes, together, and how its arguments are made. */
export interface SetRow<S> {
  readonly ids: readonly string[]
  /** In human-readable form; overloads by their own fragment. */
  readonly fragment: string
  /** The contract that is called. @throws when it is not known */
  readonly to: (subject: S) => string
  /** The arguments, from the new values in the order of `ids`. */
  readonly args: (values: readonly bigint[], subject: S) => readonly Argument[]
}

/** One change, read: what it is about, and what happens to each of its parameters. */
export interface Entry<S> {
  readonly asset: string
  readonly subject: S
  readonly change: Change
  readonly values: Readonly<Record<string, SetValue>>
}

/**
 * The changes of a request in the contract's integers.
 * @throws PROTOCOL_TWICE when one thing is changed in two places
 */
export function entriesOf<S>(
  table: GovernedTable<S>,
  request: ProtocolRequest,
  identity: (change: Change) => string = assetOf,
): Entry<S>[] {
  const seen = new Set<string>()
  return request.changes.map((change) => {
    const about = identity(change)
    if (seen.has(about)) {
      throw new PlimsollError(
        'PROTOCOL_TWICE',
        `${assetOf(change)} is changed twice: the second change would undo the first.`,
        {
          suggestions: [`Put everything about ${assetOf(change)} into one change.`],
        },
      )
    }
    seen.add(about)
    const subject = table.subjectOf(change, request)
    return {asset: assetOf(change), subject, change, values: settingsIn(table, change, subject)}
  })
}

/** "WETH: supply cap 1_800_000 WETH -> 2_000_000 WETH". */
export function titleOf<S>({parameters}: GovernedTable<S>, {asset, values}: Entry<S>, ids: readonly string[]): string {
  const parts = ids.flatMap((id) => {
    const value = values[id]
    return value ? [`${parameters.find((known) => known.id === id)?.title ?? id} ${value.text}`] : []
  })
  return `${asset}: ${parts.join(', ')}`
}

/**
 * The values that a packed setter writes, in the order of the ids; undefined when none of them changes.
 * @throws PROTOCOL_INCOMPLETE when some change and others are not said: they are never taken from thin air
 */
export function packOf<S>({asset, values}: Entry<S>, ids: readonly string[]): bigint[] | undefined {
  if (!ids.some((id) => values[id]?.changes)) return undefined
  const missing = ids.filter((id) => !values[id])
  if (missing.length > 0) {
    throw new PlimsollError(
      'PROTOCOL_INCOMPLETE',
      `${asset}: one call sets ${ids.join(', ')} together, but ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing.`,
      {suggestions: missing.map((id) => `Add \`${id}: { keep: <the current value> }\`, or change it too.`)},
    )
  }
  return ids.map((id) => values[id]?.after ?? 0n)
}

/** The calls of one change: every row of which a parameter changes, in the order of the rows. */
export function callsOfEntry<S>(table: GovernedTable<S>, rows: readonly SetRow<S>[], entry: Entry<S>): SetterCall[] {
  return rows.flatMap(({ids, fragment, to, args}) => {
    const values = packOf(entry, ids)
    if (!values) return []
    const {subject} = entry
    return [encodeCall({to: to(subject), fragment, title: titleOf(table, entry, ids)}, args(values, subject))]
  })
}
