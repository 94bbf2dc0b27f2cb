import {SHIPPED} from '../../src/check/policy/find-policy.js'
import type {Policy} from '../../src/check/policy/model.js'
import {PlimsollCommand} from '../../src/edge/command.js'
import {policyList} from '../../src/report/policy-text.js'

export interface PolicyListResult {
  readonly policies: readonly Pick<Policy, 'appliesTo' | 'name' | 'source' | 'title'>[]
}

export default class PolicyList extends PlimsollCommand {
  static override summary = 'list the policies that proposals can name'
  static override description =
    'Limits of contracts and of the people who operate them, each with its source. One without a source is a template.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run(): Promise<PolicyListResult> {
    await this.parse(PolicyList)
    this.log(policyList(SHIPPED))
    const policies = SHIPPED.map(({name, title, source, appliesTo}) => {
      return {name, title, ...(source === undefined ? {} : {source}), appliesTo}
    })
    return {policies}
  }
}
