import {PlimsollError} from '../errors.js'
import {deriveOpens, formatTime, stampWriter, type Bars} from './bars.js'

/** What the first line of an imported file says about its series. */
export interface SeriesMeta {
  readonly id: string
  readonly title: string
  readonly base: string
  readonly quote: string
  readonly barSeconds: number
  readonly source: string
  readonly digest: string
  readonly bars: number
  readonly from: string
  readonly to: string
  /** What was assumed while importing. */
  readonly notes: readonly string[]
}

/** Starts the line that holds a series' description as JSON; the CSV proper follows. */
export const META_PREFIX = '# plimsoll series 1 '

export interface Normalised {
  readonly bars: Bars
  /** The file has no opens: see `deriveOpens`. */
  readonly openDerived: boolean
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/
const COLUMNS = ['open', 'high', 'low', 'close', 'quote_volume', 'quote_volume_musd'] as const

/** The description in the first line, or undefined when it has none or cannot be read. */
export function parseMeta(firstLine: string): SeriesMeta | undefined {
  if (!firstLine.startsWith(META_PREFIX)) return undefined
  try {
    const meta = JSON.parse(firstLine.slice(META_PREFIX.length)) as Partial<Record<keyof SeriesMeta, unknown>> | null
    const texts = [meta?.id, meta?.title, meta?.base, meta?.quote, meta?.source, meta?.digest, meta?.from, meta?.to]
    const numbers = [meta?.barSeconds, meta?.bars]
    const whole = texts.every((text) => typeof text === 'string') && numbers.every((n) => typeof n === 'number')
    return whole && Array.isArray(meta?.notes) ? (meta as unknown as SeriesMeta) : undefined
  } catch {
    return undefined
  }
}

/**
 * Reads the one format that Plimsoll writes itself: `date` or `open_time` first, then `open` (may be absent), `high`,
 * `low`, `close`, and `quote_volume` (or `quote_volume_musd`, in millions; may be absent). Plain decimals, no quotes.
 * @param file names the file in errors
 * @throws DATA_DAMAGED when it is not that.
 */
export function parseNormalised(text: string, file: string): Normalised {
  let line = 1
  let start = 0
  if (text.startsWith('#')) {
    start = text.indexOf('\n') + 1
    line = 2
  }
  let end = lineEnd(text, start)
  const names = text.slice(start, end).split(',')
  if (
    !['date', 'open_time'].includes(names[0] ?? '') ||
    !['high', 'low', 'close'].every((name) => names.includes(name))
  ) {
    throw damaged(file, line, 'its header is not `date|open_time,[open,]high,low,close[,quote_volume]`')
  }
  const [openAt, highAt, lowAt, closeAt, quoteAt, millionsAt] = COLUMNS.map((name) => names.indexOf(name)) as Six
  const rows = countLines(text, end)
  const column = (): Float64Array => new Float64Array(rows)
  const time = column()
  const [opens, high, low, close, quoteVolume] = [column(), column(), column(), column(), column().fill(NaN)]
  let i = 0
  for (start = end + 1; start < text.length; start = end + 1) {
    end = lineEnd(text, start)
    line++
    const cells = text.slice(start, end).split(',')
    const at = cells[0] ?? ''
    if (cells.length !== names.length || !TIME.test(at)) throw damaged(file, line, 'it is not a bar')
    time[i] = Date.parse(at) / 1000
    opens[i] = openAt < 0 ? 0 : Number(cells[openAt])
    high[i] = Number(cells[highAt])
    low[i] = Number(cells[lowAt])
    close[i] = Number(cells[closeAt])
    const volume = quoteAt < 0 ? `${cells[millionsAt] ?? ''}e6` : (cells[quoteAt] ?? '')
    if (volume !== '' && volume !== 'e6') quoteVolume[i] = Number(volume)
    i++
  }
  const bars = {time, high, low, close, quoteVolume}
  return {bars: {...bars, open: openAt < 0 ? deriveOpens(bars) : opens}, openDerived: openAt < 0}
}

type Six = [number, number, number, number, number, number]

function lineEnd(text: string, start: number): number {
  const at = text.indexOf('\n', start)
  return at < 0 ? text.length : at
}

function countLines(text: string, from: number): number {
  let count = 0
  for (let at = from; at >= 0 && at < text.length - 1; at = text.indexOf('\n', at + 1)) count++
  return count
}

function damaged(file: string, line: number, why: string): PlimsollError {
  return new PlimsollError('DATA_DAMAGED', `This is no series in Plimsoll's own format: ${why}.`, {
    place: {file, line},
    suggestions: ['Import it again from where it came: plimsoll data import FILE.csv'],
  })
}

/** Writes the format that `parseNormalised` reads, in pieces: reading them back gives the same bits. */
export function* formatNormalised(bars: Bars, meta?: SeriesMeta): Generator<string> {
  const {time, open, high, low, close, quoteVolume} = bars
  const daily = time.every((seconds) => seconds % 86_400 === 0)
  if (meta) yield `${META_PREFIX}${JSON.stringify(meta)}\n`
  const write = stampWriter()
  let text = `${daily ? 'date' : 'open_time'},open,high,low,close,quote_volume\n`
  for (let i = 0; i < time.length; i++) {
    const at = time[i] ?? 0
    const volume = quoteVolume[i] ?? NaN
    const stamp = daily ? formatTime(at) : write(at)
    const prices = `${open[i] ?? NaN},${high[i] ?? NaN},${low[i] ?? NaN},${close[i] ?? NaN}`
    text += `${stamp},${prices},${Number.isNaN(volume) ? '' : volume}\n`
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  yield text
}
