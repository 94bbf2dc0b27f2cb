import {PlimsollError} from '../../errors.js'
import {POLICIES} from '../../generated/policies.js'
import {nearest} from '../../nearest.js'
import type {Policy} from './model.js'

/** The policies that come with Plimsoll, by name. */
export const SHIPPED: readonly Policy[] = POLICIES

/** @throws POLICY_UNKNOWN with near matches when none of that name comes with Plimsoll. */
export function findPolicy(name: string): Policy {
  const found = SHIPPED.find((policy) => policy.name === name)
  if (found) return found
  const near = nearest(
    name,
    SHIPPED.map((policy) => policy.name),
  )
  const suggestion =
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'See what there is with `plimsoll policy list`.'
  throw new PlimsollError('POLICY_UNKNOWN', `There is no policy called \`${name}\`.`, {suggestions: [suggestion]})
}

/** The policy of a proposal: a name, or the map itself, which the schema accepted. @throws POLICY_UNKNOWN */
export function policyOf(policy: unknown): Policy | undefined {
  if (typeof policy === 'string') return findPolicy(policy)
  return policy === undefined ? undefined : (policy as Policy)
}
