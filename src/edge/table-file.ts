import {CsvError, parse} from 'csv-parse'
import {createReadStream, type ReadStream} from 'node:fs'
import {open, stat} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'

import {PlimsollError} from '../errors.js'
import {assemble, type AssembleOptions, type Assembled} from '../market/import/assemble.js'
import {ImportRefused, TableReader} from '../market/import/table.js'

export interface ReadTableOptions extends Omit<AssembleOptions, 'file'> {
  readonly closeOnly?: boolean
}

const HEAD_BYTES = 65_536
/** No line of a price table is this long: binary, or one line of something else. */
const LONGEST_LINE = 1 << 20
const DELIMITERS = [',', ';', '\t', '|'] as const

/**
 * Reads anyone's CSV of prices into a series, row by row: memory grows with the figures, not with the file.
 * @throws ImportRefused and the DATA_ errors of `TableReader` and `assemble`
 */
export async function readTableFile(file: string, options: ReadTableOptions = {}): Promise<Assembled> {
  const delimiter = sniffDelimiter(await readHead(file))
  const reader = new TableReader({closeOnly: options.closeOnly ?? false})
  try {
    await pushRows(file, delimiter, reader)
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

async function readHead(file: string): Promise<string> {
  const unreadable = (why: string, suggestions: string[] = []): PlimsollError =>
    new PlimsollError('DATA_UNREADABLE', `${file} ${why}.`, {suggestions})
  const info = await stat(file).catch((error: unknown) => {
    throw unreadable((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read')
  })
  if (info.isDirectory()) throw unreadable('is a folder, not a CSV file')
  if (!info.isFile()) throw unreadable('is no ordinary file')
  if (info.size === 0) throw unreadable('is empty')
  const handle = await open(file).catch(() => {
    throw unreadable('cannot be read')
  })
  const head = Buffer.alloc(Math.min(HEAD_BYTES, info.size))
  await handle.read(head, 0, head.length, 0).finally(() => handle.close())
  const [first, second] = head
  if (first === 0x1f && second === 0x8b) throw unreadable('is compressed (gzip)', ['Unpack it first: gunzip FILE'])
  if (first === 0x50 && second === 0x4b) {
    throw unreadable('is a zip archive or a spreadsheet', ['Unpack it, or export it as CSV.'])
  }
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw unreadable('is UTF-16 text', ['Save it as UTF-8.'])
  }
  if (head.includes(0)) throw unreadable('is binary, not a CSV file')
  return head.toString('utf8').replace(/^\uFEFF/, '')
}

/** The separator that the first lines of data have most of, outside quotes. */
function sniffDelimiter(head: string): string {
  const lines = head
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#') && !/^"?https?:/i.test(line))
    .slice(0, 5)
    .map((line) => line.replaceAll(/"[^"]*"/g, ''))
  const complete = lines.length > 1 ? lines.slice(0, -1) : lines
  const score = (delimiter: string): number =>
    complete.reduce((least, line) => Math.min(least, line.split(delimiter).length - 1), Infinity)
  return DELIMITERS.reduce<string>((best, next) => (score(next) > score(best) ? next : best), ',')
}

/**
 * A line without a quote is split as it is; from the first quote on, csv-parse reads the rest of the file: it knows all
 * of the syntax and takes several times as long, and most exports have no quote at all.
 */
async function pushRows(file: string, delimiter: string, reader: TableReader): Promise<void> {
  const stream = createReadStream(file, {encoding: 'utf8', highWaterMark: 1 << 20})
  const chunks = stream.iterator({destroyOnReturn: false}) as AsyncIterator<string>
  let [rest, line] = ['', 0]
  try {
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      const text = rest + (line === 0 && rest === '' ? next.value.replace(/^\uFEFF/, '') : next.value)
      let start = 0
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        const content = text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end)
        if (content.includes('"') && !content.startsWith('#')) {
          await parseRest(text.slice(start), stream, {delimiter, line}, reader)
          return
        }
        line++
        pushLine(content, line, delimiter, reader)
        start = end + 1
      }
      rest = text.slice(start)
      if (rest.length > LONGEST_LINE) throw tooLong(line + 1)
    }
    if (rest.includes('"') && !rest.startsWith('#')) await parseRest(rest, stream, {delimiter, line}, reader)
    else pushLine(rest.replace(/\r$/, ''), line + 1, delimiter, reader)
  } finally {
    stream.destroy()
  }
}

function pushLine(content: string, line: number, delimiter: string, reader: TableReader): void {
  if (content.startsWith('#')) reader.push([content], line)
  else if (content.trim() !== '') reader.push(content.split(delimiter), line)
}

const tooLong = (line: number): PlimsollError =>
  new PlimsollError('DATA_UNREADABLE', `Line ${line} is over a million characters long: this is no CSV file of prices.`)

async function parseRest(
  head: string,
  stream: ReadStream,
  {delimiter, line}: {delimiter: string; line: number},
  reader: TableReader,
): Promise<void> {
  const parser = parse({
    delimiter,
    max_record_size: LONGEST_LINE,
    on_record(row: string[], {lines}) {
      const quotedBreaks = row.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
      reader.push(row, line + lines - quotedBreaks)
    },
    relax_column_count: true,
    skip_empty_lines: true,
  })
  async function* all(): AsyncGenerator<string> {
    yield head
    for await (const chunk of stream) yield chunk as string
  }
  try {
    await pipeline(Readable.from(all()), parser)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const lines = error['lines'] as number | undefined
    const where = lines === undefined ? '' : ` (line ${line + lines})`
    throw new PlimsollError('DATA_UNREADABLE', `The file is no well-formed CSV${where}: ${error.message}.`)
  }
}
