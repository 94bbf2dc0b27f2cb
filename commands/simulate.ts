import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import {expectDigest, loadProposal} from '../src/edge/load-proposal.js'
import {noCacheFlag} from '../src/edge/no-cache-flag.js'
import {StateCache} from '../src/edge/rpc/cache.js'
import {simulateOnChain} from '../src/edge/simulate-on-chain.js'
import {EXIT} from '../src/errors.js'
import type {SimulationResult} from '../src/evm/result.js'
import {simulationScreen} from '../src/report/simulation.js'

const EXITS = {'AS SAID': EXIT.yes, 'NOT AS SAID': EXIT.no, 'CANNOT TELL': EXIT.cannotTell}

export default class Simulate extends PlimsollCommand {
  static override summary = 'execute a proposal on a copy of the chain and read back what it changes'
  static override description =
    'Runs every step of the governance path in an embedded EVM, on the state of a node at one block or on a saved one. ' +
    'The state is called authentic only when --block-hash pins its block and its proofs hold. Exit code 0: the chain ' +
    'after execution says what the proposal says; 1: it does not; 2: unreadable input; 3: cannot tell.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-supply-cap.yaml --rpc https://eth.example --save chain-now.json',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-supply-cap.yaml --state chain.json',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)', required: true})}
  static override flags = {
    rpc: Flags.string({description: 'node to fork from; only its host is ever shown', helpValue: 'URL'}),
    block: Flags.integer({
      description: 'block to fork at [default: that of --block-hash, or the latest]',
      min: 0,
      dependsOn: ['rpc'],
    }),
    save: Flags.string({
      description: 'save every account, code and slot that was touched, with proofs',
      helpValue: 'FILE',
      dependsOn: ['rpc'],
    }),
    force: Flags.boolean({description: 'replace the file of --save if it is there', dependsOn: ['save']}),
    state: Flags.string({description: 'saved chain state to simulate on, offline', helpValue: 'FILE'}),
    'block-hash': Flags.string({
      description: 'hash that the block must have, from a source that you trust',
      helpValue: 'HASH',
    }),
    'no-cache': noCacheFlag,
    'expect-digest': Flags.string({description: 'sha256 that the proposal file must have', helpValue: 'SHA256'}),
  }

  async run(): Promise<SimulationResult> {
    const {args, flags} = await this.parse(Simulate)
    const {'expect-digest': digest, 'block-hash': blockHash, 'no-cache': none, ...options} = flags
    const loaded = await loadProposal(args.file)
    expectDigest(loaded, digest)
    const cache = none
      ? undefined
      : new StateCache(this.config.cacheDir, (text) => {
          this.logToStderr(text)
        })
    const result = await simulateOnChain(loaded, {...options, blockHash, cache})
    return this.conclude(result, EXITS[result.simulation.verdict], simulationScreen(result))
  }
}
