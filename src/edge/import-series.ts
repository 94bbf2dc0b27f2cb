import {existsSync} from 'node:fs'

import {PlimsollError} from '../errors.js'
import type {SeriesEntry} from '../market/catalogue.js'
import {parsePair, type Pair} from '../market/import/pair.js'
import type {Finding} from '../market/quality.js'
import {assertImportableId, describeSeries, importedFile, saveSeries} from './series-store.js'
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

/** What `plimsoll data import` says of a series that it wrote. */
export interface DataImportResult extends Omit<SeriesEntry, 'origin'> {
  /** Whose export the file was taken for. */
  readonly format: string
  readonly closeOnly: boolean
  /** Where the series was written, and whether one of that id was there. */
  readonly file: string
  readonly replaced: boolean
  /** What was assumed. */
  readonly notes: readonly string[]
  /** Warnings; errors refuse the file. */
  readonly findings: readonly Finding[]
  /** Findings that were counted and are not listed. */
  readonly moreFindings: number
}

/**
 * Imports anyone's CSV into the data directory; nothing is written unless all of it can be trusted.
 * @throws DATA_EXISTS when a series of that id stays, and what `readTableFile` and `saveSeries` throw
 */
export async function importSeries(source: string, options: ImportOptions): Promise<DataImportResult> {
  const {dataDir, closeOnly: allowed, now} = options
  if (options.id !== undefined) assertImportableId(options.id)
  const assembled = await readTableFile(source, {closeOnly: allowed, id: options.id, now, ...pairOf(options)})
  const entry = describeSeries(assembled.series)
  assertImportableId(entry.id)
  const replaced = existsSync(importedFile(dataDir, entry.id))
  if (replaced && !(await options.mayReplace(entry.id))) {
    throw new PlimsollError('DATA_EXISTS', `A series ${entry.id} was imported before: it was left as it is.`, {
      suggestions: ['Replace it: --force', 'Or import under another name: --id NAME'],
    })
  }
  const file = await saveSeries(assembled, dataDir, {replace: replaced})
  const {format, closeOnly, notes, findings, moreFindings} = assembled
  return {...entry, format, closeOnly, file, replaced, notes, findings, moreFindings}
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
