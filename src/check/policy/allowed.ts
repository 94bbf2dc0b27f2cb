import {PlimsollError} from '../../errors.js'
import type {Change, ProtocolDefinition, ProtocolRequest} from '../../protocols/model.js'
import {rational} from '../../units/rational.js'
import {limitsFor} from './limits-for.js'
import type {Policy} from './model.js'
import {outOfScope} from './scope.js'
import {maxDifference, unitLimit, type UnitLimit} from './unit-limit.js'

/**
 * What a policy lets a parameter become in one step from its current value, in words: `82.50% to 83.50%`.
 * Undefined when the policy says nothing about it, or is for something else.
 * @param change an item of `changes:` in which the parameter is kept
 */
export function allowedRange(
  policy: Policy,
  {definition, ...place}: Pick<ProtocolRequest, 'contracts' | 'protocol'> & {readonly definition: ProtocolDefinition},
  change: Change,
  parameter: string,
): string | undefined {
  const request = {...place, changes: [change]}
  if (outOfScope(policy, request).length > 0) return undefined
  try {
    const value = definition.governedValues(request).find((known) => known.parameter === parameter)
    const [limit] = value ? limitsFor(policy, value) : []
    if (!value || !limit) return undefined
    const show = (units: bigint): string => value.show(rational(units, value.perOne))
    return words(unitLimit(limit, value), value.after, show)
  } catch (error) {
    if (error instanceof PlimsollError) return undefined // the value itself is wrong, and that is said elsewhere
    throw error
  }
}

function words(limit: UnitLimit, current: bigint, show: (units: bigint) => string): string {
  if (limit.fixed) return 'may not be changed'
  const most = maxDifference(limit, current)
  const floor = limit.min ?? 0n
  const low = most === undefined || current - most < floor ? floor : current - most
  const high = [limit.max, most === undefined ? undefined : current + most].filter((bound) => bound !== undefined)
  const top = high.length === 0 ? undefined : high.reduce((a, b) => (a < b ? a : b))
  const range = top === undefined ? `at least ${show(low)}` : `${show(low)} to ${show(top)}`
  return low === 0n && limit.zero === 'refused' ? `${range}, but not ${show(0n)}` : range
}
