import {policyOf} from '../check/policy/find-policy.js'
import {planLadder, type Plan} from '../check/policy/plan.js'
import {PlimsollError} from '../errors.js'
import {loadPolicy} from './load-policy.js'
import {loadSource, validProposal} from './load-proposal.js'

/** The start of a day, UTC, in epoch seconds. @throws PLAN_BAD_DATE */
function startOf(day: string): number {
  const seconds = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / 1000 : NaN
  // Date.parse takes 2026-02-30 for the second of March.
  if (!Number.isNaN(seconds) && new Date(seconds * 1000).toISOString().startsWith(day)) return seconds
  throw new PlimsollError('PLAN_BAD_DATE', `\`${day}\` is not a day: write it as in 2026-01-05.`)
}

/**
 * Plans the steps of a proposal file inside a policy: the one that is asked for, or the one that the proposal names.
 * @throws PLAN_NO_POLICY, POLICY_*, PROPOSAL_*
 */
export async function planFile(
  file: string,
  {policy: wanted, start}: {readonly policy?: string | undefined; readonly start?: string | undefined},
): Promise<{file: string; digest: string; plan: Plan}> {
  const first = start === undefined ? undefined : startOf(start)
  const source = await loadSource(file)
  const {proposal} = validProposal(source)
  const policy = wanted === undefined ? policyOf(proposal.policy) : await loadPolicy(wanted)
  if (!policy) {
    throw new PlimsollError('PLAN_NO_POLICY', 'the proposal names no policy to plan inside.', {
      place: {file},
      suggestions: ['Add `policy:` to it, or pass --policy; `plimsoll policy list` shows what there is.'],
    })
  }
  return {file, digest: source.digest, plan: planLadder(source, proposal, policy, first)}
}
