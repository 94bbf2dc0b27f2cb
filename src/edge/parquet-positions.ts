import {asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema} from 'hyparquet'
import {compressors} from 'hyparquet-compressors'

import {PositionsReader, type Positions, type PositionsOptions} from '../backtest/book/positions.js'
import {PlimsollError} from '../errors.js'

/**
 * Reads a Parquet file of positions, row group by row group.
 * @throws POSITIONS_FORMAT when it cannot be read, POSITIONS_* naming the rows that cannot be used
 */
export async function readParquet(path: string, options: PositionsOptions): Promise<Positions> {
  const reader = new PositionsReader({...options, rowName: 'row'})
  await parsed(async () => {
    const file = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(file)
    const names = parquetSchema(metadata).children.map(({element}) => element.name)
    reader.header(names)
    let from = 0
    for (const group of metadata.row_groups) {
      const end = from + Number(group.num_rows)
      const rows = await parquetReadObjects({compressors, file, metadata, rowEnd: end, rowStart: from})
      for (const [i, row] of rows.entries()) {
        reader.push(
          names.map((name) => cellText(row[name])),
          from + i + 1,
        )
      }
      from = end
    }
  })
  return reader.finish()
}

async function parsed(read: () => Promise<void>): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (error instanceof PlimsollError) throw error
    const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
    throw new PlimsollError('POSITIONS_FORMAT', `this Parquet file cannot be read: ${why}.`)
  }
}

/** A cell's text; what is neither text nor number becomes a text that no field takes for a number. */
function cellText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return value instanceof Date ? value.toISOString() : 'no number or text'
}
