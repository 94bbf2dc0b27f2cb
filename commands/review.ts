import {Args, Flags} from '@oclif/core'
import path from 'node:path'

import {seriesNames} from '../src/backtest/backtest.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {tryLoadBook} from '../src/edge/load-book.js'
import {fundAsked} from '../src/edge/fund/study-fund.js'
import {loadChecked} from '../src/edge/load-checked.js'
import {expectDigest} from '../src/edge/load-proposal.js'
import {noCacheFlag} from '../src/edge/no-cache-flag.js'
import {StateCache} from '../src/edge/rpc/cache.js'
import {loadNamedSeries} from '../src/edge/series-store.js'
import {trySimulation} from '../src/edge/simulate-on-chain.js'
import {protocolNamed} from '../src/protocols/registry.js'
import {reviewScreen} from '../src/report/review-screen.js'
import {review, REVIEW_EXIT, type ReviewResult} from '../src/report/review.js'

export default class Review extends PlimsollCommand {
  static override summary = 'run the whole pipeline over one proposal and give one verdict'
  static override description =
    'Checks, backtests, encodes, verifies the encoding by an independent road, and with --rpc or --state simulates. Exit code 0: every step that ran says yes; ' +
    '1: a step says no; 2: the file cannot be read; 3: a required step could not run.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml',
    '<%= config.bin %> <%= command.id %> proposals/custom-perpetual-maintenance-margin.yaml --json',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)', required: true})}
  static override flags = {
    rpc: Flags.string({description: 'node to simulate on; only its host is ever shown', helpValue: 'URL'}),
    state: Flags.string({
      description: 'chain state to simulate on, saved by simulate',
      helpValue: 'FILE',
      exclusive: ['rpc'],
    }),
    'block-hash': Flags.string({description: 'hash that the block simulated on must have', helpValue: 'HASH'}),
    'no-cache': noCacheFlag,
    'expect-digest': Flags.string({description: 'sha256 that the proposal file must have', helpValue: 'SHA256'}),
  }

  async run(): Promise<ReviewResult> {
    const {args, flags} = await this.parse(Review)
    const {proposal: loaded, findings} = await loadChecked(args.file)
    expectDigest(loaded, flags['expect-digest'])
    const {proposal} = loaded
    const values = protocolNamed(proposal.protocol.name).riskValues(proposal)
    const names = proposal.backtest ? seriesNames(proposal.backtest, values) : new Map<string, string>()
    const series = await loadNamedSeries(names, this.config.dataDir, path.dirname(args.file))
    const positions = proposal.backtest && (await tryLoadBook(proposal.backtest, values))
    const fund = await fundAsked(proposal.backtest, values, series, positions)
    const say = (text: string) => {
      this.logToStderr(text)
    }
    const cache = flags['no-cache'] ? undefined : new StateCache(this.config.cacheDir, say)
    const simulation = await trySimulation(loaded, {...flags, blockHash: flags['block-hash'], cache})
    const {version} = this.config
    const result = review({loaded, findings, values, series, positions, fund, simulation, version})
    return this.conclude(result, REVIEW_EXIT[result.verdict], reviewScreen(result))
  }
}
