import {Args} from '@oclif/core'

import {PlimsollCommand} from '../../src/edge/command.js'
import {openSeries} from '../../src/edge/series-store.js'
import {terminalWidth} from '../../src/edge/terminal.js'
import {isCloseOnly} from '../../src/market/bars.js'
import {summarise} from '../../src/market/summary.js'
import {seriesSummary, type DataShowResult} from '../../src/report/series-text.js'

export default class DataShow extends PlimsollCommand {
  static override summary = 'show what a price series holds'
  static override description =
    'Range, worst one-bar falls, volatility, what the quality checks found, and the digest that results quote.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ETH-USDT',
    '<%= config.bin %> <%= command.id %> ETH-USD-1h-2020-03 --json',
  ]
  static override args = {
    series: Args.string({description: 'id of a series, or a CSV file', required: true}),
  }

  async run(): Promise<DataShowResult> {
    const {args} = await this.parse(DataShow)
    const {series, origin, findings, moreFindings, notes} = await openSeries(args.series, this.config.dataDir)
    const {id, title, base, quote, barSeconds, source, digest} = series
    const about = {id, title, base, quote, barSeconds, source, origin, closeOnly: isCloseOnly(series)}
    const result = {...about, ...summarise(series), notes, findings, moreFindings, digest}
    this.log(seriesSummary(result, series.close, terminalWidth()))
    return result
  }
}
