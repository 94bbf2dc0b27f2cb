import {existsSync} from 'node:fs'

import {PlimsollError} from '../errors.js'
import type {Assembled} from '../market/import/assemble.js'
import {parsePair, type Pair} from '../market/import/pair.js'
import {assertImportableId, importedFile, saveSeries} from './series-store.js'
import {readTableFile} from './table-file.js'

export interface ImportOptions {
  readonly dataDir: string
  readonly id?: string | undefined
  /** `ETH-USDT`; or `base` and `quote` each on its own. */
  readonly pair?: string | undefined
  readonly base?: string | undefined
  readonly quote?: string | undefined
  readonly closeOnly: boolean
  /** Asked once the file is found good and a series of that id exists. */
  readonly mayReplace: (id: string) => Promise<boolean>
  /** Epoch seconds. */
  readonly now: number
}

export interface Imported extends Assembled {
  /** Where the series was written. */
  readonly file: string
  readonly replaced: boolean
}

/**
 * Imports anyone's CSV into the data directory; nothing is written unless all of it can be trusted.
 * @throws DATA_EXISTS when a series of that id stays, and what `readTableFile` and `saveSeries` throw
 */
export async function importSeries(file: string, options: ImportOptions): Promise<Imported> {
  const {dataDir, closeOnly, now} = options
  if (options.id !== undefined) assertImportableId(options.id)
  const assembled = await readTableFile(file, {closeOnly, id: options.id, now, ...pairOf(options)})
  const {id} = assembled.series
  assertImportableId(id)
  const exists = existsSync(importedFile(dataDir, id))
  if (exists && !(await options.mayReplace(id))) {
    throw new PlimsollError('DATA_EXISTS', `A series ${id} was imported before: it was left as it is.`, {
      suggestions: ['Replace it: --force', 'Or import under another name: --id NAME'],
    })
  }
  return {...assembled, file: await saveSeries(assembled, dataDir, {replace: exists}), replaced: exists}
}

function pairOf({pair, base, quote}: ImportOptions): Partial<Pair> {
  if (pair === undefined) {
    return {
      ...(base === undefined ? {} : {base: base.toUpperCase()}),
      ...(quote === undefined ? {} : {quote: quote.toUpperCase()}),
    }
  }
  const parsed = parsePair(pair)
  if (!parsed) {
    throw new PlimsollError(
      'DATA_BAD_PAIR',
      `\`${pair}\` is no pair: write the base, a dash and the quote, as in \`ETH-USDT\`.`,
    )
  }
  return parsed
}
