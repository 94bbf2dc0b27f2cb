import {existsSync, readFileSync} from 'node:fs'
import {open, readdir} from 'node:fs/promises'
import path from 'node:path'

import {PlimsollError} from '../errors.js'
import {DERIVED_OPEN_NOTE, formatTime} from '../market/bars.js'
import {CATALOGUE, type CatalogueEntry, type Origin, type SeriesEntry} from '../market/catalogue.js'
import {digestOf} from '../market/digest.js'
import {nearest} from '../nearest.js'
import {formatNormalised, parseMeta, parseNormalised, type SeriesMeta} from '../market/normalised.js'
import {checkBars, type Finding} from '../market/quality.js'
import type {Series} from '../market/series.js'
import {writeFileAtomic} from './atomic.js'
import {EMBEDDED_FOLDER} from './package-root.js'
import {readTableFile} from './table-file.js'

export interface OpenedSeries {
  readonly series: Series
  readonly origin: Origin
  readonly path: string
  /** Warnings of the quality checks: a series with errors is not opened. */
  readonly findings: readonly Finding[]
  readonly moreFindings: number
  /** What was assumed about the file. */
  readonly notes: readonly string[]
}

const ID = /^[A-Za-z0-9][\w.-]{0,63}$/

/** Where an imported series lives. */
export const importedFile = (dataDir: string, id: string): string => path.join(dataDir, 'series', `${id}.csv`)

/**
 * Checks an id before anything is written under it: a plain name that no embedded series has.
 * @throws DATA_BAD_ID
 */
export function assertImportableId(id: string): void {
  if (!ID.test(id) || id.toLowerCase().endsWith('.csv')) {
    throw new PlimsollError(
      'DATA_BAD_ID',
      `\`${id}\` cannot name a series: letters, digits, dots, dashes and underscores, at most 64.`,
    )
  }
  const embedded = CATALOGUE.find((entry) => entry.id.toLowerCase() === id.toLowerCase())
  if (embedded) {
    throw new PlimsollError(
      'DATA_BAD_ID',
      `${embedded.id} is an embedded series: an imported one needs another name.`,
      {
        suggestions: [`Name it: --id ${id}-mine`],
      },
    )
  }
}

/** Every series there is, embedded ones first; files in the data directory that cannot be read are named apart. */
export async function listSeries(dataDir: string): Promise<{series: SeriesEntry[]; unreadable: string[]}> {
  const series = CATALOGUE.map((entry): SeriesEntry => ({
    ...describeSeries(openEmbedded(entry).series),
    origin: 'embedded',
  }))
  const unreadable: string[] = []
  for (const name of await importedIds(dataDir)) {
    const file = importedFile(dataDir, name)
    const meta = await readMeta(file)
    if (meta?.id === name) series.push(entryOf(meta))
    else unreadable.push(file)
  }
  return {series, unreadable}
}

async function importedIds(dataDir: string): Promise<string[]> {
  const names = await readdir(path.join(dataDir, 'series')).catch((): string[] => [])
  return names
    .filter((name) => name.endsWith('.csv') && !name.startsWith('.'))
    .map((name) => name.slice(0, -'.csv'.length))
    .sort()
}

async function readMeta(file: string): Promise<SeriesMeta | undefined> {
  const handle = await open(file).catch(() => undefined)
  if (!handle) return undefined
  const head = Buffer.alloc(16_384)
  const {bytesRead} = await handle.read(head, 0, head.length, 0).finally(() => handle.close())
  const text = head.toString('utf8', 0, bytesRead)
  return parseMeta(text.slice(0, Math.max(text.indexOf('\n'), 0)))
}

/** The line of a series in `plimsoll data list`, but for where it is kept. */
export function describeSeries(series: Series): Omit<SeriesEntry, 'origin'> {
  const {id, title, base, quote, barSeconds, source, digest, time} = series
  const [from, to] = [formatTime(time[0] ?? 0), formatTime(time.at(-1) ?? 0)]
  return {id, title, bars: time.length, from, to, barSeconds, base, quote, source, digest}
}

function entryOf({id, title, bars, from, to, barSeconds, base, quote, source, digest}: SeriesMeta): SeriesEntry {
  return {id, title, bars, from, to, barSeconds, base, quote, source, digest, origin: 'imported'}
}

/**
 * The series of that id, embedded or imported, or of that CSV file.
 * @param dataDir oclif's `config.dataDir`
 * @throws DATA_UNKNOWN_SERIES, and for files everything that importing them throws
 */
export async function loadSeries(idOrFile: string, dataDir: string): Promise<Series> {
  return (await openSeries(idOrFile, dataDir)).series
}

/**
 * Loads the series of each subject, each once; a series that cannot be loaded is returned as its error.
 * @param folder where names that are CSV files are looked for: the proposal's own, so that it says the same from anywhere
 */
export async function loadNamedSeries(
  names: ReadonlyMap<string, string>,
  dataDir: string,
  folder: string,
): Promise<PlimsollError | ReadonlyMap<string, Series>> {
  try {
    const byName = new Map<string, Series>()
    for (const [subject, name] of names) {
      const file = name.endsWith('.csv') ? path.resolve(folder, name) : name
      if (!byName.has(name)) byName.set(name, await loadFor(subject, file, dataDir))
    }
    return new Map(
      [...names].flatMap(([subject, name]) => {
        const series = byName.get(name)
        return series ? [[subject, series] as const] : []
      }),
    )
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
}

/** A file that does not say what is priced in what is taken for the prices of the asset that names it, in USD. */
async function loadFor(subject: string, name: string, dataDir: string): Promise<Series> {
  try {
    return await loadSeries(name, dataDir)
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code !== 'DATA_NO_PAIR') throw error
    const base = subject.toUpperCase().replace(/[^A-Z0-9].*$/, '')
    return (await readTableFile(name, {base, quote: 'USD'})).series
  }
}

/** As `loadSeries`, with what the quality checks found and where it came from. */
export async function openSeries(idOrFile: string, dataDir: string): Promise<OpenedSeries> {
  const entry = CATALOGUE.find(({id}) => id === idOrFile)
  if (entry) return openEmbedded(entry)
  if (ID.test(idOrFile)) {
    const file = importedFile(dataDir, idOrFile)
    if (existsSync(file)) return openImported(file, idOrFile)
  }
  if (existsSync(idOrFile)) {
    const {series, findings, moreFindings, notes} = await readTableFile(idOrFile, {now: Date.now() / 1000})
    return {series, origin: 'file', path: idOrFile, findings, moreFindings, notes}
  }
  throw await unknown(idOrFile, dataDir)
}

function openEmbedded({file, id, title, base, quote, barSeconds, source}: CatalogueEntry): OpenedSeries {
  const full = path.join(EMBEDDED_FOLDER, file)
  const {bars, openDerived} = parseNormalised(readFileSync(full, 'utf8'), full)
  const series = {id, title, base, quote, barSeconds, source, ...bars}
  const notes = openDerived ? [DERIVED_OPEN_NOTE] : []
  return checked({...series, digest: digestOf(series)}, 'embedded', full, notes)
}

function openImported(file: string, id: string): OpenedSeries {
  const text = readFileSync(file, 'utf8')
  const meta = parseMeta(text.slice(0, Math.max(text.indexOf('\n'), 0)))
  if (meta?.id !== id) {
    throw new PlimsollError('DATA_DAMAGED', `${file} does not describe the series ${id} in its first line.`, {
      suggestions: [`Import it again: plimsoll data import FILE.csv --id ${id} --force`],
    })
  }
  const {title, base, quote, barSeconds, source, notes} = meta
  const series = {id, title, base, quote, barSeconds, source, ...parseNormalised(text, file).bars}
  const digest = digestOf(series)
  if (digest !== meta.digest) {
    throw new PlimsollError('DATA_DAMAGED', `${file} was changed since it was imported: its digest is another.`, {
      suggestions: [`Import it again: plimsoll data import FILE.csv --id ${id} --force`],
    })
  }
  return checked({...series, digest}, 'imported', file, notes)
}

function checked(series: Series, origin: Origin, file: string, notes: readonly string[]): OpenedSeries {
  const found = checkBars(series, series.barSeconds)
  const error = found.list.find(({severity}) => severity === 'error')
  if (error) throw new PlimsollError('DATA_DAMAGED', `The series ${series.id} cannot be trusted: ${error.message}.`)
  return {series, origin, path: file, findings: found.list, moreFindings: found.dropped, notes}
}

async function unknown(idOrFile: string, dataDir: string): Promise<PlimsollError> {
  const ids = [...CATALOGUE.map(({id}) => id), ...(await importedIds(dataDir))]
  const near = nearest(idOrFile, ids)
  const isPath = /[/\\]|\.(csv|tsv|txt)$/i.test(idOrFile)
  const what = isPath ? `There is no file ${idOrFile}` : `There is no series ${idOrFile}, nor a file of that name`
  return new PlimsollError('DATA_UNKNOWN_SERIES', `${what}.`, {
    suggestions: [
      ...(near.length > 0 ? [`Did you mean ${near.join(', ')}?`] : []),
      'See what there is: plimsoll data list',
    ],
  })
}

/**
 * Writes an imported series into the data directory, whole or not at all.
 * @returns the file
 * @throws DATA_BAD_ID; EDGE_FILE_EXISTS unless `replace`
 */
export async function saveSeries(
  {series, notes}: {readonly series: Series; readonly notes: readonly string[]},
  dataDir: string,
  {replace = false} = {},
): Promise<string> {
  const {title, from, to, bars, ...entry} = describeSeries(series)
  const {id, base, quote, barSeconds, source, digest} = entry
  assertImportableId(id)
  const file = importedFile(dataDir, id)
  const meta = {id, title, base, quote, barSeconds, source, digest, bars, from, to, notes}
  await writeFileAtomic(file, formatNormalised(series, meta), {replace})
  return file
}
