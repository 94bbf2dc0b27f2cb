import {FIELD_NAMES, readField, type FieldName, type SafeFields, type Scalar} from '../governance/read/fields.js'
import type {Proposal} from '../proposal/model.js'

/** What the proposal's `governance:` says about the Safe transaction. */
export interface ExpectedSafe {
  readonly fields: Partial<SafeFields>
  /** Why some of it cannot be told. */
  readonly unknown: readonly string[]
  /** Whether the Safe itself makes the protocol's calls (it is the only venue, or no venue is named). */
  readonly callsAreProtocols: boolean
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

/** The Safe fields that a proposal fixes, from the outermost item of `governance:`. */
export function expectedSafe(proposal: Proposal): ExpectedSafe {
  const [item, ...inner] = proposal.governance ?? []
  if (!item)
    return {
      fields: {},
      unknown: ['the proposal names no venue: a `venue: safe` with address, version and nonce'],
      callsAreProtocols: true,
    }
  if (item.venue !== 'safe') {
    return {
      fields: {},
      unknown: [`the proposal's outermost venue is \`${item.venue}\`, not a Safe`],
      callsAreProtocols: false,
    }
  }
  const unknown: string[] = []
  const fields: Partial<Record<FieldName, SafeFields[FieldName]>> = {}
  const source: Readonly<Record<string, unknown>> = {...item, safe: item['address']}
  for (const name of FIELD_NAMES) {
    if (!NEEDED.includes(name) && OPTIONAL[name] === undefined) continue
    const read = readField(name, scalar(source[name] ?? OPTIONAL[name]))
    const label = name === 'safe' ? 'address' : name
    if ('problem' in read) unknown.push(`\`${label}\` of the proposal's safe ${read.problem}`)
    else fields[name] = read.value
  }
  const nested = inner.map(({venue}) => venue).join(', ')
  if (inner.length > 0) unknown.push(`the Safe acts through another venue (${nested}), which is not read yet`)
  return {fields: fields as Partial<SafeFields>, unknown, callsAreProtocols: inner.length === 0}
}
