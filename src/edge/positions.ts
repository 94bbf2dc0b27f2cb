import {open} from 'node:fs/promises'

import {PositionsReader, type Positions, type PositionsOptions} from '../backtest/book/positions.js'
import {PlimsollError} from '../errors.js'
import {openRows} from './csv-rows.js'
import {readInput} from './read-input.js'

const MOST_JSON_BYTES = 256 << 20

/**
 * Reads a file of positions: CSV row by row, Parquet by row groups, JSON (an array of objects) whole.
 * @throws POSITIONS_* naming the rows that cannot be used, DATA_UNREADABLE, INPUT_*
 */
export async function readPositions(file: string, options: Omit<PositionsOptions, 'rowName'> = {}): Promise<Positions> {
  try {
    if (await isParquet(file)) {
      const {readParquet} = await import('./parquet-positions.js') // with all its codecs: only who needs it waits
      return await readParquet(file, options)
    }
    return await (/\.json$/i.test(file) ? readJson(file, options) : readCsv(file, options))
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.place) throw error
    const {code, exit, message, suggestions} = error
    throw new PlimsollError(code, message, {exit, place: {file}, suggestions})
  }
}

async function isParquet(file: string): Promise<boolean> {
  if (/\.(parquet|pq)$/i.test(file)) return true
  const handle = await open(file).catch(() => undefined)
  if (!handle) return false // the readers say why
  try {
    const head = Buffer.alloc(4)
    await handle.read(head, 0, 4, 0)
    return head.toString('latin1') === 'PAR1'
  } catch {
    return false // a folder, for instance
  } finally {
    await handle.close()
  }
}

async function readCsv(file: string, options: PositionsOptions): Promise<Positions> {
  const readRows = await openRows(file)
  const reader = new PositionsReader(options)
  let started = false
  await readRows((row, line) => {
    if (row[0]?.startsWith('#')) return
    if (started) reader.push(row, line)
    else reader.header(row)
    started = true
  })
  return reader.finish()
}

async function readJson(file: string, options: PositionsOptions): Promise<Positions> {
  const text = new TextDecoder().decode(await readInput(file, MOST_JSON_BYTES))
  const items = itemsOf(text)
  const names = [...new Set(items.flatMap((item) => Object.keys(item)))]
  const reader = new PositionsReader({...options, rowName: 'item'})
  reader.header(names)
  for (const [i, item] of items.entries()) {
    reader.push(
      names.map((name) => textOf(item[name])),
      i + 1,
    )
  }
  return reader.finish()
}

function itemsOf(text: string): Readonly<Record<string, unknown>>[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new PlimsollError('POSITIONS_FORMAT', `this is no JSON: ${(error as Error).message}.`)
  }
  const isObject = (item: unknown) => typeof item === 'object' && item !== null && !Array.isArray(item)
  if (Array.isArray(value) && value.every(isObject)) return value as Readonly<Record<string, unknown>>[]
  throw new PlimsollError('POSITIONS_FORMAT', 'a JSON file of positions is an array of objects.', {
    suggestions: ['See what it may hold: plimsoll schema positions'],
  })
}

/** A cell's text; what is neither text nor number (true, a list) becomes a text that no field takes for a number. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
