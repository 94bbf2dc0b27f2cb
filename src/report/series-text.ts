import {isCloseOnly} from '../market/bars.js'
import type {SeriesEntry} from '../market/catalogue.js'
import type {Finding} from '../market/quality.js'
import type {Series} from '../market/series.js'
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

export interface Shown {
  readonly series: Series
  readonly summary: SeriesSummary
  readonly origin: string
  readonly findings: readonly Finding[]
  readonly moreFindings: number
  readonly notes: readonly string[]
}

/** What `plimsoll data show` prints. */
export function seriesSummary(shown: Shown, terminal: number | undefined): string {
  const {series, summary, origin, notes} = shown
  const width = terminal ?? PIPED_WIDTH
  const {bars, from, to, first, last, min, max, worstClose, worstLow, volatility, barsPerYear} = summary
  const ranged = !isCloseOnly(series)
  const rows: (readonly [string, string])[] = [
    ['bars', `${bars} of ${formatDuration(series.barSeconds)}, ${from} to ${to}`],
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
    ['quote', series.quote],
    ['source', `${series.source} (${origin})`],
    ...notes.map((note) => ['note', note] as const),
    ...findingRows(shown.findings, shown.moreFindings),
  ]
  const text = definitions(rows, width)
  return [series.id, series.title, '', sparkline(series.close, width), '', ...text, `digest ${series.digest}`].join(
    '\n',
  )
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
export function findingLines(file: string, findings: readonly Finding[], more: number): string[] {
  const warnings = findings.filter(({severity}) => severity === 'warning').slice(0, SHOWN_WARNINGS)
  const shown = findings.filter((finding) => finding.severity === 'error' || warnings.includes(finding))
  const hidden = findings.length - shown.length + more
  return [
    ...shown.map(({severity, line, at, message, code}) => {
      const when = at === undefined || message.includes(at) ? '' : `${at}: `
      return `${file}${line === undefined ? '' : `:${line}`}: ${severity}: ${when}${message} (${code})`
    }),
    ...(hidden > 0 ? [`${file}: and ${hidden} more`] : []),
  ]
}
