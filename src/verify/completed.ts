import type {FieldName, SafeFields, Scalar} from '../governance/read/fields.js'
import {safeHashes} from '../governance/read/safe-hash.js'
import {readSafeFields} from '../governance/read/safe-transaction.js'
import {safeScheme, SCHEME_VERSIONS} from '../governance/read/safe-version.js'
import {CHAINS, chainName} from '../protocols/chains.js'
import type {ResolvedSafe} from './resolve.js'

/** A transaction with what could be found out about it, and what the user has to say. */
export interface Completed {
  readonly safe: ResolvedSafe
  readonly notes: readonly string[]
  readonly unknown: readonly string[]
}

const FLAGS = {chainId: '--chain', version: '--safe-version', safe: '--safe', nonce: '--nonce'} as const
const OPEN = Object.keys(FLAGS) as (keyof typeof FLAGS)[]
/** What services and their clients write as null. */
const NOTHING: Partial<Record<FieldName, string>> = {
  data: '0x',
  gasToken: `0x${'0'.repeat(40)}`,
  refundReceiver: `0x${'0'.repeat(40)}`,
}

/**
 * Without a proposal nothing else says what a file leaves out. Services and wallets say neither chain nor version: the hash
 * that is expected, or that the file carries, is tried with every layout and every known chain, and whatever gives it is what
 * was signed. What stays open is a question to the user, not a mismatch.
 */
export function completed(safe: ResolvedSafe, expect: string | undefined): Completed {
  const {source, assumed} = safe
  const scalars = new Map<FieldName, Scalar>(source.scalars)
  for (const [name, text] of Object.entries(NOTHING) as [FieldName, string][]) {
    const scalar = scalars.get(name)
    if (scalar && 'other' in scalar && scalar.other === 'null') scalars.set(name, {text})
  }
  const known = Object.fromEntries(assumed.map((name) => [name, safe.fields[name]])) as Partial<SafeFields>
  const read = (context: Partial<SafeFields>): ResolvedSafe => ({
    ...readSafeFields({...source, scalars}, {...known, ...context}),
    assumed,
    source: {...source, scalars},
  })
  const plain = read({})
  const open = OPEN.filter((name) => !scalars.has(name) && plain.fields[name] === undefined)
  if (open.length === 0) return {safe: plain, notes: [], unknown: []}
  const wanted = (expect ?? source.claims.find(({name}) => name === 'safeTxHash')?.hash)?.toLowerCase()
  const found = wanted === undefined ? undefined : search(plain.fields, wanted, read)
  if (found) return {safe: found.safe, notes: [found.note], unknown: []}
  const early = wanted !== undefined && isEarly(plain.fields, wanted, read)
  const asked = open.map((name) => `\`${name}\` (${FLAGS[name]})`).join(' and ')
  return {
    safe: {
      ...plain,
      problems: plain.problems.filter(({field}) => scalars.has(field as FieldName) || !open.includes(field as 'nonce')),
    },
    notes: [],
    unknown: [
      `${source.format} does not say ${asked}${early ? '; by its hash it is of a Safe before 1.3.0, which names no chain' : ''}`,
    ],
  }
}

/** Whether the hash is that of a layout without the chain, so that the chain cannot be found out. */
function isEarly(
  {chainId, version}: Partial<SafeFields>,
  wanted: string,
  read: (context: Partial<SafeFields>) => ResolvedSafe,
): boolean {
  if (chainId !== undefined || version !== undefined) return false
  const early = SCHEME_VERSIONS.filter((layout) => safeScheme(layout)?.chainInDomain === false)
  return early.some((layout) => {
    const {all} = read({chainId: 1n, version: layout})
    return all !== undefined && safeHashes(all).safeTxHash === wanted
  })
}

/** The chain and the layout under which the transaction has the hash. */
function search(
  {chainId, version}: Partial<SafeFields>,
  wanted: string,
  read: (context: Partial<SafeFields>) => ResolvedSafe,
): {safe: ResolvedSafe; note: string} | undefined {
  const chains = chainId === undefined ? Object.values(CHAINS).map(BigInt) : [chainId]
  for (const layout of version === undefined ? SCHEME_VERSIONS : [version]) {
    const inDomain = safeScheme(layout)?.chainInDomain === true
    if (!inDomain && chainId === undefined) continue
    for (const chain of chains) {
      const safe = read({
        ...(chainId === undefined ? {chainId: chain} : {}),
        ...(version === undefined ? {version: layout} : {}),
      })
      if (!safe.all || safeHashes(safe.all).safeTxHash !== wanted) continue
      const what = [
        ...(version === undefined ? [`a Safe that hashes as ${layout} does`] : []),
        ...(chainId === undefined ? [`chain ${chain} (${chainName(Number(chain))})`] : []),
      ].join(' on ')
      return {safe, note: `found by its hash: it is for ${what}`}
    }
  }
  return undefined
}
