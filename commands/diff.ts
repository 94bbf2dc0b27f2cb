import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import {loadProposal} from '../src/edge/load-proposal.js'
import {readState} from '../src/edge/rpc/read-state.js'
import {loadState, saveState} from '../src/edge/state-file.js'
import {EXIT, PlimsollError} from '../src/errors.js'
import type {LoadedProposal} from '../src/proposal/model.js'
import {protocolNamed} from '../src/protocols/registry.js'
import type {ChainState} from '../src/protocols/state.js'
import {differenceScreen, driftScreen} from '../src/report/diff.js'
import {differences, type Difference} from '../src/verify/difference.js'
import {driftOf, type Drift} from '../src/verify/drift.js'

export type DiffOutput =
  | (Drift & {readonly file: string; readonly digest: string; readonly state: ChainState; readonly saved?: string})
  | {readonly a: File; readonly b: File; readonly differences: readonly Difference[]}
type File = Pick<LoadedProposal, 'digest' | 'file'>

const EXITS = {'as said': EXIT.yes, applied: EXIT.no, drift: EXIT.no, unknown: EXIT.cannotTell}

export default class Diff extends PlimsollCommand {
  static override summary = 'compare a proposal with another, or with what the chain says now'
  static override description =
    'With two files: every value that differs, in human units; layout and spelling do not count. With --rpc or --state: ' +
    'whether `from` and `keep` are what the chain has, and what is in force already. Exit code 0: the same; 1: different, ' +
    'drifted or applied already; 2: unreadable input; 3: cannot tell.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml proposals/aave-v3-weth-raised-threshold.yaml',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --rpc https://eth.example --save state.json',
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
      exclusive: ['state'],
    }),
    block: Flags.integer({description: 'block to read at [default: the latest]', min: 0, dependsOn: ['rpc']}),
    save: Flags.string({description: 'save the values that were read', helpValue: 'FILE', dependsOn: ['rpc']}),
    force: Flags.boolean({description: 'replace the file of --save if it is there', dependsOn: ['save']}),
    state: Flags.string({description: 'saved values to compare with, instead of a node', helpValue: 'FILE'}),
  }

  async run(): Promise<DiffOutput> {
    const {args, flags} = await this.parse(Diff)
    if ([args.other, flags.rpc, flags.state].filter((given) => given !== undefined).length !== 1) {
      throw new PlimsollError(
        'DIFF_WITH_WHAT',
        'say what to compare with: a second file, --rpc URL or --state FILE (one of them).',
      )
    }
    const loaded = await loadProposal(args.file)
    return args.other === undefined ? this.withChain(loaded, flags) : this.withOther(loaded, args.other)
  }

  private async withOther(a: LoadedProposal, file: string): Promise<DiffOutput> {
    const b = await loadProposal(file)
    const found = differences(a.proposal, b.proposal)
    const parameters = [a, b].flatMap(({proposal}) => protocolNamed(proposal.protocol.name).parameters)
    this.log(differenceScreen(found, new Map(parameters.map(({id, title}) => [id, title]))))
    const sides = {a: {file: a.file, digest: a.digest}, b: {file: b.file, digest: b.digest}}
    return this.finish({...sides, differences: found}, found.length === 0 ? EXIT.yes : EXIT.no)
  }

  private async withChain(
    {file, digest, proposal}: LoadedProposal,
    {
      rpc,
      block,
      save,
      force,
      state: saved = '',
    }: {rpc?: string; block?: number; save?: string; force: boolean; state?: string},
  ): Promise<DiffOutput> {
    const assets = proposal.changes.map((change) => String(change['asset']))
    const state = rpc === undefined ? await loadState(saved) : await readState(rpc, proposal, assets, {block})
    const drift = driftOf(proposal, state)
    if (save !== undefined) await saveState(save, state, {replace: force})
    this.log(driftScreen(drift, state, digest))
    if (save !== undefined) this.log(`state saved to ${save}`)
    return this.finish(
      {...drift, file, digest, state, ...(save === undefined ? {} : {saved: save})},
      EXITS[drift.verdict],
    )
  }
}
