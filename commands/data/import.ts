import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../../src/edge/command.js'
import {importSeries} from '../../src/edge/import-series.js'
import {isInteractive} from '../../src/edge/terminal.js'
import {formatTime} from '../../src/market/bars.js'
import {ImportRefused} from '../../src/market/import/table.js'
import type {Finding} from '../../src/market/quality.js'
import {findingLines} from '../../src/report/series-text.js'
import {formatDuration} from '../../src/units/duration.js'

export interface DataImportResult {
  readonly id: string
  readonly base: string
  readonly quote: string
  readonly bars: number
  readonly from: string
  readonly to: string
  readonly barSeconds: number
  /** Whose export the file was taken for. */
  readonly format: string
  readonly closeOnly: boolean
  /** Where the series was written, and whether one of that id was there. */
  readonly file: string
  readonly replaced: boolean
  readonly notes: readonly string[]
  readonly findings: readonly Finding[]
  readonly moreFindings: number
  readonly digest: string
}

export default class DataImport extends PlimsollCommand {
  static override summary = "import anyone's CSV of prices as a series"
  static override description =
    'Reads the exports of exchanges and aggregators (Binance, Coinbase, Kraken, TradingView, CryptoDataDownload, ' +
    'CoinGecko, CoinMarketCap, Yahoo) and tables with named columns. What cannot be trusted is refused, line by line.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> ETHUSDT-1h.csv --id ETH-USDT-binance-1h',
    '<%= config.bin %> <%= command.id %> prices.csv --pair SOL-USDC',
  ]
  static override args = {file: Args.string({description: 'the CSV file', required: true})}
  static override flags = {
    id: Flags.string({description: 'name of the series [default: its pair and bar size]'}),
    pair: Flags.string({description: 'what is priced in what, as in ETH-USDT', exclusive: ['base', 'quote']}),
    base: Flags.string({description: 'what is priced'}),
    quote: Flags.string({description: 'what it is priced in'}),
    'close-only': Flags.boolean({description: 'accept a file without highs and lows'}),
    force: Flags.boolean({description: 'replace an imported series of that id'}),
  }

  async run(): Promise<DataImportResult> {
    const {args, flags} = await this.parse(DataImport)
    const {series, findings, moreFindings, notes, format, closeOnly, file, replaced} = await importSeries(args.file, {
      ...flags,
      closeOnly: flags['close-only'],
      dataDir: this.config.dataDir,
      mayReplace: async (id) => flags.force || this.askToReplace(id),
      now: Date.now() / 1000,
    }).catch((error: unknown) => {
      if (error instanceof ImportRefused) this.tell(args.file, error)
      throw error
    })
    const {id, base, quote, barSeconds, digest, time} = series
    const [from, to] = [formatTime(time[0] ?? 0), formatTime(time.at(-1) ?? 0)]
    this.tell(args.file, {findings, moreFindings})
    this.log(
      `${replaced ? 'replaced' : 'imported'} ${id}: ${time.length} bars of ${formatDuration(barSeconds)}, ${from} to ${to}`,
    )
    for (const note of [`format: ${format}`, ...notes]) this.log(`  ${note}`)
    this.log(`  digest ${digest}`)
    const about = {id, base, quote, bars: time.length, from, to, barSeconds, format, closeOnly}
    return {...about, file, replaced, notes, findings, moreFindings, digest}
  }

  protected override toErrorJson(error: unknown): unknown {
    const json = super.toErrorJson(error) as {error: object}
    if (!(error instanceof ImportRefused)) return json
    const {findings, moreFindings} = error
    return {error: {...json.error, findings, moreFindings}}
  }

  private async askToReplace(id: string): Promise<boolean> {
    if (this.jsonEnabled() || !isInteractive()) return false
    const {default: inquirer} = await import('inquirer')
    const {replace} = await inquirer.prompt<{replace: boolean}>([
      {default: false, message: `Replace the series ${id}?`, name: 'replace', type: 'confirm'},
    ])
    return replace
  }

  private tell(file: string, {findings, moreFindings}: Pick<DataImportResult, 'findings' | 'moreFindings'>): void {
    if (this.jsonEnabled()) return
    for (const line of findingLines(file, findings, moreFindings)) this.logToStderr(line)
  }
}
