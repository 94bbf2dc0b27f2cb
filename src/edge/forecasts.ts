import {createHash} from 'node:crypto'

import {formatPlace, PlimsollError} from '../errors.js'
import {openRows} from './csv-rows.js'

/** Forecasts as columns. */
export interface Forecasts {
  readonly returns: Float64Array
  readonly var: Float64Array
  readonly es: Float64Array | undefined
  readonly sigma: Float64Array | undefined
  readonly pit: Float64Array | undefined
  /** sha256 (hex) of the columns, each its name and little-endian doubles: the same however the file writes them. */
  readonly digest: string
}

const REQUIRED = ['return', 'var'] as const
const COLUMNS = [...REQUIRED, 'es', 'sigma', 'pit'] as const
const MOST_COMPLAINTS = 5
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const SUGGESTION =
  'Give a header and the columns return, var and, if there is one, es: decimals such as -0.031, VaR and ES negative.'

/**
 * Reads forecasts from a CSV with a header; columns it does not know and lines that begin with # are passed over.
 * @throws DATA_UNREADABLE when the file cannot be read or is no CSV
 * @throws FORECASTS_HEADER when the header lacks `return` or `var`, or there is no row under it
 * @throws FORECASTS_ROWS naming the first lines whose figures are missing or no numbers
 */
export async function readForecasts(file: string): Promise<Forecasts> {
  const readRows = await openRows(file)
  const table = new ForecastTable(file)
  await readRows((row, line) => {
    table.push(row, line)
  })
  return table.finish()
}

/** Collects the columns, growing as rows come. */
class ForecastTable {
  private readonly file: string
  private names: string[] = []
  private positions: number[] = []
  private columns: Float64Array[] = []
  private rows = 0
  private readonly complaints: {line: number; what: string}[] = []
  private bad = 0

  constructor(file: string) {
    this.file = file
  }

  push(row: readonly string[], line: number): void {
    if (row[0]?.startsWith('#')) return
    if (this.names.length === 0) {
      this.header(row, line)
      return
    }
    if (this.rows === this.columns[0]?.length) this.grow()
    for (let index = 0; index < this.positions.length; index++) {
      const cell = row[this.positions[index] as number]?.trim() ?? ''
      const value = NUMBER.test(cell) ? Number(cell) : Number.NaN
      if (!Number.isFinite(value)) {
        this.complain(line, `${this.names[index] as string} is ${cell === '' ? 'missing' : `\`${cell.slice(0, 40)}\``}`)
        return
      }
      ;(this.columns[index] as Float64Array)[this.rows] = value
    }
    this.rows++
  }

  private header(row: readonly string[], line: number): void {
    const found = row.map((name) => name.trim().toLowerCase())
    const missing = REQUIRED.filter((name) => !found.includes(name))
    if (missing.length > 0) {
      throw new PlimsollError(
        'FORECASTS_HEADER',
        `The header lacks ${missing.map((name) => `\`${name}\``).join(' and ')}.`,
        {
          place: {file: this.file, line},
          suggestions: [SUGGESTION],
        },
      )
    }
    this.names = COLUMNS.filter((name) => found.includes(name))
    this.positions = this.names.map((name) => found.indexOf(name))
    this.columns = this.names.map(() => new Float64Array(1024))
  }

  private grow(): void {
    this.columns = this.columns.map((column) => {
      const longer = new Float64Array(2 * column.length)
      longer.set(column)
      return longer
    })
  }

  private complain(line: number, what: string): void {
    this.bad++
    if (this.complaints.length < MOST_COMPLAINTS) this.complaints.push({line, what})
  }

  finish(): Forecasts {
    if (this.bad > 0) throw this.refusal()
    if (this.rows === 0) {
      throw new PlimsollError('FORECASTS_HEADER', 'There are no forecasts in the file.', {
        place: {file: this.file},
        suggestions: [SUGGESTION],
      })
    }
    const hash = createHash('sha256')
    const columns = new Map<string, Float64Array>()
    for (const [index, name] of this.names.entries()) {
      const values = (this.columns[index] as Float64Array).slice(0, this.rows)
      hash.update(name).update(new Uint8Array(values.buffer))
      columns.set(name, values)
    }
    return {
      returns: columns.get('return') as Float64Array,
      var: columns.get('var') as Float64Array,
      es: columns.get('es'),
      sigma: columns.get('sigma'),
      pit: columns.get('pit'),
      digest: hash.digest('hex'),
    }
  }

  private refusal(): PlimsollError {
    const {file, complaints, bad} = this
    const list = complaints.map(({line, what}) => `${formatPlace({file, line})} ${what}`).join('; ')
    const more = bad > complaints.length ? `; and ${bad - complaints.length} more` : ''
    const place = {file, line: complaints[0]?.line ?? 1}
    return new PlimsollError(
      'FORECASTS_ROWS',
      `${bad === 1 ? '1 row is' : `${bad} rows are`} not all numbers: ${list}${more}.`,
      {place, suggestions: [SUGGESTION]},
    )
  }
}
