import type {FundOutcome, FundStudy, LayerRow} from '../insurance/simulation/model.js'
import type {Proportion} from '../insurance/simulation/proportion.js'
import type {Figure} from '../market/volatility/model.js'
import {fanChart} from './fan-chart.js'
import {economicsLines} from './fund-economics.js'
import {oracleLines} from './fund-oracle-lines.js'
import type {FundReport} from './fund-report.js'
import {rebalancingLines} from './fund-rebalancing-lines.js'
import {moneyText as money} from './money-text.js'
import {style} from './style.js'
import {columns, wrap} from './text.js'
import {visible} from './visible.js'

const WIDTH = 80
/** What the layer is called where the file gives it no name. */
const INSURANCE_FUND = 'insurance-fund'

/** A chance with the digits that it has: `12.3%`, `0.12%`, `0.004%`. */
function chance(value: number): string {
  if (value === 0 || value === 1) return `${value * 100}%`
  return `${(value * 100).toFixed(value >= 0.1 ? 1 : value >= 0.001 ? 2 : 3)}%`
}

const withError = ({standardError, value}: {readonly value: number; readonly standardError: number}): string =>
  `${chance(value)} ±${(standardError * 100).toFixed(3)}%`
/** Where no path sees it there is an upper bound, and no error to add to nothing. */
const seen = (found: Proportion): string =>
  found.hits === 0 ? `at most ${chance(found.atMost)} (0 seen)` : withError(found)
const limit = (value: number | null): string => (value === null ? 'no limit' : money(value))
const figure = ({value}: Figure): string => (value === null ? '-' : money(value))
const days = ({value}: Figure): string => (value === null ? '-' : `${value} d`)
const row = (label: string, before: string, after: string): string =>
  `${label.padEnd(32)}${before.padStart(23)}${after.padStart(23)}`.trimEnd()
const told = (text: string): string[] => wrap(visible(text), WIDTH)

/** The study of an insurance stack as one screen of at most 80 columns. */
export function fundScreen(report: FundReport): string {
  const {asset, assumptions, criterion, file, horizonDays, openInterest, paths, proposalDigest, sample, seed} = report
  const about =
    `${asset}, open interest ${money(openInterest)}, on ${sample.series}, daily bars, ${sample.from} to ${sample.to}; ` +
    `${paths.toLocaleString('en-US')} paths of ${horizonDays} days, seed ${seed}; data ${sample.digest.slice(0, 12)}`
  const paint = criterion?.status === 'met' ? style.good : criterion?.status === 'missed' ? style.bad : style.warn
  const {name, status, text, detail} = criterion ?? {}
  const judged =
    criterion === undefined ? [] : wrap(`${name ?? ''} ${text ?? ''} ${status ?? ''}: ${detail ?? ''}`, WIDTH)
  return [
    style.strong(visible(report.title)),
    style.faint(visible(file)),
    style.faint(`sha256 ${proposalDigest}`),
    ...told(about).map((line) => style.faint(line)),
    '',
    ...layerTable(report.after.layers),
    '',
    ...comparison(report),
    '',
    ...uncertainty(report),
    ...(report.oracle ? ['', ...oracleLines(report.oracle)] : []),
    ...(report.rebalancing ? ['', ...rebalancingLines(report.rebalancing)] : []),
    '',
    ...fan(report),
    ...(report.after.economics === undefined ? [] : ['', ...economicsLines(report.after, report.before), '']),
    ...told(`assumed: ${assumptions.join('; ')}`).map((line) => style.faint(line)),
    ...judged.map((line, k) => (k === 0 ? paint(line) : line)),
  ].join('\n')
}

function layerTable(layers: readonly LayerRow[]): string[] {
  const [head = '', ...lines] = columns(
    ['after the change', 'attach', 'capacity', 'P(used)', 'P(exhausted)', 'expected draw'],
    layers.map(({attach, capacity, exhausted, expectedDraw, name, used}) => [
      ...[visible(name), limit(attach), limit(capacity), chance(used.value), chance(exhausted.value)],
      money(expectedDraw),
    ]),
    [1, 2, 3, 4, 5],
  )
  const empty = layers.flatMap(({degenerate, name}) => (degenerate === undefined ? [] : told(`${name}: ${degenerate}`)))
  return [style.faint(head), ...lines, ...empty]
}

function comparison({after, balance, before, difference, fund, horizonDays, toppedUp}: FundReport): string[] {
  const both = (label: string, of: (outcome: FundOutcome) => string): string =>
    row(label, before === undefined ? 'not said' : of(before), of(after))
  const opening = balance.before === undefined ? 'not said' : money(balance.before)
  const raised = toppedUp.before === undefined ? 'not said' : chance(toppedUp.before)
  const risk = after.draw.risk.map(({level}, k) =>
    both(`  VaR, ES at ${(level * 100).toFixed(1)}%`, ({draw}) => {
      const at = draw.risk[k]
      return at === undefined ? '-' : `${figure(at.valueAtRisk)}, ${figure(at.expectedShortfall)}`
    }),
  )
  const missing = after.draw.risk.flatMap(({level, valueAtRisk}) =>
    valueAtRisk.value === null ? [`no figure at ${(level * 100).toFixed(1)}%: ${valueAtRisk.because}`] : [],
  )
  return [
    ...(fund === INSURANCE_FUND ? [] : told(`the fund, in what follows: ${fund}`)),
    style.faint(row('', 'before', 'after')),
    row('fund at the start', opening, money(balance.after)),
    both(`P(exhausted in ${horizonDays} days)`, ({exhaustion}) => seen(exhaustion)),
    ...(difference ? [row('  change, on the same paths', '', withError(difference))] : []),
    both('asked of the fund, mean', ({draw}) => `${money(draw.mean)} ±${money(draw.standardError)}`),
    ...risk,
    both('days to exhaustion, median', ({timeToExhaustion}) => days(timeToExhaustion.median)),
    both('days until it is full again', ({recovery}) => days(recovery.median)),
    row('margin had to be added to', raised, chance(toppedUp.after)),
    ...missing.slice(0, 1).flatMap(told),
    ...(after.draw.because === undefined ? [] : told(`mean and ES are of these paths only: ${after.draw.because}`)),
  ]
}

const models = ({models: rows}: FundStudy): string =>
  rows.map(({after, name}) => `${name} ${chance(after.value)} (at most ${chance(after.atMost)})`).join(', ')

function tilted({importance}: FundReport): string[] {
  if (importance === undefined) return []
  const of = (found: Proportion): string =>
    `${found.hits === 0 ? '' : `${withError(found)}, `}at most ${chance(found.atMost)} (${found.hits} of ${found.paths.toLocaleString('en-US')} paths)`
  const before = importance.before === undefined ? '' : `before ${of(importance.before)}; `
  return told(`exhausted, by importance sampling: ${before}after ${of(importance.after)}`)
}

function uncertainty(report: FundReport): string[] {
  const {cover, errors, replay, size} = report
  const {bound, history, monteCarlo} = errors
  const range =
    size.value.value === null
      ? size.value.because
      : size.value.value === 0
        ? 'none: what flows in is enough'
        : `${money(size.value.value)} (95%: ${figure(size.low)} to ${size.high.value === null ? size.high.because : money(size.high.value)})`
  const replayed =
    'because' in replay
      ? replay.because
      : `exhausted after ${chance(replay.after)} of ${replay.starts.toLocaleString('en-US')} starts, of which ${replay.independent} share no day` +
        (replay.worstDays.length > 0
          ? `; worst ${replay.worstDays
              .slice(0, 3)
              .map(({date}) => date)
              .join(', ')}`
          : '')
  return [
    ...tilted(report),
    ...told(
      `errors of ${chance((report.importance ?? {after: report.after.exhaustion}).after.value)}: paths ±${(monteCarlo * 100).toFixed(3)}%; one history ±${(history.deviation * 100).toFixed(3)}% ` +
        `(${history.replicates} bootstrapped histories, mean ${chance(history.mean)}); laws: ${models(report)}`,
    ),
    ...told(`upper bound: ${chance(bound.value)} a year (${bound.from})`),
    ...told(`fund for ${chance(size.perYear)} a year (${size.targetFrom}): ${range}`),
    ...told(`history replayed: ${replayed}`),
    ...told(
      `Cover-1 ${money(cover.one)}, Cover-2 ${money(cover.two)} on the furthest days of history, closed out at their worst price; the fund has ${money(cover.fund)}`,
    ),
  ]
}

function fan({fan: {balance, days: dates}}: FundReport): string[] {
  const last = dates.at(-1) ?? 0
  return [
    style.faint('balance of the fund after the change: median, half and nine tenths of the paths'),
    ...fanChart({bands: balance, from: `day ${dates[0] ?? 0}`, to: `day ${last}`}, WIDTH, money),
  ]
}
