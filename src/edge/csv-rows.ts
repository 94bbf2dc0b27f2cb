import {CsvError, parse} from 'csv-parse'
import {createReadStream, type ReadStream} from 'node:fs'
import {open, stat} from 'node:fs/promises'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'

import {PlimsollError} from '../errors.js'

const HEAD_BYTES = 65_536
/** No line of a table is this long: binary, or one line of something else. */
const LONGEST_LINE = 1 << 20
const DELIMITERS = [',', ';', '\t', '|'] as const

/** Takes the cells of a row and the number of its line, from 1. A line that begins with # comes as one cell. */
export type PushRow = (row: string[], line: number) => void

/**
 * Opens a CSV with whichever of , ; tab | separates it, and returns what reads it row by row: memory grows with what the
 * taker keeps, not with the file.
 * @throws DATA_UNREADABLE when it is no text file; reading throws it when it is no CSV, and what the taker throws
 */
export async function openRows(file: string): Promise<(push: PushRow) => Promise<void>> {
  const delimiter = sniffDelimiter(await readHead(file))
  return (push) => pushRows(file, delimiter, push)
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
async function pushRows(file: string, delimiter: string, push: PushRow): Promise<void> {
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
          await parseRest(text.slice(start), stream, {delimiter, line}, push)
          return
        }
        line++
        pushLine(content, line, delimiter, push)
        start = end + 1
      }
      rest = text.slice(start)
      if (rest.length > LONGEST_LINE) throw tooLong(line + 1)
    }
    if (rest.includes('"') && !rest.startsWith('#')) await parseRest(rest, stream, {delimiter, line}, push)
    else pushLine(rest.replace(/\r$/, ''), line + 1, delimiter, push)
  } finally {
    stream.destroy()
  }
}

function pushLine(content: string, line: number, delimiter: string, push: PushRow): void {
  if (content.startsWith('#')) push([content], line)
  else if (content.trim() !== '') push(content.split(delimiter), line)
}

const tooLong = (line: number): PlimsollError =>
  new PlimsollError('DATA_UNREADABLE', `Line ${line} is over a million characters long: this is no CSV file.`)

async function parseRest(
  head: string,
  stream: ReadStream,
  {delimiter, line}: {delimiter: string; line: number},
  push: PushRow,
): Promise<void> {
  const parser = parse({
    delimiter,
    max_record_size: LONGEST_LINE,
    on_record(row: string[], {lines}) {
      const quotedBreaks = row.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
      push(row, line + lines - quotedBreaks)
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
