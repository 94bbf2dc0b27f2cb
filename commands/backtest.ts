import {Args, Flags} from '@oclif/core'
import path from 'node:path'

import {backtestRequest} from '../src/backtest/request.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {loadProposal} from '../src/edge/load-proposal.js'
import {runBacktest} from '../src/edge/run-backtest.js'
import {sealEvidence} from '../src/edge/seal-evidence.js'
import {BACKTEST_EXIT, backtestReport, backtestVerdict, type BacktestReport} from '../src/report/backtest-report.js'
import {backtestScreen} from '../src/report/backtest-screen.js'

export default class Backtest extends PlimsollCommand {
  static override summary = 'what history would have done: coverage, and a book of positions, before and after a change'
  static override description =
    'Coverage of close-out losses by the margins of the proposal; and, with --positions or a `book:` in the proposal, who ' +
    'is liquidated and what is left unpaid. A file of positions is replayed once, from --from to --to; a synthetic book is ' +
    'opened on every day. Exit code 0: every criterion is met; 1: one is missed; 2: unreadable input; 3: one cannot be judged.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --positions positions.csv --from 2023-01-01 --to 2023-12-31',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --positions vaults.csv --map id=vault,collateral_asset==WETH,debt_asset==USDC --from 2023-01-01 --to 2023-12-31 --json',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)', required: true})}
  static override flags = {
    positions: Flags.string({
      description: 'book to replay: a CSV, Parquet or JSON file (plimsoll schema positions)',
      helpValue: 'FILE',
    }),
    prices: Flags.string({
      description: 'series or CSV file instead of `prices:`; or ASSET=SERIES,...',
      helpValue: 'SERIES',
    }),
    from: Flags.string({description: 'first day instead of `from:`', helpValue: '2021-05-18'}),
    to: Flags.string({description: 'last day, included, instead of `to:`', helpValue: '2021-05-20'}),
    workers: Flags.integer({
      description: 'threads for a book that is opened every day; any number gives the same figures',
      min: 1,
    }),
    map: Flags.string({
      description: 'columns of the positions: field=column or field==text, ...',
      helpValue: 'id=vault',
    }),
    seal: Flags.boolean({
      description: 'write what the figures rest on into FILE, in one line that `encode` puts into descriptions',
      exclusive: ['positions', 'prices', 'from', 'to', 'map'],
    }),
  }

  async run(): Promise<BacktestReport> {
    const {args, flags} = await this.parse(Backtest)
    const loaded = await loadProposal(args.file)
    const {proposal} = loaded
    const prices = flags.prices?.replaceAll(/[^=,]+\.csv\b/g, (file) => path.resolve(file))
    const request = backtestRequest(proposal.backtest, {...flags, prices}, args.file)
    const run = await runBacktest(loaded, request, this.config.dataDir, flags)
    const sealed = flags.seal ? await sealEvidence(loaded, run, this.config.version) : undefined
    const result = {...backtestReport(loaded, run.judged, this.config.version), ...(sealed && {sealed})}
    return this.conclude(result, BACKTEST_EXIT[backtestVerdict(result)], backtestScreen(result))
  }
}
