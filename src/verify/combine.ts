import type {Claim} from '../governance/read/transaction/model.js'
import type {Proposal} from '../proposal/model.js'
import {warning} from './dangers/catalogue.js'
import {isApproved} from './nested.js'
import type {Verdict} from './model.js'

/** The verdict on one of several transactions. */
export interface Named {
  readonly name: string
  readonly verdict: Verdict
  /** The hashes that its own file says it has. */
  readonly claims?: readonly Claim[]
}

const ORDER = ['MISMATCH', 'CANNOT TELL', 'MATCH'] as const

/**
 * One verdict on all transactions of a folder: the worst of them, each reason with the file it is about. What an inner Safe
 * signs is judged through the outer one that approves it.
 */
export function combined(given: readonly Named[], proposal: Proposal | undefined, expect?: string): Verdict {
  const all = given.map((one) => ({...one, verdict: withSibling(one, given, expect)}))
  const [first, ...others] = counted(outer(all, proposal))
  if (!first) throw new RangeError('no transaction')
  if (others.length === 0) return first.verdict
  const every = [first, ...others]
  const from = <T extends {readonly message: string}>(name: string, items: readonly T[]): T[] =>
    items.map((item) => ({...item, message: `${name}: ${item.message}`}))
  return {
    ...first.verdict,
    verdict: ORDER.find((verdict) => every.some((one) => one.verdict.verdict === verdict)) ?? 'MISMATCH',
    statements: every.flatMap(({name, verdict}) =>
      verdict.statements.map((result) => ({...result, text: `${name}: ${result.text}`})),
    ),
    warnings: every.flatMap(({name, verdict}) => from(name, verdict.warnings)),
    reasons: every.flatMap(({name, verdict}) => verdict.reasons.map((reason) => `${name}: ${reason}`)),
    diagnosis: every.flatMap(({name, verdict}) => from(name, verdict.diagnosis)),
    signers: every.flatMap(({verdict}) => verdict.signers ?? []),
    notes: every.flatMap(({name, verdict}) => [
      ...(verdict.hashes?.safeTxHash === undefined ? [] : [`${name}: safeTxHash ${verdict.hashes.safeTxHash}`]),
      ...verdict.notes,
    ]),
  }
}

/** Steps that name the proposal by its number say nothing of what it does; beside the step that does say it, they are a warning. */
function counted(all: readonly Named[]): readonly Named[] {
  if (!all.some(({verdict}) => verdict.verdict === 'MATCH' && verdict.statements.length > 0)) return all
  return all.map((one) => {
    const {byNumber, ...verdict} = one.verdict
    if (byNumber === undefined) return one
    const warnings = verdict.reasons.map((reason) => warning('numbered', reason))
    return {...one, verdict: {...verdict, verdict: 'MATCH', reasons: [], warnings: [...verdict.warnings, ...warnings]}}
  })
}

/** A hash that is not this transaction's may be that of another in the folder: two documents that were swapped. */
function withSibling({name, verdict, claims = []}: Named, all: readonly Named[], expect: string | undefined): Verdict {
  if (verdict.verdict !== 'MISMATCH') return verdict
  const wanted = [expect?.toLowerCase(), ...claims.map(({hash}) => hash)]
  const other = all.find((one) => one.name !== name && wanted.includes(one.verdict.hashes?.safeTxHash ?? ''))
  if (!other) return verdict
  const message = `it is the hash of another transaction here: ${other.name}`
  return {...verdict, diagnosis: [{kind: 'sibling', message}, ...verdict.diagnosis]}
}

/** The transactions that are made from outside: all but those whose hashes the outermost Safe approves, itself or through others. */
function outer(all: readonly Named[], proposal: Proposal | undefined): readonly Named[] {
  const [item, ...inner] = proposal?.governance ?? []
  const address = item?.['address']
  if (item?.venue !== 'safe' || !inner.some(({venue}) => venue === 'safe') || typeof address !== 'string') return all
  const own = all.filter(({verdict}) => {
    const view = verdict.signers?.[0]
    return view !== undefined && view.safe.toLowerCase() === address.toLowerCase()
  })
  if (own.length === 0) return all
  const signers = own.flatMap(({verdict}) => verdict.signers ?? [])
  const approved = new Set(signers.filter((view) => isApproved(view)).map(({hashes}) => hashes.safeTxHash))
  return all.filter((one) => own.includes(one) || !approved.has(one.verdict.hashes?.safeTxHash ?? ''))
}
