import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {parse} from 'csv-parse/sync'

import {PlimsollError} from '../errors.js'

/** Forecasts as columns. */
export interface Forecasts {
  readonly returns: Float64Array
  readonly var: Float64Array
  readonly es: Float64Array | undefined
  readonly sigma: Float64Array | undefined
  readonly pit: Float64Array | undefined
  /** sha256 (hex) of the columns as little-endian doubles, in the order above: the same however the file writes them. */
  readonly digest: string
}

const REQUIRED = ['return', 'var'] as const
const OPTIONAL = ['es', 'sigma', 'pit'] as const
const COLUMNS = [...REQUIRED, ...OPTIONAL]
const MOST_COMPLAINTS = 5
const SUGGESTION =
  'The file has a header and the columns return, var and, if there is one, es: decimal returns such as -0.031, VaR and ES negative.'

/**
 * Reads forecasts from a CSV file with a header; other columns are ignored.
 * @throws FORECASTS_UNREADABLE when there is no such file
 * @throws FORECASTS_FORMAT when it is no CSV, or lacks a column
 * @throws FORECASTS_ROWS naming the first lines whose figures are missing or no numbers
 */
export async function readForecasts(file: string): Promise<Forecasts> {
  const text = await readFile(file).catch((cause: unknown) => {
    const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause)
    throw new PlimsollError('FORECASTS_UNREADABLE', `Cannot read the forecasts: ${why}.`, {place: {file}})
  })
  const table = new Table(file)
  try {
    parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (record: string[], {lines}) => {
        table.take(record, lines)
        return null
      },
    })
  } catch (error) {
    if (error instanceof PlimsollError) throw error
    throw new PlimsollError('FORECASTS_FORMAT', `This is not a CSV file: ${(error as Error).message}.`, {
      place: {file},
      suggestions: [SUGGESTION],
    })
  }
  return table.finish()
}

/** Collects the columns, growing as rows come. */
class Table {
  private readonly file: string
  private positions: number[] | undefined
  private names: string[] = []
  private columns: Float64Array[] = []
  private rows = 0
  private readonly bad: {line: number; what: string}[] = []
  private badCount = 0

  constructor(file: string) {
    this.file = file
  }

  take(record: readonly string[], line: number): void {
    if (!this.positions) {
      this.header(record)
      return
    }
    if (this.rows === (this.columns[0]?.length ?? 0)) this.grow()
    for (const [index, position] of this.positions.entries()) {
      const cell = record[position] ?? ''
      const value = cell === '' ? Number.NaN : Number(cell)
      if (!Number.isFinite(value)) {
        this.complain(line, `${this.names[index] as string} is ${cell === '' ? 'missing' : `\`${cell}\``}`)
        return
      }
      ;(this.columns[index] as Float64Array)[this.rows] = value
    }
    this.rows++
  }

  private header(record: readonly string[]): void {
    const found = record.map((name) => name.trim().toLowerCase())
    const missing = REQUIRED.filter((name) => !found.includes(name))
    if (missing.length > 0) {
      throw new PlimsollError(
        'FORECASTS_FORMAT',
        `The header lacks ${missing.map((name) => `\`${name}\``).join(' and ')}.`,
        {
          place: {file: this.file, line: 1},
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
    this.badCount++
    if (this.bad.length < MOST_COMPLAINTS) this.bad.push({line, what})
  }

  finish(): Forecasts {
    const {file, bad, badCount, rows} = this
    const first = bad[0]
    if (first) {
      const list = bad.map(({line, what}) => `line ${line}: ${what}`).join('; ')
      const more = badCount > bad.length ? `; and ${badCount - bad.length} more` : ''
      throw new PlimsollError(
        'FORECASTS_ROWS',
        `${badCount} ${badCount === 1 ? 'row is' : 'rows are'} not numbers: ${list}${more}.`,
        {place: {file, line: first.line}, suggestions: [SUGGESTION]},
      )
    }
    if (rows === 0) {
      throw new PlimsollError('FORECASTS_FORMAT', 'There are no forecasts in this file.', {
        place: {file},
        suggestions: [SUGGESTION],
      })
    }
    const hash = createHash('sha256')
    const column = (name: string): Float64Array | undefined => {
      const index = this.names.indexOf(name)
      return index < 0 ? undefined : this.columns[index]?.subarray(0, rows)
    }
    for (const name of this.names) {
      const values = column(name) as Float64Array
      hash.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    }
    return {
      returns: column('return') as Float64Array,
      var: column('var') as Float64Array,
      es: column('es'),
      sigma: column('sigma'),
      pit: column('pit'),
      digest: hash.digest('hex'),
    }
  }
}
