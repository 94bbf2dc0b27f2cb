import {Args} from '@oclif/core'

import type {Policy} from '../../src/check/policy/model.js'
import {PlimsollCommand} from '../../src/edge/command.js'
import {loadPolicy} from '../../src/edge/load-policy.js'
import {policyScreen} from '../../src/report/policy-text.js'

export default class PolicyShow extends PlimsollCommand {
  static override summary = 'show the limits of a policy'
  static override description =
    'Parameter by parameter: the most that one change may move it, bounds, and the delay between two changes.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> aave-risk-steward',
    '<%= config.bin %> <%= command.id %> aave-risk-steward --json',
  ]
  static override args = {policy: Args.string({description: 'name of a policy, or a file (YAML)', required: true})}

  async run(): Promise<Policy> {
    const {args} = await this.parse(PolicyShow)
    const policy = await loadPolicy(args.policy)
    this.log(policyScreen(policy))
    return policy
  }
}
