import type {Warning} from '../governance/read/calls.js'
import type {Diagnosis, Verdict} from './model.js'

/** What speaks for and against, on the way to a verdict. */
export interface Findings {
  readonly mismatches: string[]
  readonly unknown: string[]
  /** Numbers that are the proposal's own, and behind which only the chain knows what stands. */
  readonly numbered: string[]
  readonly warnings: Warning[]
  readonly diagnosis: Diagnosis[]
  readonly notes: string[]
}

/** The verdict that the findings add up to. */
export function concluded(
  {mismatches, unknown, numbered, warnings, diagnosis, notes}: Findings,
  rest: Pick<Verdict, 'hashes' | 'signatures' | 'signers' | 'statements'>,
): Verdict {
  const reasons = [...new Set([...mismatches, ...unknown, ...numbered])]
  const byNumber = mismatches.length + unknown.length === 0 && numbered.length > 0
  const seen = new Set<string>()
  const once = warnings.filter(({id, message}) => !seen.has(`${id} ${message}`) && seen.add(`${id} ${message}`))
  const rank = {danger: 0, warning: 1, info: 2}
  return {
    verdict: mismatches.length > 0 ? 'MISMATCH' : unknown.length + numbered.length > 0 ? 'CANNOT TELL' : 'MATCH',
    ...rest,
    ...(byNumber && {byNumber}),
    warnings: once.sort((a, b) => rank[a.severity] - rank[b.severity]),
    reasons,
    diagnosis: mismatches.length > 0 ? diagnosis : [],
    notes,
  }
}
