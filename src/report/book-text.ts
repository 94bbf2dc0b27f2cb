import type {BookOutcome, BookStudy, ResponseFigures} from '../backtest/book/study/model.js'
import {formatDuration} from '../units/duration.js'
import {moneyText as money} from './money-text.js'
import {style} from './style.js'
import {wrap} from './text.js'

const INDENT = 10
const WIDTH = 80 - INDENT

const grouped = (value: number, decimals: number): string =>
  value.toLocaleString('en-US', {maximumFractionDigits: decimals, minimumFractionDigits: decimals})

const percent = (value: number): string => `${(value * 100).toFixed(2)}%`
const hours = (seconds: number): string => `${grouped(seconds / 3600, 1)}h`

type Row = readonly [label: string, of: (outcome: BookOutcome) => string]

function rowsOf({after, exposureIs, kind, mode}: BookStudy): Row[] {
  const each = mode === 'rolling' ? ', a start' : ''
  const efficiency: Row = [
    kind === 'lending' ? 'most debt per collateral' : 'most notional per margin',
    ({capitalEfficiency: most}) => (kind === 'lending' ? percent(most) : `${grouped(most, 1)}x`),
  ]
  const tail: Row[] =
    mode === 'single'
      ? []
      : [
          ['  VaR of bad debt', ({distribution}) => money(distribution?.valueAtRisk ?? NaN)],
          ['  ES of bad debt', ({distribution}) => money(distribution?.expectedShortfall ?? NaN)],
          [
            'liquidations at risk (VaR)',
            ({distribution}) => money(distribution?.liquidationsAtRisk.valueAtRisk ?? NaN),
          ],
        ]
  const cascade: Row[] =
    after.static.cascade === undefined
      ? []
      : [
          ['amplification by cascades', ({static: {cascade: c}}) => `${grouped(c?.amplification ?? 1, 2)}x`],
          ['  kappa (runaway from 1 on)', ({cascadeRisk: risk}) => grouped(risk?.kappa ?? 0, 2)],
        ]
  return [
    ['liquidatable at execution', ({atExecution}) => String(atExecution.count)],
    [`liquidated${each}`, ({static: {liquidations}}) => grouped(liquidations, mode === 'single' ? 0 : 1)],
    [`  ${kind === 'lending' ? 'debt' : 'notional'}`, ({static: {liquidatedNotional}}) => money(liquidatedNotional)],
    [
      `  share of ${kind === 'lending' ? 'debt' : 'all units'}`,
      ({static: {liquidatedShare}}) => percent(liquidatedShare),
    ],
    [`bad debt${each}`, ({static: {badDebt}}) => money(badDebt)],
    [`  of ${exposureIs}`, ({static: {badDebtShare}}) => percent(badDebtShare)],
    ...tail,
    ...cascade,
    ['cost to owners', ({static: {userCost}}) => money(userCost)],
    ['time to close, mean', ({static: {secondsToClose}}) => hours(secondsToClose.mean)],
    efficiency,
  ]
}

/** Medians and 90% intervals with owners who respond, where there are any. */
function responseRows(
  {after, before, kind}: BookStudy,
  row: (label: string, a: string, b: string) => string,
): string[] {
  if (after.response === undefined) return []
  const rows: readonly [label: string, figure: keyof ResponseFigures, show: (value: number) => string][] = [
    ['liquidations', 'liquidations', (value) => grouped(value, 0)],
    [kind === 'lending' ? '  debt' : '  notional', 'liquidatedNotional', money],
    ['bad debt', 'badDebt', money],
  ]
  const cells = (figure: keyof ResponseFigures, show: (value: number) => string) =>
    [before?.response, after.response].map((response) => {
      if (response === undefined) return ['not said', '']
      const {high, low, median} = response[figure]
      return [show(median), `${show(low)}..${show(high)}`]
    })
  return [
    style.faint(row('owners respond', '', '')),
    ...rows.flatMap(([label, figure, show]) => {
      const [[then = '', thenRange = ''] = [], [now = '', nowRange = ''] = []] = cells(figure, show)
      return [row(label, then, now), style.faint(row('  90% interval', thenRange, nowRange))]
    }),
  ]
}

/** A margin that follows volatility beside a fixed one of the same mean. */
function dynamicRows(
  {dynamicMargin: margin, mode}: BookStudy,
  row: (label: string, a: string, b: string) => string,
): string[] {
  if (margin === undefined) return []
  const summaries = Object.values(margin.margins)
  const both = (label: string, figure: (outcome: BookOutcome) => string): string =>
    row(label, figure(margin.fixed), figure(margin.policy))
  const range = summaries.map(({least, most}) => `${percent(least)}..${percent(most)}`).join(', ')
  return [
    style.faint(row(`margin by ${margin.model}`, 'fixed', 'dynamic')),
    row('  mean of the notional', summaries.map(({mean}) => percent(mean)).join(', '), ''),
    row('  range', '', range),
    both(`  liquidated${mode === 'rolling' ? ', a start' : ''}`, ({static: {liquidatedNotional}}) =>
      money(liquidatedNotional),
    ),
    both(`  bad debt${mode === 'rolling' ? ', a start' : ''}`, ({static: {badDebt}}) => money(badDebt)),
    ...(mode === 'rolling'
      ? [both('  ES of bad debt', ({distribution}) => money(distribution?.expectedShortfall ?? NaN))]
      : []),
    both('  cost to owners', ({static: {userCost}}) => money(userCost)),
  ]
}

function worstLine({after}: BookStudy): string[] {
  const {static: figures, distribution} = after
  const starts = distribution?.worstStarts.filter(({count}) => count > 0).slice(0, 3) ?? []
  if (starts.length > 0) {
    return [
      `worst starts: ${starts.map(({badDebt, date, notional}) => `${date} ${money(notional)} liquidated, ${money(badDebt)} unpaid`).join('; ')}`,
    ]
  }
  const days = figures.worstDays.slice(0, 3).map(({count, date, notional}) => `${date} ${count} for ${money(notional)}`)
  return days.length > 0 ? [`worst days: ${days.join(', ')}`] : []
}

function idsLine({after, newAtExecution}: BookStudy): string[] {
  const ids = newAtExecution ?? after.atExecution.ids
  if (ids.length === 0) return []
  const size = new Map(after.atExecution.ids.map((id, i) => [id, after.atExecution.sizes[i] ?? NaN]))
  const shown = ids.slice(0, 5).map((id) => `${id} (${money(size.get(id) ?? NaN)})`)
  const more = ids.length > shown.length ? ` and ${ids.length - shown.length} more (--json lists them)` : ''
  return [
    `${newAtExecution ? 'made liquidatable by the change' : 'liquidatable at execution'}: ${shown.join(', ')}${more}`,
  ]
}

/** The book part of a backtest: a compact block of at most 80 columns. */
export function bookLines(book: BookStudy): string[] {
  const {assumptions, before, after, exposure, exposureIs, horizonSeconds, mode, positions, responseReason, sample} =
    book
  const over = sample.map(
    ({bars, barSeconds, from, series, to}) =>
      `${series} ${from} to ${to} (${bars} bars of ${formatDuration(barSeconds)})`,
  )
  const opened = mode === 'rolling' ? `opened every day, each for ${formatDuration(horizonSeconds)}` : 'replayed once'
  const head = `book: ${grouped(positions, 0)} ${book.kind === 'lending' ? 'loans' : 'positions'}, ${money(exposure)} of ${exposureIs} (${book.source}), ${opened}: ${over.join(', ')}`
  const indented = (text: string): string[] => wrap(text, WIDTH).map((line) => ' '.repeat(INDENT) + line)
  const row = (label: string, first: string, second: string): string =>
    `${' '.repeat(INDENT)}${label.padEnd(30)}${first.padStart(14)}${second.padStart(14)}`
  return [
    ...indented(head).map((line) => style.faint(line)),
    style.faint(row('owners do nothing (upper bound)', 'before', 'after')),
    ...rowsOf(book).map(([label, of]) => row(label, before ? of(before) : 'not said', of(after))),
    ...responseRows(book, row),
    ...dynamicRows(book, row),
    ...idsLine(book).flatMap(indented),
    ...worstLine(book).flatMap(indented),
    ...indented(`assumed: ${assumptions.join('; ')}`).map((line) => style.faint(line)),
    ...indented(`owner response: ${responseReason}`).map((line) => style.faint(line)),
  ]
}
