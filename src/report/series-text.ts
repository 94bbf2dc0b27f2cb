import type {Origin, SeriesEntry} from '../market/catalogue.js'
import type {Finding} from '../market/quality.js'
import type {Fall, SeriesSummary} from '../market/summary.js'
import {formatDuration} from '../units/duration.js'
import {columns, definitions, sparkline} from './text.js'

/** Width of output that no terminal reads. */
export const PIPED_WIDTH = 80

const HEAD = ['id', 'bars', 'from', 'to', 'bar', 'quote', 'digest', 'kind', 'source']

/** The series as a table, or as blocks where the terminal is too narrow for one. */
export function seriesList(series: readonly SeriesEntry[], terminal: number | undefined): string {
  const rows = series.map((entry) => {
    const {id, bars, from, to, barSeconds, quote, digest, origin, source} = entry
    return [id, String(bars), from, to, formatDuration(barSeconds), quote, digest.slice(0, 12), origin, source]
  })
  const table = columns(HEAD, rows, [1])
  if (terminal === undefined || table.every((line) => line.length <= terminal)) return table.join('\n')
  return rows
    .flatMap(([id = '', bars, from, to, bar, quote, digest, kind, source]) => [
      id,
      ...definitions(
        [
          ['  bars', `${bars} of ${bar}, ${from} to ${to}`],
          ['  quote', `${quote}, ${kind}`],
          ['  digest', digest ?? ''],
          ['  source', source ?? ''],
        ],
        terminal,
      ),
    ])
    .join('\n')
}

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`

const fall = (what: Fall | null): string =>
  what === null ? 'none' : `${percent(what.return)} on ${what.at} (${what.from} to ${what.to})`

/** What `plimsoll data show` says of a series. */
export interface DataShowResult extends SeriesSummary {
  readonly id: string
  readonly title: string
  readonly base: string
  readonly quote: string
  readonly barSeconds: number
  readonly source: string
  readonly origin: Origin
  /** No highs and lows: falls inside a bar are not known. */
  readonly closeOnly: boolean
  /** What was assumed about the file. */
  readonly notes: readonly string[]
  readonly findings: readonly Finding[]
  /** Findings that were counted and are not listed. */
  readonly moreFindings: number
  readonly digest: string
}

/**
 * What `plimsoll data show` prints.
 * @param closes drawn as a line of blocks
 */
export function seriesSummary(shown: DataShowResult, closes: Float64Array, terminal: number | undefined): string {
  const width = terminal ?? PIPED_WIDTH
  const {bars, from, to, first, last, min, max, worstClose, worstLow, volatility, barsPerYear} = shown
  const ranged = !shown.closeOnly
  const rows: (readonly [string, string])[] = [
    ['bars', `${bars} of ${formatDuration(shown.barSeconds)}, ${from} to ${to}`],
    ['first close', `${first.price} on ${first.at}`],
    ['last close', `${last.price} on ${last.at}`],
    [ranged ? 'lowest low' : 'lowest', `${min.price} on ${min.at}`],
    [ranged ? 'highest high' : 'highest', `${max.price} on ${max.at}`],
    ['worst close to close', fall(worstClose)],
    ['worst close to next low', ranged ? fall(worstLow) : 'not known: closes only'],
    [
      'volatility',
      volatility === null ? 'not known' : `${percent(volatility)} a year (close to close, x sqrt(${barsPerYear}))`,
    ],
    ['quote', shown.quote],
    ['source', `${shown.source} (${shown.origin})`],
    ...shown.notes.map((note) => ['note', note] as const),
    ...findingRows(shown.findings, shown.moreFindings),
  ]
  const text = definitions(rows, width)
  return [shown.id, shown.title, '', sparkline(closes, width), '', ...text, `digest ${shown.digest}`].join('\n')
}

/** What was imported, and on what assumptions. */
export function importedText(
  imported: Omit<SeriesEntry, 'origin'> & {format: string; notes: readonly string[]; replaced: boolean},
): string {
  const {id, bars, barSeconds, from, to, format, notes, digest, replaced} = imported
  return [
    `${replaced ? 'replaced' : 'imported'} ${id}: ${bars} bars of ${formatDuration(barSeconds)}, ${from} to ${to}`,
    ...[`format: ${format}`, ...notes, `digest ${digest}`].map((line) => `  ${line}`),
  ].join('\n')
}

const SHOWN_FINDINGS = 20

function findingRows(findings: readonly Finding[], more: number): (readonly [string, string])[] {
  if (findings.length === 0) return [['quality', 'nothing found']]
  const hidden = Math.max(0, findings.length - SHOWN_FINDINGS) + more
  return [
    ...findings.slice(0, SHOWN_FINDINGS).map(({severity, at, message, code}) => {
      const when = at === undefined || message.includes(at) ? '' : `${at}: `
      return [severity, `${when}${message} (${code})`] as const
    }),
    ...(hidden > 0 ? [['', `and ${hidden} more, see --json`] as const] : []),
  ]
}

const SHOWN_WARNINGS = 20

/** `file:12: error: …`, a line each, as compilers write it: every error, and the first warnings. */
export function findingLines(
  file: string,
  {findings, moreFindings}: {readonly findings: readonly Finding[]; readonly moreFindings: number},
): string[] {
  const warnings = findings.filter(({severity}) => severity === 'warning').slice(0, SHOWN_WARNINGS)
  const shown = findings.filter((finding) => finding.severity === 'error' || warnings.includes(finding))
  const hidden = findings.length - shown.length + moreFindings
  return [
    ...shown.map(({severity, line, at, message, code}) => {
      const when = at === undefined || message.includes(at) ? '' : `${at}: `
      return `${file}${line === undefined ? '' : `:${line}`}: ${severity}: ${when}${message} (${code})`
    }),
    ...(hidden > 0 ? [`${file}: and ${hidden} more`] : []),
  ]
}

/** What was fetched. */
export function fetchedText(
  fetched: Omit<SeriesEntry, 'origin'> & {readonly cached: number; readonly pages: number; readonly replaced: boolean},
): string {
  const {bars, barSeconds, cached, digest, from, id, pages, replaced, source, to} = fetched
  const kept = cached > 0 ? `, ${cached} of them kept from before` : ''
  return [
    `${replaced ? 'replaced' : 'fetched'} ${id}: ${bars} bars of ${formatDuration(barSeconds)}, ${from} to ${to}`,
    ...[`source: ${source}`, `${pages} ${pages === 1 ? 'page' : 'pages'}${kept}`, `digest ${digest}`].map(
      (line) => `  ${line}`,
    ),
  ].join('\n')
}
