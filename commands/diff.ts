import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import {diffWithChain, type ChainDiff} from '../src/edge/diff-with-chain.js'
import {loadProposal} from '../src/edge/load-proposal.js'
import {EXIT, PlimsollError} from '../src/errors.js'
import {differenceScreen, driftScreen} from '../src/report/diff.js'
import {differences, type ProposalDiff} from '../src/verify/difference.js'

const EXITS = {'as said': EXIT.yes, applied: EXIT.no, drift: EXIT.no, unknown: EXIT.cannotTell}

export default class Diff extends PlimsollCommand {
  static override summary = 'compare a proposal with another, or with what the chain says now'
  static override description =
    'With two files: every value that differs, in human units; layout and spelling do not count. With --rpc or --state: ' +
    'whether `from` and `keep` are what the chain has, and what is in force already. Exit code 0: the same; 1: different, ' +
    'drifted or applied already; 2: unreadable input; 3: cannot tell.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml proposals/aave-v3-weth-raised-threshold.yaml',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --rpc https://eth.example --save state-now.json',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --state state.json',
  ]
  static override args = {
    file: Args.string({description: 'proposal file (YAML)', required: true}),
    other: Args.string({description: 'the proposal to compare it with'}),
  }
  static override flags = {
    rpc: Flags.string({
      description: 'node to read the current values from; only its host is ever shown',
      helpValue: 'URL',
    }),
    block: Flags.integer({description: 'block to read at [default: the latest]', min: 0, dependsOn: ['rpc']}),
    save: Flags.string({description: 'save the values that were read', helpValue: 'FILE', dependsOn: ['rpc']}),
    force: Flags.boolean({
      description: 'replace the file of --save if it is there',
      dependsOn: ['save'],
    }),
    state: Flags.string({description: 'saved values to compare with, instead of a node', helpValue: 'FILE'}),
  }

  async run(): Promise<ChainDiff | ProposalDiff> {
    const {args, flags} = await this.parse(Diff)
    const {rpc, state, ...options} = flags
    if ([args.other, rpc, state].filter((given) => given !== undefined).length !== 1) {
      const message = 'say what to compare with: a second file, --rpc URL or --state FILE (one of them).'
      throw new PlimsollError('DIFF_WITH_WHAT', message)
    }
    const loaded = await loadProposal(args.file)
    if (args.other !== undefined) {
      const result = differences(loaded, await loadProposal(args.other))
      return this.conclude(result, result.differences.length === 0 ? EXIT.yes : EXIT.no, differenceScreen(result))
    }
    const result = await diffWithChain(loaded, rpc === undefined ? {state: state ?? ''} : {rpc, ...options})
    return this.conclude(result, EXITS[result.verdict], driftScreen(result))
  }
}
