import {PlimsollError} from '../errors.js'
import {openRows} from './csv-rows.js'

/** One column of numbers, as it stands in a CSV file. */
export interface NumericColumn {
  readonly file: string
  /** From the header; `column 2` where there is none. */
  readonly name: string
  readonly values: Float64Array
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

function numberOf(cell: string | undefined): number | undefined {
  const value = cell !== undefined && NUMBER.test(cell.trim()) ? Number(cell) : Number.NaN
  return Number.isFinite(value) ? value : undefined
}

/**
 * Reads the first column of a CSV whose cells are numbers, with or without a header line. Lines that begin with # are
 * comments.
 * @throws DATA_UNREADABLE for a file that is no CSV; DATA_NO_NUMBERS, with the line, where a number is missing
 */
export async function readNumericColumn(file: string): Promise<NumericColumn> {
  const readRows = await openRows(file)
  let header: readonly string[] | undefined
  let column = -1
  const values: number[] = []
  await readRows((row, line) => {
    if (row[0]?.startsWith('#')) return
    const first = row.findIndex((cell) => numberOf(cell) !== undefined)
    if (column < 0 && first < 0 && !header) {
      header = row
      return
    }
    if (column < 0) column = first
    if (column < 0) throw missing('No column of the first data row is a number.', file, line)
    values.push(cellOf(row, {file, line, column, header}))
  })
  if (values.length === 0) throw missing('The file holds no row of numbers.', file)
  return {file, name: nameOf(column, header), values: Float64Array.from(values)}
}

function nameOf(column: number, header: readonly string[] | undefined): string {
  const name = header?.[column]?.trim()
  return name === undefined || name === '' ? `column ${column + 1}` : name
}

interface Cell {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly header: readonly string[] | undefined
}

function cellOf(row: readonly string[], {file, line, column, header}: Cell): number {
  const cell = row[column]?.trim() ?? ''
  const value = numberOf(cell)
  if (value !== undefined) return value
  const what = cell === '' ? 'nothing' : `\`${cell}\``
  throw missing(`The column ${nameOf(column, header)} has ${what} where a number is meant.`, file, line)
}

function missing(message: string, file: string, line?: number): PlimsollError {
  return new PlimsollError('DATA_NO_NUMBERS', message, {
    place: {file, ...(line === undefined ? {} : {line})},
    suggestions: ['Give a CSV with one number in every row of a column, with or without a header.'],
  })
}
