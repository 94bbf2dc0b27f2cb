import {PlimsollError} from '../../errors.js'
import {formatDuration} from '../../units/duration.js'
import {formatTime} from '../bars.js'
import {digestOf} from '../digest.js'
import {checkBars, Findings, type Finding} from '../quality.js'
import type {Series} from '../series.js'
import type {FetchRequest, Row} from './source.js'

export interface FetchedSeries {
  readonly series: Series
  /** Warnings only. */
  readonly findings: readonly Finding[]
  readonly moreFindings: number
}

/**
 * A series of the bars that an API gave, those outside the request left out.
 * @throws FETCH_EMPTY, FETCH_CONFLICT for two different bars of one time, DATA_REFUSED when it cannot be trusted
 */
export function seriesOfRows(
  rows: readonly Row[],
  request: FetchRequest,
  {id, source}: {readonly id: string; readonly source: string},
): FetchedSeries {
  const {barSeconds, base, from, quote, to} = request
  const wanted = rows.filter(({time}) => time >= from && time < to).sort((a, b) => a.time - b.time)
  const bars = wanted.filter((row, i) => {
    const before = wanted[i - 1]
    if (before?.time !== row.time) return true
    if ((['open', 'high', 'low', 'close'] as const).every((name) => before[name] === row[name])) return false
    throw new PlimsollError('FETCH_CONFLICT', `${source} gave two different bars of ${formatTime(row.time)}.`, {
      exit: 3,
    })
  })
  if (bars.length < 2) {
    throw new PlimsollError(
      'FETCH_EMPTY',
      `${source} has ${bars.length === 0 ? 'no bar' : 'one bar'} of ${base}/${quote} from ${formatTime(from)} to ${formatTime(to)}.`,
      {exit: 3},
    )
  }
  const column = (name: keyof Row): Float64Array => Float64Array.from(bars, (row) => row[name])
  const columns = {
    close: column('close'),
    high: column('high'),
    low: column('low'),
    open: column('open'),
    quoteVolume: column('quoteVolume'),
    time: column('time'),
  }
  const found = new Findings()
  const closeOnly = bars.every(({high, low}) => high === low)
  checkBars(columns, barSeconds, {closeOnly, into: found})
  const error = found.list.find(({severity}) => severity === 'error')
  if (error)
    throw new PlimsollError('DATA_REFUSED', `What ${source} gave cannot be trusted: ${error.message}.`, {exit: 3})
  const title = `${base}/${quote} ${formatDuration(barSeconds)} bars${closeOnly ? ', closes only' : ''}`
  const series = {...columns, barSeconds, base, id, quote, source, title}
  return {
    findings: found.list,
    moreFindings: found.dropped,
    series: {...series, digest: digestOf(series)},
  }
}
