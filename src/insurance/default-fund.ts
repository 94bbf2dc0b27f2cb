import {PlimsollError} from '../errors.js'

/** Losses of members by stress scenario, USD: `losses[scenario][member]`, and what each member has posted. */
export interface StressTable {
  readonly losses: readonly (readonly number[])[]
  readonly initialMargin: readonly number[]
}

/**
 * Rule that sizes a default fund: the largest shortfalls together, N of them (Cover-1, Cover-2: PFMI principle 4), or EMIR
 * art. 42: the largest member, or the second and third together if that is more.
 */
export type CoverRule = 'cover-1' | 'cover-2' | 'emir-42'

export interface CoverRequirement {
  /** For each scenario, USD. */
  readonly perScenario: readonly number[]
  /** The worst of them. */
  readonly required: number
}

/** What each member's margin leaves uncovered in each scenario, USD. @throws COVER_RANGE */
export function shortfalls({initialMargin, losses}: StressTable): number[][] {
  if (losses.length === 0 || losses.some((row) => row.length !== initialMargin.length)) {
    throw new PlimsollError(
      'COVER_RANGE',
      'A stress table needs at least one scenario, and a loss for each member who has a margin.',
    )
  }
  return losses.map((row) => row.map((loss, member) => Math.max(0, loss - (initialMargin[member] as number))))
}

/** The default fund that a rule asks for. */
export function coverRequirement(table: StressTable, rule: CoverRule): CoverRequirement {
  const perScenario = shortfalls(table).map((row) => {
    const [first = 0, second = 0, third = 0] = [...row].sort((a, b) => b - a)
    if (rule === 'cover-1') return first
    return rule === 'cover-2' ? first + second : Math.max(first, second + third)
  })
  return {perScenario, required: Math.max(...perScenario)}
}

/** Contributions to a fund in proportion to margin, USD. */
export function contributions(fund: number, initialMargin: readonly number[]): number[] {
  const total = initialMargin.reduce((sum, margin) => sum + margin, 0)
  if (!(total > 0))
    throw new PlimsollError('COVER_RANGE', 'Nobody has a margin: contributions in proportion to it do not exist.')
  return initialMargin.map((margin) => (fund * margin) / total)
}
