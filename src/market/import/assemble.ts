import {PlimsollError} from '../../errors.js'
import {formatDuration} from '../../units/duration.js'
import {DERIVED_OPEN_NOTE, deriveOpens, formatTime, type Bars} from '../bars.js'
import {digestOf} from '../digest.js'
import {checkBars, type Finding, type Findings} from '../quality.js'
import type {Series} from '../series.js'
import {arrange, type Arranged} from './arrange.js'
import {guessPair, pairFromFileName, type Pair} from './pair.js'
import {ImportRefused, type Table} from './table.js'

export interface AssembleOptions {
  /** The file as the user named it: its name is a last hint at the pair, and part of the source. */
  readonly file: string
  readonly id?: string | undefined
  readonly base?: string | undefined
  readonly quote?: string | undefined
  /** Epoch seconds: a bar that ends later is not over yet. */
  readonly now?: number | undefined
}

/** A series as it was read, and what was found and assumed on the way. */
export interface Assembled {
  readonly series: Series
  /** Warnings only: errors are thrown. */
  readonly findings: readonly Finding[]
  /** Findings that were counted and are not in the list. */
  readonly moreFindings: number
  readonly notes: readonly string[]
  readonly format: string
  /** The file has no highs and lows. */
  readonly closeOnly: boolean
}

/**
 * Makes a series of a table: time order, bar size, derived columns, checks, name.
 * @throws ImportRefused (DATA_REFUSED) with every finding when it cannot be trusted; DATA_NO_PAIR when nothing says what is priced.
 */
export function assemble(table: Table, options: AssembleOptions): Assembled {
  const found = table.findings
  const notes = [...table.notes]
  refuse(found, options.file)
  const arranged = arrange(table.bars, table.lines, found)
  if (arranged.sorted) notes.push('rows were not in time order: sorted')
  const barSeconds = barSize(arranged.bars.time, options.file, found)
  const opening = openings(table, arranged, barSeconds, notes)
  const bars = derive(table, dropUnfinished(opening, barSeconds, options.now, found), notes)
  checkBars(bars.bars, barSeconds, {lines: bars.lines, closeOnly: table.closeOnly, into: found})
  refuse(found, options.file)
  const pair = findPair(table, options, notes)
  const {base, quote} = pair
  const size = formatDuration(barSeconds)
  const series = {
    ...bars.bars,
    id:
      options.id ??
      (options.base === undefined ? table.meta?.id : undefined) ??
      `${base}-${quote}${size === '1d' ? '' : `-${size}`}`,
    title: `${base}/${quote} ${size} bars${table.closeOnly ? ', closes only' : ''}`,
    base,
    quote,
    barSeconds,
    source: `imported from ${nameOf(options.file)} (${table.layout.name})`,
  }
  return {
    series: {...series, digest: digestOf(series)},
    findings: found.list,
    moreFindings: found.dropped,
    notes,
    format: table.layout.name,
    closeOnly: table.closeOnly,
  }
}

function refuse(found: Findings, file: string): void {
  if (found.errors > 0) throw new ImportRefused(file, found)
}

/** Without its folders: where a file was must not change what is recorded of it. */
const nameOf = (file: string): string => file.split(/[/\\]/).at(-1) ?? file

/** The commonest distance between bars. */
function barSize(time: Float64Array, file: string, found: Findings): number {
  const counts = new Map<number, number>()
  for (let i = 1; i < time.length; i++) {
    const step = (time[i] ?? 0) - (time[i - 1] ?? 0)
    counts.set(step, (counts.get(step) ?? 0) + 1)
  }
  let [best, most] = [0, 0]
  for (const [step, count] of counts) {
    if (count > most || (count === most && step < best)) [best, most] = [step, count]
  }
  if (best > 0) return best
  refuse(found, file)
  throw new PlimsollError('DATA_TOO_SHORT', `${nameOf(file)} holds a single bar: that is no series.`)
}

/** Drops the bar that is still being made, which many exports end with; times further ahead are a mistake. */
function dropUnfinished(arranged: Arranged, barSeconds: number, now: number | undefined, found: Findings): Arranged {
  if (now === undefined) return arranged
  const {time} = arranged.bars
  const over = time.findLastIndex((seconds) => seconds + barSeconds <= now) + 1
  if (over === time.length) return arranged
  for (let i = over; i < time.length; i++) {
    const [at, line] = [formatTime(time[i] ?? 0), arranged.lines[i] ?? NaN]
    const ahead = (time[i] ?? 0) > now
    found.add({code: 'future', severity: ahead ? 'error' : 'warning', line, at}, () =>
      ahead ? `${at} lies in the future` : `the bar of ${at} is not over yet: dropped`,
    )
  }
  const {time: t, open, high, low, close, quoteVolume} = arranged.bars
  const cut = (column: Float64Array): Float64Array => column.subarray(0, over)
  return {
    ...arranged,
    bars: {
      time: cut(t),
      open: cut(open),
      high: cut(high),
      low: cut(low),
      close: cut(close),
      quoteVolume: cut(quoteVolume),
    },
    lines: cut(arranged.lines),
  }
}

/** Stamps that end their bar become the bar's opening. */
function openings({layout}: Table, arranged: Arranged, barSeconds: number, notes: string[]): Arranged {
  if (!layout.stampEndsBar) return arranged
  notes.push('each price is that of its stamp, which ends its bar: bars open one bar earlier')
  return {...arranged, bars: {...arranged.bars, time: arranged.bars.time.map((seconds) => seconds - barSeconds)}}
}

function derive(table: Table, {bars, lines}: Arranged, notes: string[]): {bars: Bars; lines: Float64Array} {
  if (table.closeOnly) notes.push('closes only: highs and lows inside a bar are not known, falls are understated')
  if (!table.openDerived) return {bars, lines}
  notes.push(DERIVED_OPEN_NOTE)
  return {bars: {...bars, open: deriveOpens(bars)}, lines}
}

function findPair({meta, symbol, layout}: Table, {base, quote, file}: AssembleOptions, notes: string[]): Pair {
  const fileName = nameOf(file)
  const fromSymbol = symbol === undefined ? undefined : guessPair(symbol)
  const fromName = pairFromFileName(fileName)
  const known = meta ?? fromSymbol ?? fromName
  if (
    fromSymbol &&
    ((base ?? fromSymbol.base) !== fromSymbol.base || (quote ?? fromSymbol.quote) !== fromSymbol.quote)
  ) {
    throw new PlimsollError(
      'DATA_OTHER_PAIR',
      `${fileName} says in its symbol column that it is ${symbol ?? ''}, not ${base ?? known?.base ?? ''}-${quote ?? known?.quote ?? ''}.`,
    )
  }
  // A symbol that is no pair (`ETH`) is a base.
  const lone =
    symbol !== undefined && !fromSymbol && /^[A-Za-z0-9]{2,12}$/.test(symbol) ? symbol.toUpperCase() : undefined
  const finalBase = base ?? known?.base ?? lone
  const finalQuote = quote ?? known?.quote ?? layout.quote
  if (finalBase === undefined || finalQuote === undefined) {
    throw new PlimsollError('DATA_NO_PAIR', `Nothing in ${fileName} says what is priced in what.`, {
      suggestions: ['Say so: --pair ETH-USDT'],
    })
  }
  if (base === undefined || quote === undefined) {
    const origin = meta
      ? 'its first line'
      : fromSymbol
        ? 'its symbol column'
        : fromName
          ? "the file's name"
          : 'its columns'
    notes.push(`${finalBase}/${finalQuote} taken from ${origin}`)
  }
  return {base: finalBase, quote: finalQuote}
}
