import type {Warning} from '../governance/read/calls.js'
import type {Diagnosis, Verdict} from './model.js'

/** What speaks for and against, on the way to a verdict. */
export interface Findings {
  readonly mismatches: string[]
  readonly unknown: string[]
  readonly warnings: Warning[]
  readonly diagnosis: Diagnosis[]
  readonly notes: string[]
}

/** The verdict that the findings add up to. */
export function concluded(
  {mismatches, unknown, warnings, diagnosis, notes}: Findings,
  rest: Pick<Verdict, 'hashes' | 'signatures' | 'signers' | 'statements'>,
): Verdict {
  const reasons = [...new Set([...mismatches, ...unknown])]
  const seen = new Set<string>()
  const once = warnings.filter(({id, message}) => !seen.has(`${id} ${message}`) && seen.add(`${id} ${message}`))
  const rank = {danger: 0, warning: 1, info: 2}
  return {
    verdict: mismatches.length > 0 ? 'MISMATCH' : unknown.length > 0 ? 'CANNOT TELL' : 'MATCH',
    ...rest,
    warnings: once.sort((a, b) => rank[a.severity] - rank[b.severity]),
    reasons,
    diagnosis: mismatches.length > 0 ? diagnosis : [],
    notes,
  }
}
