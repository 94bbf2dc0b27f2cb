import {formatDuration} from '../units/duration.js'
import type {ReverseStress, Scenario, StressOutcome, StressStudy} from '../stress/model.js'
import {moneyText} from './money-text.js'
import {style} from './style.js'
import {columns, definitions, wrap} from './text.js'

const WIDTH = 80
const percent = (value: number): string => `${(value * 100).toFixed(1)}%`

export interface StressReport extends StressStudy {
  readonly title: string
  readonly file: string
  /** sha256 of the proposal file. */
  readonly proposalDigest: string
  readonly version: string
}

/** `no`: a criterion or the fund does not hold in some scenario; `yes` otherwise. */
export function stressVerdict({scenarios}: Pick<StressStudy, 'scenarios'>): 'no' | 'yes' {
  return scenarios.some(({verdict: {criterion, fund}}) => criterion === false || fund === false) ? 'no' : 'yes'
}

/** A stress test on one screen of at most 80 columns. */
export function stressScreen(report: StressReport): string {
  const {assumptions, criterion, exposure, exposureIs, file, fundBalance, kind, positions, proposalDigest, source} =
    report
  const book = `${positions.toLocaleString('en-US')} ${kind === 'lending' ? 'loans' : 'positions'}, ${moneyText(exposure)} of ${exposureIs} (${source})`
  const against = [
    ...(criterion === undefined ? [] : [`bad debt ${criterion}`]),
    ...(fundBalance === undefined ? [] : [`a fund of ${moneyText(fundBalance)}`]),
  ]
  const head = `book: ${book}; owners do nothing (upper bound)${against.length > 0 ? `; against ${against.join(' and ')}` : ''}`
  return [
    style.strong(report.title),
    style.faint(file),
    style.faint(`sha256 ${proposalDigest}`),
    '',
    ...wrap(head, WIDTH),
    '',
    ...table(report),
    ...dailyLine(report),
    ...report.scenarios.flatMap(({name, notes}) => notes.flatMap((note) => wrap(`${name}: ${note}`, WIDTH))).map((line) => style.faint(line)),
    ...notRunLines(report),
    ...(report.reverse.length > 0 ? ['', 'smallest shock that breaks it, after the change'] : []),
    ...definitions(report.reverse.map((found) => [found.name, reverseText(found)]), WIDTH),
    '',
    ...wrap(`assumed: ${assumptions.join('; ')}`, WIDTH).map((line) => style.faint(line)),
  ].join('\n') // prettier-ignore
}

function table({scenarios}: StressStudy): string[] {
  if (scenarios.length === 0) return []
  const [head = '', ...lines] = columns(
    ['scenario', 'prices', 'bars', 'liquidated', 'unpaid before', 'after', ''],
    scenarios.map((outcome) => [
      outcome.name,
      worstMove(outcome),
      formatDuration(outcome.barSeconds),
      moneyText(outcome.after.static.liquidatedNotional),
      outcome.before ? moneyText(outcome.before.static.badDebt) : 'not said',
      moneyText(outcome.after.static.badDebt),
      verdictText(outcome),
    ]),
    [1, 2, 3, 4, 5],
  )
  const paint = ({verdict: {criterion, fund}}: StressOutcome) =>
    criterion === false || fund === false ? style.bad : (text: string) => text
  return [style.faint(head), ...lines.map((line, i) => paint(scenarios[i] as StressOutcome)(line))]
}

function dailyLine({scenarios}: StressStudy): string[] {
  const daily = scenarios.filter(({barSeconds, from}) => from !== undefined && barSeconds > 3600)
  if (daily.length === 0) return []
  return wrap('bars of a day: what happened inside them is bounded by their highs and lows', WIDTH).map((line) =>
    style.faint(line),
  )
}

function notRunLines({notRun}: StressStudy): string[] {
  const byReason = new Map<string, string[]>()
  for (const {name, reason} of notRun) byReason.set(reason, [...(byReason.get(reason) ?? []), name])
  return [...byReason]
    .flatMap(([reason, names]) => wrap(`not run: ${names.join(', ')}: ${reason}`, WIDTH))
    .map((line) => style.warn(line))
}

/** The furthest that any price went from where it began. */
function worstMove({moves}: StressOutcome): string {
  const all = Object.values(moves).flatMap(({high, low}) => [low, high])
  const [most = 0] = all.sort((a, b) => Math.abs(b) - Math.abs(a))
  return `${most > 0 ? '+' : ''}${percent(most)}`
}

function verdictText({verdict: {criterion, fund}}: StressOutcome): string {
  const said = [
    ...(criterion === undefined ? [] : [criterion ? 'met' : 'missed']),
    ...(fund === undefined ? [] : [fund ? 'fund pays' : 'fund empty']),
  ]
  return said.join(', ')
}

const BROKEN: Readonly<Record<ReverseStress['breaks'], string>> = {
  'bad debt': 'leaves anything unpaid',
  criterion: 'misses the criterion',
  fund: 'empties the fund',
}

function reverseText({breaks, found, monotone, shock, tried}: ReverseStress): string {
  const shown = (value: number): string => (shock === 'gap' ? `${value > 0 ? '+' : ''}${(value * 100).toFixed(2)}%` : `${value.toFixed(3)}x`)
  if (found === null) return `nothing up to ${shown(tried)} ${BROKEN[breaks]}`
  const doubt = monotone ? '' : '; bad debt does not only grow with the shock, so a smaller one between the steps tried may do so too'
  return `${shown(found.breaksAt)} ${BROKEN[breaks]} (${moneyText(found.badDebt)} unpaid)${doubt}`
} // prettier-ignore

/** Every scenario that has a name, one a line. */
export function scenarioList(scenarios: readonly Scenario[]): string {
  return definitions(
    scenarios.map(({name, prices, title}) => [
      name,
      'from' in prices && prices.from !== undefined ? `${title} (${prices.from} to ${prices.to ?? ''})` : title,
    ]),
    WIDTH,
  ).join('\n')
}
