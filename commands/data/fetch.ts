import {Args, Flags} from '@oclif/core'

import {PlimsollCommand} from '../../src/edge/command.js'
import {fetchSeries, SOURCES, type DataFetchResult} from '../../src/edge/fetch/fetch-series.js'
import {fetchedText, findingLines} from '../../src/report/series-text.js'

export default class DataFetch extends PlimsollCommand {
  static override summary = 'fetch a price series from a public API, or the rounds of a Chainlink feed from a chain'
  static override description =
    'Binance, Coinbase and Kraken give bars; CoinGecko and DefiLlama prices at moments, of which bars are made; a Chainlink ' +
    'feed its answers. Page by page, no faster than each allows without a key. Pages that cannot change any more are kept: ' +
    'after a broken connection the same command goes on where it ended. A series with errors is not written.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> binance ETH-USDT --interval 1h --from 2024-01-01 --to 2024-01-31 --api https://api.example',
  ]
  static override args = {
    source: Args.option({options: [...SOURCES]})({description: 'who is asked', required: true}),
    pair: Args.string({description: 'what is priced in what, as in ETH-USDT', required: true}),
  }
  static override flags = {
    interval: Flags.string({default: '1d', description: 'length of a bar', helpValue: '1h'}),
    from: Flags.string({description: 'first day, UTC', helpValue: '2024-01-01', required: true}),
    to: Flags.string({description: 'last day, included [default: now]', helpValue: '2024-06-30'}),
    id: Flags.string({description: 'name of the series [default: PAIR-SOURCE-INTERVAL]'}),
    coin: Flags.string({description: 'how CoinGecko or DefiLlama names what is priced', helpValue: 'staked-ether'}),
    feed: Flags.string({description: "address of a Chainlink feed's proxy", helpValue: '0x...'}),
    rpc: Flags.string({description: 'node that the feed is read from', helpValue: 'URL'}),
    api: Flags.string({description: 'another address of the API: a mirror, a proxy', helpValue: 'URL'}),
    force: Flags.boolean({description: 'replace a series of that id'}),
  }

  async run(): Promise<DataFetchResult> {
    const {args, flags} = await this.parse(DataFetch)
    const shown = process.stderr.isTTY && !this.jsonEnabled()
    const progress = (done: number, all: number): void => {
      process.stderr.write(`\r${done}${all > 0 ? ` of ${all}` : ''} pages`)
      if (done === all) process.stderr.write('\n')
    }
    const options = {dataDir: this.config.dataDir, now: Date.now() / 1000, ...(shown && {progress})}
    const fetched = await fetchSeries(args.source, args.pair, flags, options)
    for (const line of findingLines(fetched.id, fetched)) this.logToStderr(line)
    this.log(fetchedText(fetched))
    return fetched
  }
}
