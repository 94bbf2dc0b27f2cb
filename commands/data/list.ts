import {PlimsollCommand} from '../../src/edge/command.js'
import {listSeries} from '../../src/edge/series-store.js'
import {terminalWidth} from '../../src/edge/terminal.js'
import type {SeriesEntry} from '../../src/market/catalogue.js'
import {seriesList} from '../../src/report/series-text.js'

export interface DataListResult {
  readonly series: readonly SeriesEntry[]
  /** Files in the data directory that are no series. */
  readonly unreadable: readonly string[]
}

export default class DataList extends PlimsollCommand {
  static override summary = 'list the price series that backtests can name'
  static override description =
    'Embedded series come with Plimsoll; imported ones are in the data directory ($XDG_DATA_HOME/plimsoll/series).'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']

  async run(): Promise<DataListResult> {
    await this.parse(DataList)
    const result = await listSeries(this.config.dataDir)
    this.log(seriesList(result.series, terminalWidth()))
    for (const file of result.unreadable) this.logToStderr(`${file}: no series in Plimsoll's own format`)
    return result
  }
}
