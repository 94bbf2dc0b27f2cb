import {parse} from 'csv-parse/sync'
import {readFile} from 'node:fs/promises'

import {PlimsollError} from '../errors.js'

/** One column of numbers, as it stands in a CSV file. */
export interface NumericColumn {
  readonly file: string
  /** From the header; `column 2` where there is none. */
  readonly name: string
  readonly values: Float64Array
}

interface Row {
  readonly record: readonly string[]
  readonly info: {readonly lines: number}
}

/**
 * Reads the first column of a CSV whose cells are numbers, with or without a header line. Lines that begin with # are
 * comments.
 * @throws DATA_UNREADABLE for a file that is no CSV; DATA_NO_NUMBERS, with the line, where a number is missing
 */
export async function readNumericColumn(file: string): Promise<NumericColumn> {
  const rows = parseRows(await readText(file), file)
  const [first] = rows
  if (!first) throw new PlimsollError('DATA_NO_NUMBERS', `${file} holds no rows.`, {place: {file}})
  const hasHeader = first.record.every((cell) => numberOf(cell) === undefined)
  const data = hasHeader ? rows.slice(1) : rows
  const column = data[0]?.record.findIndex((cell) => numberOf(cell) !== undefined) ?? -1
  if (column < 0) {
    throw new PlimsollError('DATA_NO_NUMBERS', 'No column of the first data row is a number.', {
      place: {file, line: data[0]?.info.lines ?? first.info.lines},
      suggestions: ['Give a CSV with one number a line, with or without a header.'],
    })
  }
  const name = (hasHeader && first.record[column]?.trim()) || `column ${column + 1}`
  return {file, name, values: Float64Array.from(data, (row) => cellOf(row, column, name, file))}
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new PlimsollError('DATA_UNREADABLE', `${file} ${missing ? 'does not exist' : 'cannot be read'}.`)
  }
}

function parseRows(text: string, file: string): Row[] {
  try {
    return parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter: [',', ';', '\t'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[]
  } catch (error) {
    const {lines, message} = error as {lines?: number; message: string}
    throw new PlimsollError('DATA_UNREADABLE', `The file is no well-formed CSV: ${message}.`, {
      place: {file, ...(lines === undefined ? {} : {line: lines})},
    })
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

function numberOf(cell: string): number | undefined {
  const value = NUMBER.test(cell) ? Number(cell) : Number.NaN
  return Number.isFinite(value) ? value : undefined
}

function cellOf({record, info}: Row, column: number, name: string, file: string): number {
  const cell = record[column] ?? ''
  const value = numberOf(cell)
  if (value !== undefined) return value
  const what = cell === '' ? 'nothing' : `\`${cell}\``
  throw new PlimsollError('DATA_NO_NUMBERS', `The column ${name} has ${what} where a number is meant.`, {
    place: {file, line: info.lines},
    suggestions: ['Remove the row, or put the number in.'],
  })
}
