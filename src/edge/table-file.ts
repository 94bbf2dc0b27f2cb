import {PlimsollError} from '../errors.js'
import {assemble, type AssembleOptions, type Assembled} from '../market/import/assemble.js'
import {ImportRefused, TableReader} from '../market/import/table.js'
import {openRows} from './csv-rows.js'

export interface ReadTableOptions extends Omit<AssembleOptions, 'file'> {
  readonly closeOnly?: boolean
}

/**
 * Reads anyone's CSV of prices into a series, row by row: memory grows with the figures, not with the file.
 * @throws ImportRefused and the DATA_ errors of `TableReader` and `assemble`
 */
export async function readTableFile(file: string, options: ReadTableOptions = {}): Promise<Assembled> {
  const readRows = await openRows(file)
  const reader = new TableReader({closeOnly: options.closeOnly ?? false})
  try {
    await readRows((row, line) => {
      reader.push(row, line)
    })
    return assemble(reader.finish(), {...options, file})
  } catch (error) {
    throw located(error, file)
  }
}

/** Errors of the core do not know which file it was. */
function located(error: unknown, file: string): unknown {
  if (!(error instanceof PlimsollError) || error instanceof ImportRefused || error.place) return error
  const {exit, suggestions} = error
  return new PlimsollError(error.code, error.message, {exit, place: {file}, suggestions})
}
