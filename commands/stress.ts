import {Args, Flags} from '@oclif/core'
import path from 'node:path'

import {seriesNames} from '../src/backtest/backtest.js'
import {backtestRequest} from '../src/backtest/request.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {loadBook} from '../src/edge/load-book.js'
import {loadCrises} from '../src/edge/load-crises.js'
import {loadProposal} from '../src/edge/load-proposal.js'
import {loadScenario} from '../src/edge/load-scenario.js'
import {loadNamedSeries} from '../src/edge/series-store.js'
import {EXIT, PlimsollError} from '../src/errors.js'
import {protocolNamed} from '../src/protocols/registry.js'
import {scenarioList, stressScreen, stressVerdict, type StressReport} from '../src/report/stress-screen.js'
import {NAMED_SCENARIOS} from '../src/stress/crises.js'
import type {Scenario} from '../src/stress/model.js'
import {stress} from '../src/stress/run.js'

interface ScenarioList {
  readonly scenarios: readonly Scenario[]
}

export default class Stress extends PlimsollCommand {
  static override summary =
    'a book of positions in crises that were, in shocks that were not, and in the smallest that break it'
  static override description =
    'Without --scenario every named scenario is run, and for each kind of shock the smallest is looked for that breaks the ' +
    'criterion of bad debt or the fund. Exit code 0: both hold in every scenario that ran, or there are none; 1: one does ' +
    'not; 2: unreadable input.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --list',
    '<%= config.bin %> <%= command.id %> proposals/aave-v3-weth-liquidation-threshold.yaml --positions positions.csv --from 2023-01-01 --scenario covid-2020-03 --scenario gap-30-outage',
  ]
  static override args = {file: Args.string({description: 'proposal file (YAML)'})}
  static override flags = {
    scenario: Flags.string({
      description: 'a named scenario, or a file (plimsoll schema scenario)',
      helpValue: 'NAME|FILE',
      multiple: true,
    }),
    list: Flags.boolean({description: 'list the named scenarios'}),
    positions: Flags.string({
      description: 'book: a CSV, Parquet or JSON file (plimsoll schema positions)',
      helpValue: 'FILE',
    }),
    prices: Flags.string({description: 'series or CSV file instead of `prices:`; or ASSET=SERIES,...'}),
    from: Flags.string({description: 'day on which the book was taken', helpValue: '2023-01-01'}),
    map: Flags.string({description: 'columns of the positions: field=column or field==text, ...'}),
  }

  async run(): Promise<ScenarioList | StressReport> {
    const {args, flags} = await this.parse(Stress)
    if (flags.list) return this.conclude({scenarios: NAMED_SCENARIOS}, EXIT.yes, scenarioList(NAMED_SCENARIOS))
    if (args.file === undefined) throw new PlimsollError('STRESS_FILE', 'Say which proposal: plimsoll stress FILE.')
    const {digest, file, proposal} = await loadProposal(args.file)
    const scenarios = await Promise.all((flags.scenario ?? []).map(loadScenario))
    const prices = flags.prices?.replaceAll(/[^=,]+\.csv\b/g, (name) => path.resolve(name))
    const request = backtestRequest(proposal.backtest, {from: flags.from, prices}, args.file)
    const values = protocolNamed(proposal.protocol.name).riskValues(proposal)
    const positions = await loadBook(request, values, flags)
    const series = await loadNamedSeries(seriesNames(request, values), this.config.dataDir, path.dirname(args.file))
    if (series instanceof Error) throw series
    const chosen = scenarios.length > 0 ? scenarios : NAMED_SCENARIOS
    const hourly = await loadCrises(chosen, series, this.config.dataDir)
    const study = stress({
      hourly,
      request,
      reverse: scenarios.length === 0,
      scenarios: chosen,
      series,
      values,
      ...(positions && {positions}),
    })
    const report = {title: proposal.title, file, proposalDigest: digest, version: this.config.version, ...study}
    return this.conclude(report, EXIT[stressVerdict(report)], stressScreen(report))
  }
}
