import type {Statement} from '../protocols/model.js'
import {canonical, formatQuantity} from '../units/quantity.js'

/** What became of one statement: said by both sides, by one only, or by both with different values. */
export interface StatementResult {
  readonly text: string
  /** `seen` where there is nothing to compare with. */
  readonly status: 'different' | 'match' | 'missing' | 'seen' | 'unexpected'
  /** What the proposal says, in human terms. */
  readonly expected?: string
  /** What the transaction says. */
  readonly found?: string
}

export interface Comparison {
  readonly results: readonly StatementResult[]
  /** Nothing missing, nothing more, nothing different. */
  readonly same: boolean
  /** Whether the transaction says matching statements in the proposal's order. */
  readonly inOrder: boolean
}

/** Chain, contract, subject and parameter: what a statement is about. Addresses are compared without case. */
const about = ({chainId, target, subjectId, parameter}: Statement): string =>
  JSON.stringify([chainId, target.toLowerCase(), subjectId, parameter])

function grouped(statements: readonly Statement[]): Map<string, {statement: Statement; at: number}[]> {
  const groups = new Map<string, {statement: Statement; at: number}[]>()
  for (const [at, statement] of statements.entries()) {
    const key = about(statement)
    const group = groups.get(key)
    if (group) group.push({statement, at})
    else groups.set(key, [{statement, at}])
  }
  return groups
}

/**
 * Compares two lists of statements as multisets. Where several are about the same thing, the last one holds in the end,
 * so they are compared one by one in their order; independent statements may stand in any order.
 */
export function compareStatements(claims: readonly Statement[], found: readonly Statement[]): Comparison {
  const left = grouped(found)
  const next = new Map<string, number>()
  const positions: number[] = []
  const results = claims.map((claim): StatementResult => {
    const key = about(claim)
    const index = next.get(key) ?? 0
    next.set(key, index + 1)
    const other = left.get(key)?.[index]
    const expected = formatQuantity(claim.value)
    if (!other) return {text: claim.text, status: 'missing', expected}
    positions.push(other.at)
    if (canonical(claim.value) === canonical(other.statement.value)) return {text: claim.text, status: 'match'}
    return {text: claim.text, status: 'different', expected, found: formatQuantity(other.statement.value)}
  })
  const unexpected = [...left].flatMap(([key, group]) => group.slice(next.get(key) ?? 0))
  unexpected.sort((a, b) => a.at - b.at)
  const all: StatementResult[] = [
    ...results,
    ...unexpected.map(({statement}): StatementResult => {
      return {text: statement.text, status: 'unexpected', found: formatQuantity(statement.value)}
    }),
  ]
  return {
    results: all,
    same: all.every(({status}) => status === 'match'),
    inOrder: positions.every((at, index) => index === 0 || at > (positions[index - 1] ?? 0)),
  }
}
