import {PlimsollError} from '../../errors.js'
import {type Bars} from '../bars.js'
import {META_PREFIX, parseMeta, type SeriesMeta} from '../normalised.js'
import {Findings, type Finding} from '../quality.js'
import {isAbsent, parseNumber, parseStamp, stampKinds} from './cells.js'
import {isBar, isHeader, layoutOfHeader, layoutOfRows, type Layout} from './layout.js'

/** Grows as rows come in: plain columns of floats, so that a million rows cost tens of megabytes, not hundreds. */
class Column {
  private values = new Float64Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length++] = value
  }

  get array(): Float64Array {
    return this.values.subarray(0, this.length)
  }
}

/** What a table held, in the order of its lines. */
export interface Table {
  readonly bars: Bars
  readonly lines: Float64Array
  readonly layout: Layout
  readonly openDerived: boolean
  readonly closeOnly: boolean
  readonly symbol: string | undefined
  readonly meta: SeriesMeta | undefined
  readonly notes: readonly string[]
  readonly findings: Findings
}

/** Refusal of a file: says how many problems there are and which is the first, and carries all of them. */
export class ImportRefused extends PlimsollError {
  /** As the user named it. */
  readonly file: string
  readonly findings: readonly Finding[]
  /** Findings that were counted and are not in the list. */
  readonly moreFindings: number

  constructor(file: string, {list, dropped, errors}: Findings) {
    const first = list.find(({severity}) => severity === 'error')
    const where = first?.line === undefined ? '' : ` in line ${first.line}`
    const count = errors === 1 ? '1 problem' : `${errors} problems, the first`
    super('DATA_REFUSED', `${file} cannot be trusted: ${count}${where}: ${first?.message ?? ''}.`, {
      suggestions: ['Mend the lines that are named, or export the file again.'],
    })
    this.file = file
    this.findings = list
    this.moreFindings = dropped
  }
}

/** Rows from which the order of columns without a header is worked out. */
const SAMPLE = 1000
const LINES_BEFORE_HEADER = 5

/** Reads a table of prices row by row, whatever its layout: push every row, then `finish`. */
export class TableReader {
  private readonly findings = new Findings()
  private readonly notes: string[] = []
  private readonly kinds = stampKinds()
  private readonly columns = {
    time: new Column(),
    open: new Column(),
    high: new Column(),
    low: new Column(),
    close: new Column(),
    quoteVolume: new Column(),
  }
  private readonly lines = new Column()
  private sample: {row: readonly string[]; line: number}[] = []
  private layout: Layout | undefined
  private meta: SeriesMeta | undefined
  private junk: (readonly string[])[] = []
  private symbol: string | undefined
  private readonly allowCloseOnly: boolean

  constructor({closeOnly = false}: {closeOnly?: boolean} = {}) {
    this.allowCloseOnly = closeOnly
  }

  /** @param line where the row starts in the file, from 1 */
  push(row: readonly string[], line: number): void {
    if (this.layout) {
      this.bar(row, line, this.layout)
      return
    }
    if (row[0]?.startsWith('#')) {
      this.meta ??= parseMeta(row[0])
      if (!row[0].startsWith(META_PREFIX)) this.notes.push(`line ${line} is a comment and was skipped`)
      return
    }
    const trimmed = row.map((cell) => cell.trim())
    if (this.sample.length === 0) {
      if (isHeader(trimmed)) {
        this.take(layoutOfHeader(trimmed))
        return
      }
      if (!isBar(trimmed)) {
        this.skipJunk(trimmed, line)
        return
      }
    }
    this.sample.push({row: trimmed, line})
    if (this.sample.length === SAMPLE) this.settle()
  }

  /** @throws DATA_EMPTY, DATA_NO_COLUMNS, DATA_NO_HEADER, DATA_CLOSE_ONLY */
  finish(): Table {
    if (!this.layout) {
      const [first] = this.junk
      if (this.sample.length === 0 && first) layoutOfHeader(first)
      if (this.sample.length === 0) throw new PlimsollError('DATA_EMPTY', 'The file holds no rows.')
      this.settle()
    }
    const layout = this.layout
    if (!layout) throw new PlimsollError('DATA_EMPTY', 'The file holds no rows.')
    if (this.lines.length === 0 && this.findings.errors === 0) {
      throw new PlimsollError('DATA_EMPTY', 'The file holds a header and no bar.')
    }
    const {time, open, high, low, close, quoteVolume} = this.columns
    this.describeStamps()
    if (layout.columns.volume !== undefined && layout.volumeIn === 'base') {
      this.notes.push('volume in the quote = volume in the base x close')
    }
    const closeOnly = layout.columns.high === undefined || layout.columns.low === undefined
    return {
      bars: {
        time: time.array,
        open: open.array,
        high: high.array,
        low: low.array,
        close: close.array,
        quoteVolume: quoteVolume.array,
      },
      lines: this.lines.array,
      layout,
      openDerived: layout.columns.open === undefined && !closeOnly,
      closeOnly,
      symbol: this.symbol,
      meta: this.meta,
      notes: [...layout.notes, ...this.notes],
      findings: this.findings,
    }
  }

  private skipJunk(row: readonly string[], line: number): void {
    const columns = row.filter((cell) => cell !== '').length
    if (columns > 1 || this.junk.push(row) > LINES_BEFORE_HEADER) layoutOfHeader(row)
    if (columns === 1) this.notes.push(`line ${line} is no row and was skipped: ${(row[0] ?? '').slice(0, 60)}`)
  }

  private settle(): void {
    const rows = this.sample
    this.sample = []
    this.take(layoutOfRows(rows.map(({row}) => row)))
    for (const {row, line} of rows) this.push(row, line)
  }

  private take(layout: Layout): void {
    const {high, low} = layout.columns
    if ((high === undefined || low === undefined) && !this.allowCloseOnly) {
      throw new PlimsollError(
        'DATA_CLOSE_ONLY',
        `This file (${layout.name}) has closes and no highs and lows. What a margin had to survive is the extreme ` +
          'inside each bar: a backtest on closes alone sees smaller falls than there were.',
        {suggestions: ['Take a file with open, high, low and close.', 'Or accept that with --close-only.']},
      )
    }
    this.layout = layout
  }

  private bar(row: readonly string[], line: number, layout: Layout): void {
    const {columns} = layout
    if (row.length !== layout.width && !this.fits(row, line, layout)) return
    const stamp = cellOf(row, columns.time)
    const time = parseStamp(stamp, this.kinds)
    if (Number.isNaN(time)) {
      this.complain(line, () => `\`${stamp.slice(0, 40)}\` is not a time${hintForStamp(stamp)}`)
      return
    }
    if (isAbsent(cellOf(row, columns.close))) {
      this.findings.add({code: 'empty-row', severity: 'warning', line}, () => 'no price in this row: skipped')
      return
    }
    const close = this.price(cellOf(row, columns.close), 'close', line)
    const ranged = columns.high !== undefined && columns.low !== undefined
    const high = ranged ? this.price(cellOf(row, columns.high ?? 0), 'high', line) : close
    const low = ranged ? this.price(cellOf(row, columns.low ?? 0), 'low', line) : close
    // A close-only bar has no open of its own; a missing open is derived once the bars are in order.
    const open = !ranged ? close : columns.open === undefined ? 0 : this.price(cellOf(row, columns.open), 'open', line)
    const volume = this.volume(columns.volume === undefined ? '' : cellOf(row, columns.volume), close, line, layout)
    if (Number.isNaN(open + high + low + close) || volume === undefined) return
    if (columns.symbol !== undefined) this.sameSymbol(cellOf(row, columns.symbol), line)
    this.columns.time.push(time)
    this.columns.open.push(open)
    this.columns.high.push(high)
    this.columns.low.push(low)
    this.columns.close.push(close)
    this.columns.quoteVolume.push(volume)
    this.lines.push(line)
  }

  /** Some exports end every row with a separator; anything else of another width is a broken row. */
  private fits(row: readonly string[], line: number, {width}: Layout): boolean {
    if (row.length > width && row.slice(width).every((cell) => cell.trim() === '')) return true
    this.complain(line, () => `${row.length} columns where there should be ${width}`)
    return false
  }

  private price(cell: string, name: string, line: number): number {
    const value = parseNumber(cell)
    if (Number.isNaN(value)) {
      const hint = /^\d+,\d+$/.test(cell) ? ' (a decimal comma? write a point)' : ''
      this.complain(line, () => `the ${name} \`${cell.slice(0, 40)}\` is not a number${hint}`)
    }
    return value
  }

  /** NaN when unknown, undefined when it cannot be read. */
  private volume(cell: string, close: number, line: number, {volumeIn}: Layout): number | undefined {
    if (isAbsent(cell)) return NaN
    const value = parseNumber(volumeIn === 'millions' ? `${cell}e6` : cell)
    if (Number.isNaN(value)) {
      this.complain(line, () => `the volume \`${cell.slice(0, 40)}\` is not a number`)
      return undefined
    }
    return volumeIn === 'base' ? value * close : value
  }

  private sameSymbol(symbol: string, line: number): void {
    this.symbol ??= symbol
    if (symbol !== this.symbol) {
      this.complain(line, () => `this row is ${symbol} and those before are ${this.symbol ?? ''}: one series a file`)
    }
  }

  private complain(line: number, message: () => string): void {
    this.findings.add({code: 'unreadable', severity: 'error', line}, message)
  }

  private describeStamps(): void {
    const {epochUnits, zoneless} = this.kinds
    if (epochUnits.size > 0) this.notes.push(`times are epoch ${[...epochUnits].sort().join(' and ')}`)
    if (zoneless > 0) this.notes.push('times without a zone: taken as UTC')
  }
}

const cellOf = (row: readonly string[], at: number): string => (row[at] ?? '').trim()

function hintForStamp(cell: string): string {
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/.test(cell)) {
    return ': day and month could be either way round; write dates as 2020-03-12'
  }
  return /\.\d*[1-9]/.test(cell) ? ': it is not on a whole second' : ''
}
