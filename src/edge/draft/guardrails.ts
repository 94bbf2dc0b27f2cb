import {findPolicy, SHIPPED} from '../../check/policy/find-policy.js'
import type {Policy} from '../../check/policy/model.js'
import {outOfScope} from '../../check/policy/scope.js'
import type {DraftFlags} from './flags.js'
import type {Place} from './place.js'
import type {Questions} from './questions.js'

const NONE = 'none'

/** Asks which of the policies that fit shall hold; without a terminal, the one that the flag names. @throws POLICY_UNKNOWN */
export async function askPolicy(
  flags: DraftFlags,
  questions: Questions,
  place: Place | undefined,
): Promise<Policy | undefined> {
  if (flags.policy !== undefined) return flags.policy === NONE ? undefined : findPolicy(flags.policy)
  if (!questions.asker || !place) return undefined
  const {protocol} = place
  const fitting = SHIPPED.filter((policy) => outOfScope(policy, {protocol, changes: []}).length === 0)
  if (fitting.length === 0) return undefined
  const choices = fitting.map(({name, title}) => ({value: name, description: title}))
  const preferred = fitting.find(({name}) => name.endsWith(protocol.through ?? ''))?.name
  const name = await questions.asker.pick(
    'Policy that holds',
    [...choices, {value: NONE, description: 'No policy: the contract has the last word.'}],
    preferred,
  )
  return name === NONE ? undefined : findPolicy(name)
}
