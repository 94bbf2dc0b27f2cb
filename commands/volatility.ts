import {Args, Flags} from '@oclif/core'

import type {VolatilityComparison} from '../src/backtest/compare/volatility-models.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {terminalWidth} from '../src/edge/terminal.js'
import type {DataReport} from '../src/edge/volatility-input.js'
import {studyVolatility} from '../src/edge/volatility-study.js'
import type {ModelStudy} from '../src/market/volatility/study.js'
import type {TailStudy} from '../src/market/volatility/tail-study.js'
import {volatilityText} from '../src/report/volatility-text.js'
import {parseRatio} from '../src/units/ratio.js'
import {ONE, subtract, toNumber} from '../src/units/rational.js'

export type VolatilityResult = {readonly data: DataReport; readonly version: string} & (
  ModelStudy | VolatilityComparison | {readonly tail: TailStudy}
)

export default class Volatility extends PlimsollCommand {
  static override summary = 'fit and compare volatility models; forecast; tail'
  static override description =
    'Without --model, the usual models are compared on bars that no fit has seen. With it, that model is fitted by ' +
    'maximum likelihood and reported with three kinds of standard errors, its forecast, and VaR and ES of the next bar.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ETH-USDT',
    '<%= config.bin %> <%= command.id %> ETH-USDT --model garch --dist t --horizon 10',
    '<%= config.bin %> <%= command.id %> returns.csv --returns percent --model gjr --dist skew-t --json',
    '<%= config.bin %> <%= command.id %> losses.csv --tail --threshold 10',
  ]
  static override args = {data: Args.string({description: 'id of a series, or a CSV file of prices', required: true})}
  static override flags = {
    model: Flags.option({
      ...{options: ['ewma', 'garch', 'gjr', 'egarch', 'har'] as const, description: 'fit it [default: compare]'},
    })(),
    dist: Flags.option({options: ['normal', 't', 'skew-t'] as const, description: 'law of residuals'})({
      default: 'normal',
    }),
    mean: Flags.option({options: ['constant', 'zero'] as const, description: 'of the returns'})({default: 'constant'}),
    presample: Flags.option({
      ...{options: ['mean-square', 'unconditional'] as const, description: 'variance before the first bar'},
    })({default: 'mean-square'}),
    horizon: Flags.integer({default: 10, description: 'bars to forecast', min: 1, max: 10_000}),
    confidence: Flags.string({default: '99%', description: 'of VaR and ES, as in 99%'}),
    returns: Flags.option({
      ...{options: ['decimal', 'percent'] as const, description: 'the first numeric column of DATA holds returns'},
    })(),
    seed: Flags.integer({default: 1, description: 'of the bootstrap that compares models', min: 0}),
    tail: Flags.boolean({description: 'fit a generalised Pareto tail to the first numeric column, large being bad'}),
    threshold: Flags.string({description: 'where the tail begins [default: a tenth is above]', dependsOn: ['tail']}),
  }

  async run(): Promise<VolatilityResult> {
    const {args, flags} = await this.parse(Volatility)
    const level = toNumber(subtract(ONE, parseRatio(flags.confidence)))
    const found = await studyVolatility(args.data, {...flags, level}, this.config.dataDir)
    this.log(volatilityText(found, terminalWidth()))
    const about = {data: found.data, version: this.config.version}
    if (found.kind !== 'comparison') return {...about, ...(found.kind === 'tail' ? {tail: found.tail} : found.study)}
    return {...about, comparison: found.comparison, confidenceSet: found.confidenceSet}
  }
}
