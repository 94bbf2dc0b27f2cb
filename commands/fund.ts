import {Args, Flags} from '@oclif/core'
import path from 'node:path'

import {seriesNames} from '../src/backtest/backtest.js'
import {backtestRequest} from '../src/backtest/request.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {studyFund} from '../src/edge/fund/study-fund.js'
import {loadBook} from '../src/edge/load-book.js'
import {loadProposal} from '../src/edge/load-proposal.js'
import {loadNamedSeries} from '../src/edge/series-store.js'
import {EXIT} from '../src/errors.js'
import {protocolNamed} from '../src/protocols/registry.js'
import {dayReport, type DayReport} from '../src/report/fund-day-report.js'
import {dayScreen} from '../src/report/fund-day-screen.js'
import {FUND_EXIT, fundReport, type FundReport} from '../src/report/fund-report.js'
import {stackReport, type StackReport} from '../src/report/stack-report.js'
import {stackScreen} from '../src/report/stack-screen.js'
import {fundScreen} from '../src/report/fund-screen.js'

export default class Fund extends PlimsollCommand {
  static override summary = 'the insurance stack: who pays, and how likely the fund is to run dry, before and after'
  static override description =
    'Simulates `backtest.fund` behind a perpetual book on paths of daily prices: each layer, the tail of the draw, the fund ' +
    'that a target takes. Exit code 0: `fundExhaustion` is met, or not asked; 1: missed; 2: unreadable; 3: not judged.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> proposals/custom-perpetual-insurance-fund.yaml --paths 100',
    '<%= config.bin %> <%= command.id %> proposals/custom-perpetual-insurance-fund.yaml --paths 100 --seed 2 --workers 1 --json',
    '<%= config.bin %> <%= command.id %> proposals/custom-perpetual-insurance-fund.yaml --day 2025-10-10',
    '<%= config.bin %> <%= command.id %> proposals/custom-perpetual-insurance-fund.yaml --paths 100 --economics',
    '<%= config.bin %> <%= command.id %> proposals/custom-perpetual-insurance-fund.yaml --explain',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)', required: true})}
  static override flags = {
    paths: Flags.integer({description: 'paths of each law, instead of `paths:`', min: 100, max: 1_000_000}),
    seed: Flags.integer({description: 'seed of the paths, instead of `seed:`', min: 0}),
    workers: Flags.integer({
      description: 'threads; the figures are the same for any [default: one a core]',
      min: 1,
      max: 64,
    }),
    day: Flags.string({description: 'send one day of history down the stack instead', helpValue: '2025-10-10'}),
    economics: Flags.boolean({
      description: 'price the layers too: premiums, loss ratios, yields, basis risk, who would underwrite them',
      exclusive: ['day'],
    }),
    explain: Flags.boolean({
      description: 'say what each layer is and what can go wrong with it, without simulating',
      exclusive: ['day', 'economics'],
    }),
    positions: Flags.string({
      description: 'book behind which the fund stands: a CSV or JSON file (plimsoll schema positions)',
      helpValue: 'FILE',
    }),
  }

  async run(): Promise<DayReport | FundReport | StackReport> {
    const {args, flags} = await this.parse(Fund)
    const loaded = await loadProposal(args.file)
    if (flags.explain) {
      const stack = stackReport(loaded, this.config.version)
      return this.conclude(stack, EXIT.yes, stackScreen(stack))
    }
    const {proposal} = loaded
    const request = backtestRequest(proposal.backtest, {}, args.file)
    const values = protocolNamed(proposal.protocol.name).riskValues(proposal)
    const positions = await loadBook(request, values, flags)
    const series = await loadNamedSeries(seriesNames(request, values), this.config.dataDir, path.dirname(args.file))
    if (series instanceof Error) throw series
    const {economics, paths, seed, workers} = flags
    const input = {request, values, series, paths, seed, economics, ...(positions && {positions})}
    if (flags.day !== undefined) {
      const day = dayReport(loaded, input, flags.day, this.config.version)
      return this.conclude(day, EXIT.yes, dayScreen(day))
    }
    const study = await studyFund(input, workers)
    const report = fundReport(loaded, study, request.accept?.fundExhaustion, this.config.version)
    return this.conclude(report, FUND_EXIT[report.criterion?.status ?? 'met'], fundScreen(report))
  }
}
