import {Args, Flags} from '@oclif/core'

import {type Battery, coverageBattery} from '../src/backtest/battery.js'
import {explain} from '../src/backtest/explanations.js'
import {parseLevel} from '../src/backtest/level.js'
import type {Explanation} from '../src/backtest/var/result.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {readForecasts} from '../src/edge/forecasts.js'
import {PlimsollError} from '../src/errors.js'
import {batteryLines, explanationLines} from '../src/report/coverage.js'

export type CoverageResult = Explanation | (Battery & {readonly digest: string; readonly version: string})

export default class Coverage extends PlimsollCommand {
  static override summary = 'how good are VaR and ES forecasts? Every coverage and ES test on a file of them'
  static override description =
    'Reads a CSV file with the columns return, var and, if there is one, es (also sigma and pit): decimal returns, VaR and ' +
    'ES as quantile and tail mean of the return, so negative. A hit is return < var. A test that does not exist on the data says why.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> forecasts.csv --level 99%',
    '<%= config.bin %> <%= command.id %> forecasts.csv --level 0.99 --horizon 5 --json',
    '<%= config.bin %> <%= command.id %> --explain kupiec',
  ]
  static override args = {forecasts: Args.string({description: 'CSV file of forecasts'})}
  static override flags = {
    level: Flags.string({description: 'confidence of the forecasts, as 0.99 or 99%', helpValue: '99%'}),
    horizon: Flags.integer({
      description: 'observations a forecast covers; above 1 the windows overlap',
      default: 1,
      min: 1,
    }),
    seed: Flags.integer({description: 'seed of the simulations', default: 1, min: 0}),
    explain: Flags.string({
      description: 'explain a test instead of running any',
      helpValue: 'TEST',
      exclusive: ['level'],
    }),
  }

  async run(): Promise<CoverageResult> {
    const {args, flags} = await this.parse(Coverage)
    if (flags.explain !== undefined) {
      const explanation = explain(flags.explain)
      this.log(explanationLines(explanation).join('\n'))
      return explanation
    }
    if (args.forecasts === undefined || flags.level === undefined) {
      throw new PlimsollError('COVERAGE_USAGE', 'Name a file of forecasts and the --level they were made for.', {
        suggestions: ['plimsoll coverage forecasts.csv --level 99%', 'plimsoll coverage --explain kupiec'],
      })
    }
    const level = parseLevel(flags.level)
    const {digest, ...forecasts} = await readForecasts(args.forecasts)
    const battery = coverageBattery({...forecasts, level, horizonBars: flags.horizon, seed: flags.seed})
    this.log(batteryLines(args.forecasts, battery).join('\n'))
    return {...battery, digest, version: this.config.version}
  }
}
