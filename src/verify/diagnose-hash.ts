import type {SafeFields} from '../governance/read/fields.js'
import {safeHasher, safeHashes, type SafeHashInput} from '../governance/read/safe-hash.js'
import {packMultiSend} from '../governance/read/multisend-pack.js'
import {unpackMultiSend} from '../governance/read/multisend.js'
import {SCHEME_VERSIONS} from '../governance/read/safe-version.js'
import {BATCH_CONTRACTS} from '../governance/read/known-contracts.js'
import {CHAINS, chainName} from '../protocols/chains.js'
import type {Diagnosis} from './model.js'

/** How far from the transaction's nonce others are tried, and up to where all are. */
const NEARBY = 2000n
const LOW = 1000n
/** With a wrong chain, version or operation on top, fewer. */
const NEARBY_WITH = 60n

/** A transaction with one thing changed, and the words for it. */
interface Variant {
  readonly kind: string
  readonly said: string
  readonly fields: SafeHashInput
}

/**
 * Which edit of a Safe transaction explains a hash that is not its own: another nonce, chain, version, operation, gas
 * field, order or number of its calls, or one of these with another nonce. `hash` may be any of the three hashes.
 */
export function diagnoseHash(fields: SafeFields, hash: string): Diagnosis[] {
  const wanted = hash.toLowerCase()
  const own = safeHashes(fields)
  if (wanted === own.domainHash || wanted === own.messageHash) {
    const which = wanted === own.domainHash ? 'domain hash' : 'message hash'
    return [{kind: 'which-hash', message: `that is the ${which} of this very transaction, not its safeTxHash`}]
  }
  const variants = [{kind: '', said: '', fields}, ...variantsOf(fields)]
  for (const variant of variants) {
    if (variant.kind !== '' && matches(variant.fields, wanted)) return [explained(variant, undefined)]
  }
  for (const variant of variants) {
    const nonce = nonceOf(variant.fields, fields.nonce, wanted, variant.kind === '' ? NEARBY : NEARBY_WITH)
    if (nonce !== undefined) return [explained(variant, nonce)]
  }
  return []
}

function matches(fields: SafeHashInput, wanted: string): boolean {
  const {safeTxHash, messageHash} = safeHashes(fields)
  return safeTxHash === wanted || messageHash === wanted
}

function explained({kind, said}: Variant, nonce: bigint | undefined): Diagnosis {
  const parts = [...(said === '' ? [] : [said]), ...(nonce === undefined ? [] : [`nonce ${nonce}`])]
  return {kind: kind === '' ? 'nonce' : kind, message: `it is the hash of this transaction with ${parts.join(' and ')}`}
}

function nonceOf(fields: SafeHashInput, near: bigint, wanted: string, reach: bigint): bigint | undefined {
  const hashesAt = safeHasher(fields)
  const isIt = (nonce: bigint): boolean => {
    const {safeTxHash, messageHash} = hashesAt(nonce)
    return nonce !== near && (safeTxHash === wanted || messageHash === wanted)
  }
  for (let step = 1n; step <= reach; step++) {
    if (step <= near && isIt(near - step)) return near - step
    if (isIt(near + step)) return near + step
  }
  if (reach < NEARBY) return undefined
  for (let nonce = 0n; nonce < LOW && nonce + reach < near; nonce++) if (isIt(nonce)) return nonce
  return undefined
}

function variantsOf(fields: SafeFields): Variant[] {
  return [...layouts(fields), ...operations(fields), ...gasFields(fields), ...batches(fields), ...targets(fields)]
}

function layouts(fields: SafeFields): Variant[] {
  const chains = Object.values(CHAINS)
    .filter((id) => BigInt(id) !== fields.chainId)
    .map((id): Variant => ({kind: 'chain', said: `chain ${id} (${chainName(id)})`, fields: {...fields, chainId: id}}))
  const words: Readonly<Record<string, string>> = {
    '1.4.1': 'the domain of Safe 1.3.0 and later, which names the chain',
    '1.2.0': 'the domain of Safes before 1.3.0, which does not name the chain',
    '0.1.0': 'the layout of Safes before 1.0.0 (dataGas)',
  }
  const versions = SCHEME_VERSIONS.map((version): Variant => {
    return {kind: 'version', said: words[version] ?? version, fields: {...fields, version}}
  }).filter((variant) => safeHashes(variant.fields).safeTxHash !== safeHashes(fields).safeTxHash)
  return [...versions, ...chains]
}

function operations(fields: SafeFields): Variant[] {
  const other = fields.operation === 0 ? 1 : 0
  const said = other === 1 ? 'a delegatecall instead of a call' : 'a call instead of a delegatecall'
  return [{kind: 'operation', said, fields: {...fields, operation: other}}]
}

function gasFields(fields: SafeFields): Variant[] {
  const zero = `0x${'0'.repeat(40)}`
  const without = {safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: zero, refundReceiver: zero}
  const variants: Variant[] = []
  for (const name of ['safeTxGas', 'baseGas', 'gasPrice', 'gasToken', 'refundReceiver'] as const) {
    if (BigInt(fields[name]) === 0n) continue
    variants.push({kind: name, said: `\`${name}\` zero`, fields: {...fields, [name]: without[name]}})
  }
  if (variants.length > 1) variants.push({kind: 'gas', said: 'all gas fields zero', fields: {...fields, ...without}})
  if (fields.value !== 0n) variants.push({kind: 'value', said: 'no value', fields: {...fields, value: 0n}})
  if (fields.value === 0n) return variants
  for (const power of [9n, 18n]) {
    const [more, less] = [fields.value * 10n ** power, fields.value / 10n ** power]
    variants.push({kind: 'unit', said: `a value of ${more} wei (x10^${power})`, fields: {...fields, value: more}})
    if (less > 0n)
      variants.push({kind: 'unit', said: `a value of ${less} wei (/10^${power})`, fields: {...fields, value: less}})
  }
  return variants
}

/** The batch with two of its calls swapped, turned round, or without one. */
function batches(fields: SafeFields): Variant[] {
  if (fields.operation !== 1) return []
  const {items, problems} = unpackMultiSend(fields.data)
  if (problems.length > 0 || items.length < 2 || items.length > 40) return []
  const variants: Variant[] = []
  const put = (kind: string, said: string, order: typeof items): void => {
    variants.push({kind, said, fields: {...fields, data: packMultiSend(order)}})
  }
  for (let a = 0; a < items.length; a++) {
    for (let b = a + 1; b < items.length; b++) {
      const order = [...items]
      const [first, second] = [items[a], items[b]]
      if (!first || !second) continue
      order[a] = second
      order[b] = first
      put('order', `calls ${a + 1} and ${b + 1} swapped`, order)
    }
  }
  put('order', 'its calls in reverse order', items.toReversed())
  for (let at = 0; at < items.length; at++) {
    put(
      'calls',
      `call ${at + 1} left out`,
      items.filter((_, index) => index !== at),
    )
  }
  const [only] = items
  if (only && items.length === 1) {
    variants.push({kind: 'calls', said: 'its one call made directly', fields: {...fields, ...only, operation: 0}})
  }
  return variants
}

/** The same batch through another of the batch contracts. */
function targets(fields: SafeFields): Variant[] {
  if (fields.operation !== 1) return []
  return BATCH_CONTRACTS.filter(({address}) => address.toLowerCase() !== fields.to.toLowerCase()).map(
    ({name, version, address}): Variant => {
      return {kind: 'target', said: `${name} ${version} ${address} as the target`, fields: {...fields, to: address}}
    },
  )
}
