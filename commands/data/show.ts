import {Args} from '@oclif/core'

import {PlimsollCommand} from '../../src/edge/command.js'
import {openSeries} from '../../src/edge/series-store.js'
import {terminalWidth} from '../../src/edge/terminal.js'
import {isCloseOnly} from '../../src/market/bars.js'
import type {Origin} from '../../src/market/catalogue.js'
import type {Finding} from '../../src/market/quality.js'
import {summarise, type SeriesSummary} from '../../src/market/summary.js'
import {seriesSummary} from '../../src/report/series-text.js'

export interface DataShowResult extends SeriesSummary {
  readonly id: string
  readonly title: string
  readonly base: string
  readonly quote: string
  readonly barSeconds: number
  readonly source: string
  readonly origin: Origin
  /** No highs and lows: falls inside a bar are not known. */
  readonly closeOnly: boolean
  readonly notes: readonly string[]
  readonly findings: readonly Finding[]
  /** Findings that were counted and are not listed. */
  readonly moreFindings: number
  readonly digest: string
}

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
    const opened = await openSeries(args.series, this.config.dataDir)
    const {series, origin, findings, moreFindings, notes} = opened
    const summary = summarise(series)
    this.log(seriesSummary({...opened, summary}, terminalWidth()))
    const {id, title, base, quote, barSeconds, source, digest} = series
    const about = {id, title, base, quote, barSeconds, source, origin, closeOnly: isCloseOnly(series)}
    return {...about, ...summary, notes, findings, moreFindings, digest}
  }
}
