import {createHash} from 'node:crypto'
import {existsSync} from 'node:fs'

import {barsPerYear} from '../market/bars.js'
import type {History} from '../market/volatility/candidates.js'
import type {ReturnUnit} from '../market/volatility/model.js'
import {historyOf} from '../market/volatility/history.js'
import {logReturns} from '../market/volatility/realised.js'
import {readNumericColumn} from './numeric-column.js'
import {loadSeries} from './series-store.js'

/** Where the figures came from, for the result. */
export interface DataReport {
  readonly name: string
  /** What was made of it: log returns of closes, or the column as it is. */
  readonly taken: string
  readonly values: number
  /** sha256: of a series as `plimsoll data show` gives it; of a column over its values, 64-bit little-endian floats. */
  readonly digest: string
}

export interface ReturnsInput {
  readonly data: DataReport
  readonly history: History
  readonly unit: ReturnUnit
  readonly barsPerYear?: number
}

/** Returns to fit: of a series or a price file, or a column that already holds returns. */
export async function readReturns(
  source: string,
  unit: ReturnUnit | undefined,
  dataDir: string,
): Promise<ReturnsInput> {
  if (unit !== undefined) {
    const {data, values} = await readColumn(source, 'returns')
    return {data, unit, history: {returns: values, realised: values.map((r) => r * r)}}
  }
  const series = await loadSeries(source, dataDir)
  const {history, ranged} = historyOf(series)
  const taken = `log returns of closes; realised variances ${ranged ? 'by Garman-Klass' : 'are squared returns: closes only'}`
  return {
    data: {name: series.id, taken, values: history.returns.length, digest: series.digest},
    history,
    unit: 'decimal',
    barsPerYear: barsPerYear(series.barSeconds),
  }
}

/** Losses whose tail is fitted: the column of a file as it stands; of a series, minus its log returns. */
export async function readLosses(source: string, dataDir: string): Promise<{data: DataReport; values: Float64Array}> {
  if (existsSync(source)) return readColumn(source, 'values')
  const {id, close, digest} = await loadSeries(source, dataDir)
  const values = logReturns(close).map((r) => -r)
  return {values, data: {name: id, taken: 'losses: minus the log returns of closes', values: values.length, digest}}
}

async function readColumn(file: string, what: string): Promise<{data: DataReport; values: Float64Array}> {
  const {name, values} = await readNumericColumn(file)
  const bytes = Buffer.alloc(8 * values.length)
  values.forEach((value, i) => bytes.writeDoubleLE(value, 8 * i))
  const digest = createHash('sha256').update(bytes).digest('hex')
  return {values, data: {name: file, taken: `${what} from ${name}`, values: values.length, digest}}
}
