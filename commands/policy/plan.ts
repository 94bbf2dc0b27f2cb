import {Args, Flags} from '@oclif/core'

import type {Plan} from '../../src/check/policy/plan.js'
import {writeFolderAtomic} from '../../src/edge/atomic.js'
import {PlimsollCommand} from '../../src/edge/command.js'
import {planFile} from '../../src/edge/plan-file.js'
import {EXIT} from '../../src/errors.js'
import {planScreen} from '../../src/report/policy-text.js'

const EXITS = {LADDER: EXIT.yes, 'NO LADDER': EXIT.no, 'CANNOT TELL': EXIT.cannotTell}

export interface PolicyPlanResult extends Plan {
  readonly file: string
  /** sha256 of the proposal file. */
  readonly digest: string
  /** The folder that was written. */
  readonly out?: string
}

export default class PolicyPlan extends PlimsollCommand {
  static override summary = 'plan the shortest legal steps to a target that is outside the bounds of a policy'
  static override description =
    'Takes every value of a proposal to its target in the fewest steps that the policy and the contract allow, spaced by ' +
    'the least delays. With --out each step is written as a proposal of its own. ' +
    'Exit code 0: there is a ladder; 1: there is none; 2: unreadable input; 3: the file or the policy does not say enough.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-raised-threshold.yaml --policy aave-risk-steward',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --start 2026-01-05 --json',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)', required: true})}
  static override flags = {
    policy: Flags.string({description: 'name of a policy, or a file [default: what the proposal says]'}),
    start: Flags.string({
      description: 'day of the first step, UTC [default: days are counted]',
      helpValue: 'YYYY-MM-DD',
    }),
    out: Flags.string({description: 'folder to write the proposals of the steps to', helpValue: 'DIR'}),
    force: Flags.boolean({description: 'replace the folder if it is there', dependsOn: ['out']}),
  }

  async run(): Promise<PolicyPlanResult> {
    const {args, flags} = await this.parse(PolicyPlan)
    const {file, digest, plan} = await planFile(args.file, flags)
    const out = plan.steps.length > 0 ? flags.out : undefined
    if (out !== undefined) {
      const files = Object.fromEntries(plan.steps.map((step) => [step.file, step.text]))
      await writeFolderAtomic(out, files, {replace: flags.force})
    }
    const result = {file, digest, ...plan, ...(out === undefined ? {} : {out})}
    return this.conclude(result, EXITS[plan.verdict], planScreen(plan, out))
  }
}
