import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../src/edge/command.js'
import {terminalWidth} from '../src/edge/terminal.js'
import {type DataReport, readLosses, readReturns} from '../src/edge/volatility-input.js'
import {sensibleCandidates} from '../src/market/volatility/candidates.js'
import {type Ranking, rankModels} from '../src/market/volatility/rank.js'
import {type ModelName, type ModelStudy, studyModel, type StudyOptions} from '../src/market/volatility/study.js'
import {studyTail, type TailStudy} from '../src/market/volatility/tail-study.js'
import {modelText, rankingText, tailText} from '../src/report/volatility-text.js'
import {parseRatio} from '../src/units/ratio.js'
import {ONE, subtract, toNumber} from '../src/units/rational.js'

export type VolatilityResult =
  | ({readonly data: DataReport} & ModelStudy)
  | {readonly data: DataReport; readonly comparison: Ranking}
  | {readonly data: DataReport; readonly tail: TailStudy}

const MODELS = ['ewma', 'garch', 'gjr', 'egarch', 'har'] as const

export default class Volatility extends PlimsollCommand {
  static override summary = 'fit and compare volatility models; forecast; tail'
  static override description =
    'Without --model, the usual models are compared on bars that no fit has seen. With it, that model is fitted by ' +
    'maximum likelihood and reported with three kinds of standard errors, its forecast, and VaR and ES of the next ' +
    'bar. DATA is a series, a CSV of prices, or, with --returns, a CSV whose first numeric column holds returns.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ETH-USDT',
    '<%= config.bin %> <%= command.id %> ETH-USDT --model garch --dist t --horizon 10',
    '<%= config.bin %> <%= command.id %> returns.csv --returns percent --model gjr --dist skew-t --json',
    '<%= config.bin %> <%= command.id %> losses.csv --tail --threshold 10',
  ]
  static override args = {data: Args.string({description: 'id of a series, or a CSV file', required: true})}
  static override flags = {
    model: Flags.option({options: MODELS, description: 'fit this model [default: compare]'})(),
    dist: Flags.option({
      ...{options: ['normal', 't', 'skew-t'] as const, default: 'normal' as const},
      description: 'law of the residuals, variance 1',
    })(),
    mean: Flags.option({
      ...{options: ['constant', 'zero'] as const, default: 'constant' as const},
      description: 'mean of the returns: fitted, or zero',
    })(),
    presample: Flags.option({
      ...{options: ['mean-square', 'unconditional'] as const, default: 'mean-square' as const},
      description: 'variance before the first bar',
    })(),
    horizon: Flags.integer({default: 10, description: 'bars to forecast', min: 1, max: 10_000}),
    confidence: Flags.string({default: '99%', description: 'of VaR and ES, as in 99%'}),
    returns: Flags.option({
      ...{options: ['decimal', 'percent'] as const},
      description: 'DATA holds returns, in this unit, not prices',
    })(),
    tail: Flags.boolean({description: 'fit a generalised Pareto tail to the column, large values being bad'}),
    threshold: Flags.string({description: 'where the tail begins [default: a tenth above]', dependsOn: ['tail']}),
  }

  async run(): Promise<VolatilityResult> {
    const {args, flags} = await this.parse(Volatility)
    const tail = toNumber(subtract(ONE, parseRatio(flags.confidence)))
    if (flags.tail) return this.tail(args.data, tail, flags.threshold)
    const {data, history, ...known} = await readReturns(args.data, flags.returns, this.config.dataDir)
    const {dist: distribution, mean, presample, horizon} = flags
    const options: StudyOptions = {...known, model: 'garch', distribution, mean, presample, horizon, tail}
    if (flags.model) return this.fit(flags.model, data, history, options)
    const {ranking: comparison} = rankModels(history, sensibleCandidates({mean, presample}), {tail})
    this.log(rankingText(data, comparison))
    return {data, comparison}
  }

  private fit(
    model: ModelName,
    data: DataReport,
    history: Parameters<typeof studyModel>[1],
    options: StudyOptions,
  ): VolatilityResult {
    const {study, variances} = studyModel(model, history, options)
    this.log(modelText(data, study, variances, terminalWidth()))
    return {data, ...study}
  }

  private async tail(source: string, tail: number, threshold: string | undefined): Promise<VolatilityResult> {
    const {data, values} = await readLosses(source, this.config.dataDir)
    const study = studyTail(values, tail, threshold === undefined ? undefined : Number(threshold))
    this.log(tailText(data, study, terminalWidth()))
    return {data, tail: study}
  }
}
