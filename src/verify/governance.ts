import {FIELD_NAMES, readField, type FieldName, type SafeFields, type Scalar} from '../governance/read/fields.js'
import type {VenueItem} from '../governance/model.js'

/** What an item of the proposal's `governance:` says about a Safe's transaction. */
export interface ExpectedSafe {
  readonly fields: Partial<SafeFields>
  /** Why some of it cannot be told. */
  readonly unknown: readonly string[]
}

const NEEDED: readonly FieldName[] = ['safe', 'version', 'nonce']
const OPTIONAL: Partial<Record<FieldName, string>> = {
  safeTxGas: '0',
  baseGas: '0',
  gasPrice: '0',
  gasToken: `0x${'0'.repeat(40)}`,
  refundReceiver: `0x${'0'.repeat(40)}`,
}

function scalar(value: unknown): Scalar {
  if (typeof value === 'string') return {text: value}
  if (typeof value === 'bigint' || typeof value === 'number') return {number: String(value)}
  return {other: value === undefined || value === null ? 'missing' : `a ${typeof value}`}
}

/**
 * The Safe fields that a `venue: safe` fixes. Where it lists the nonces of several transactions, the one that the
 * transaction has is expected if it is among them.
 */
export function expectedSafe(item: VenueItem, nonce: bigint | undefined): ExpectedSafe {
  const unknown: string[] = []
  const fields: Partial<Record<FieldName, SafeFields[FieldName]>> = {}
  const source: Readonly<Record<string, unknown>> = {...item, safe: item['address'], nonce: nonceIn(item, nonce)}
  for (const name of FIELD_NAMES) {
    if (!NEEDED.includes(name) && OPTIONAL[name] === undefined) continue
    const read = readField(name, scalar(source[name] ?? OPTIONAL[name]))
    const label = name === 'safe' ? 'address' : name
    if ('problem' in read) unknown.push(`\`${label}\` of the proposal's safe ${read.problem}`)
    else fields[name] = read.value
  }
  return {fields: fields as Partial<SafeFields>, unknown}
}

function nonceIn(item: VenueItem, nonce: bigint | undefined): unknown {
  const said = item['nonce']
  if (!Array.isArray(said)) return said
  const list: readonly unknown[] = said
  return list.find((value) => nonce !== undefined && String(value) === String(nonce)) ?? list[0]
}
