import {PlimsollError} from '../../errors.js'
import type {GovernedValue, ProtocolDefinition, ProtocolRequest} from '../../protocols/model.js'
import {missingEvidence, type Offered} from '../policy/evidence.js'
import {policyOf} from '../policy/find-policy.js'
import {judgeChanges} from '../policy/judge.js'
import type {Policy} from '../policy/model.js'
import {outOfScope} from '../policy/scope.js'
import type {Report, Rule} from '../rule.js'
import {example} from './examples.js'

type Guarded = ProtocolRequest & Offered & {readonly policy?: unknown}

/** Each change on its own, so that one unreadable value hides no other. */
function valuesOf(
  definition: ProtocolDefinition,
  request: ProtocolRequest,
): {values: GovernedValue[]; reports: Report[]} {
  const values: GovernedValue[] = []
  const reports: Report[] = []
  for (const [index, change] of request.changes.entries()) {
    try {
      const own = definition.governedValues({...request, changes: [change]})
      values.push(...own.map((value) => ({...value, path: ['changes', index, ...value.path.slice(2)]})))
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      reports.push({path: ['changes', index], severity: 'warning', message: `CANNOT TELL: ${error.message}`})
    }
  }
  return {values, reports}
}

export const policyBounds: Rule = {
  id: 'policy-bounds',
  severity: 'error',
  summary: 'a change is outside the limits of the policy that the proposal names',
  rationale:
    'The contract or the people behind the policy would refuse it. What the file does not say (a current value, a limit, ' +
    'a source) is a warning that begins with CANNOT TELL; how long ago the last change was is on the chain, and not judged.',
  failing:
    example(
      '- asset: WETH\n  ltv: {from: 80.5%, to: 79%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}',
    ) + 'policy: aave-risk-steward\n',
  passing:
    example(
      '- asset: WETH\n  ltv: {from: 80.5%, to: 80%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}',
    ) + 'policy: aave-risk-steward\n',
  check({request, definition, refused}) {
    if (refused.some(([root]) => root === 'policy')) return []
    const guarded = request as Guarded
    let policy: Policy | undefined
    try {
      policy = policyOf(guarded.policy)
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      return [{path: ['policy'], message: [error.message, ...error.suggestions].join(' ')}]
    }
    if (!policy) return []
    const {name, source, evidence} = policy
    if (source === undefined) {
      const message = `CANNOT TELL: ${name} names no source for its limits, so it is a template and binds nobody.`
      return [{path: ['policy'], severity: 'warning', message}]
    }
    const scope = outOfScope(policy, request)
    if (policy.appliesTo.protocol !== request.protocol.name) return scope
    const {values, reports} = valuesOf(definition, request)
    return [
      ...scope,
      ...(evidence ? missingEvidence(evidence, guarded, name) : []).map((message) => ({path: ['policy'], message})),
      ...reports,
      ...judgeChanges(policy, values).map(({value, judgement}): Report => {
        const {answer, message} = judgement
        return {path: value.path, message, ...(answer === 'cannot tell' ? {severity: 'warning' as const} : {})}
      }),
    ]
  },
}
