import type {StatementResult} from './statements.js'
import type {Diagnosis} from './model.js'
import type {Statement} from '../protocols/model.js'

/** One line for each statement whose value is off by what a slip of units makes of it. */
export function diagnoseValues(
  claims: readonly Statement[],
  found: readonly Statement[],
  results: readonly StatementResult[],
): Diagnosis[] {
  const different = results.filter(({status}) => status === 'different')
  const slips = different.flatMap(({text}) => {
    const claim = claims.find((statement) => statement.text === text)
    const other = claim && found.find((statement) => isAbout(statement, claim))
    const factor = claim && other && factorOf(claim, other)
    return factor === undefined
      ? []
      : [
          {
            kind: 'unit',
            message: `${claim?.text ?? text}: the transaction's value is ${factor} the proposal's, a slip of units`,
          },
        ]
  })
  return [...slips, ...swapped(claims, found, results)]
}

function isAbout(a: Statement, b: Statement): boolean {
  return a.target.toLowerCase() === b.target.toLowerCase() && a.subjectId === b.subjectId && a.parameter === b.parameter
}

/** `100 times`, `1/10^10 of`; undefined when it is no power of ten. */
function factorOf(claim: Statement, found: Statement): string | undefined {
  const [a, b] = [claim.value, found.value]
  if (!('value' in a) || !('value' in b) || typeof a.value !== 'object' || typeof b.value !== 'object') return undefined
  const [up, down] = [b.value.n * a.value.d, a.value.n * b.value.d]
  if (up === 0n || down === 0n) return undefined
  for (let power = 1; power <= 45; power++) {
    const factor = 10n ** BigInt(power)
    const words = power <= 4 ? String(factor) : `10^${power}`
    if (up === down * factor) return `${words} times`
    if (up * factor === down) return `1/${words} of`
  }
  return undefined
}

/** Two statements that have each other's values. */
function swapped(
  claims: readonly Statement[],
  found: readonly Statement[],
  results: readonly StatementResult[],
): Diagnosis[] {
  const off = results.filter(({status}) => status === 'different')
  for (const [index, one] of off.entries()) {
    const other = off.slice(index + 1).find((two) => two.expected === one.found && two.found === one.expected)
    if (other) return [{kind: 'swapped', message: `two values are swapped: "${one.text}" and "${other.text}"`}]
  }
  const [chains, said] = [new Set(found.map(({chainId}) => chainId)), new Set(claims.map(({chainId}) => chainId))]
  return chains.size > 0 &&
    [...chains].every((id) => !said.has(id)) &&
    results.some(({status}) => status === 'unexpected')
    ? [
        {
          kind: 'chain',
          message: `the transaction is for chain ${[...chains].join(', ')}, the proposal for ${[...said].join(', ')}`,
        },
      ]
    : []
}
