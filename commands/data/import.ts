import {Args, Flags} from '@oclif/core'

import {confirm} from '../../src/edge/ask.js'
import {PlimsollCommand} from '../../src/edge/command.js'
import {importSeries, type DataImportResult} from '../../src/edge/import-series.js'
import {ImportRefused} from '../../src/market/import/table.js'
import {findingLines, importedText} from '../../src/report/series-text.js'

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
    const imported = await importSeries(args.file, {
      ...flags,
      closeOnly: flags['close-only'],
      dataDir: this.config.dataDir,
      mayReplace: async (id) => flags.force || (!this.jsonEnabled() && confirm(`Replace the series ${id}?`)),
      now: Date.now() / 1000,
    })
    for (const line of findingLines(args.file, imported)) this.logToStderr(line)
    this.log(importedText(imported))
    return imported
  }

  protected override complain(error: Error): void {
    if (error instanceof ImportRefused) for (const line of findingLines(error.file, error)) this.logToStderr(line)
    super.complain(error)
  }

  protected override toErrorJson(error: unknown): unknown {
    const json = super.toErrorJson(error) as {error: object}
    if (!(error instanceof ImportRefused)) return json
    return {error: {...json.error, findings: error.findings, moreFindings: error.moreFindings}}
  }
}
