import {Args, Flags} from '@oclif/core'

import {parseLevel} from '../src/backtest/level.js'
import {type MarginStudy, studyMargin} from '../src/backtest/margin/study.js'
import {PlimsollCommand} from '../src/edge/command.js'
import {loadSeries} from '../src/edge/series-store.js'
import {DAILY_LAMBDA} from '../src/market/volatility/ewma.js'
import {barsFor} from '../src/market/slice.js'
import {marginText} from '../src/report/margin-text.js'
import {parseDuration} from '../src/units/duration.js'

export type MarginResult = {readonly series: string; readonly digest: string; readonly version: string} & MarginStudy

export default class Margin extends PlimsollCommand {
  static override summary = "a clearing house's report on a margin that follows volatility"
  static override description =
    'An EWMA margin over a series (normal quantile, square root of time) against the worst price of each close-out ' +
    'window, as it is and under the three tools against procyclicality of EMIR RTS 153/2013, art. 28: coverage and ' +
    'breaches, peak to trough, largest rise over 1, 5 and 30 bars, response to a step in volatility, mean cost.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ETH-USDT',
    '<%= config.bin %> <%= command.id %> BTC-USDT --confidence 99.5% --horizon 2d --side short --json',
  ]
  static override args = {data: Args.string({description: 'id of a series, or a CSV of prices', required: true})}
  static override flags = {
    confidence: Flags.string({default: '99%', description: 'that the margin is set for, as in 99%'}),
    horizon: Flags.string({description: 'close-out period, as in 1d [default: one bar]', helpValue: '2d'}),
    lambda: Flags.string({default: String(DAILY_LAMBDA), description: 'decay of the EWMA, a bar'}),
    side: Flags.option({
      ...{options: ['long', 'short'] as const, default: 'long' as const},
      description: 'position that posts the margin',
    })(),
  }

  async run(): Promise<MarginResult> {
    const {args, flags} = await this.parse(Margin)
    const series = await loadSeries(args.data, this.config.dataDir)
    const study = studyMargin(series, {
      side: flags.side,
      confidence: parseLevel(flags.confidence),
      horizonBars: flags.horizon === undefined ? 1 : barsFor(parseDuration(flags.horizon), series),
      lambda: Number(flags.lambda),
    })
    this.log(marginText(series.id, study))
    return {series: series.id, digest: series.digest, version: this.config.version, ...study}
  }
}
