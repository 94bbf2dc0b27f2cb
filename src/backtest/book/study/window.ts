import {PlimsollError} from '../../../errors.js'
import {formatTime} from '../../../market/bars.js'
import type {Series} from '../../../market/series.js'
import {slice} from '../../../market/slice.js'
import {formatDuration} from '../../../units/duration.js'
import {refuseGaps} from '../../coverage/gaps.js'

const DAY = 86_400

/** `2018-01-31` as epoch seconds. @throws BACKTEST_DATE */
export function dayOfText(date: string, what: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN
  if (!Number.isNaN(ms)) return ms / 1000
  throw new PlimsollError('BACKTEST_DATE', `\`${what}: ${date}\` is not a date: write it as in 2018-01-31.`)
}

export interface Wanted {
  readonly from?: string | undefined
  /** Last day, included. */
  readonly to?: string | undefined
}

/**
 * The bars of one replay of a book that was read: from the day it was taken, to the end of `to`, or for the horizon.
 * Prices that end on the day `to` itself, however early, are taken and noted; any that end before it are refused.
 * @throws BOOK_FROM, BOOK_PRICES_SHORT, BACKTEST_GAP
 */
export function singleWindow(series: Series, wanted: Wanted, horizonSeconds: number): {part: Series; notes: string[]} {
  if (wanted.from === undefined) {
    throw new PlimsollError('BOOK_FROM', 'A book of positions is of one day: say which with --from (or `from:`).')
  }
  const from = dayOfText(wanted.from, 'from')
  const {barSeconds, id, time} = series
  const until = wanted.to === undefined ? from + horizonSeconds : dayOfText(wanted.to, 'to') + DAY
  if (until <= from) {
    throw new PlimsollError('BACKTEST_DATE', `\`to: ${wanted.to ?? ''}\` is before \`from: ${wanted.from}\`.`)
  }
  const ends = (time.at(-1) ?? -Infinity) + barSeconds
  const needed = wanted.to === undefined ? until : until - DAY
  if ((time[0] ?? Infinity) > from || ends < needed || ends <= from) {
    const what =
      wanted.to === undefined
        ? `${formatDuration(horizonSeconds)} from ${wanted.from}`
        : `${wanted.from} to ${wanted.to}`
    throw new PlimsollError(
      'BOOK_PRICES_SHORT',
      `The prices of ${id} run from ${formatTime(time[0] ?? 0)} to ${formatTime(ends)}, which is not all of ${what}.`,
      {suggestions: ['Choose other dates (--from, --to), a shorter horizon, or a longer series.']},
    )
  }
  const part = slice(series, from * 1000, until * 1000)
  if (part.time[0] !== from) {
    throw new PlimsollError(
      'BACKTEST_GAP',
      `${id} has no bar at the start of ${wanted.from}: the book cannot be opened there.`,
    )
  }
  refuseGaps(part)
  const notes = ends < until ? [`the prices of ${id} end at ${formatTime(ends)}, and the replay with them`] : []
  return {part, notes}
}

/** Bars at which a day begins and from which the horizon fits: where the rolling mode opens the book. */
export function dailyStarts({barSeconds, time}: Series, horizonBars: number): number[] {
  const starts: number[] = []
  for (let bar = 0; bar + horizonBars <= time.length; bar++) {
    if (barSeconds >= DAY || (time[bar] as number) % DAY === 0) starts.push(bar)
  }
  return starts
}

/** Several series of one replay must have the same bars. @throws BOOK_PATH */
export function requireSameBars(parts: readonly Series[]): void {
  const [first] = parts
  for (const part of parts) {
    if (
      part.barSeconds === first?.barSeconds &&
      part.time.length === first.time.length &&
      part.time[0] === first.time[0]
    ) {
      continue
    }
    throw new PlimsollError(
      'BOOK_PATH',
      `${part.id} and ${first?.id ?? ''} have different bars: one replay needs the same for all its assets.`,
    )
  }
}
