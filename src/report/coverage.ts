import type {Battery} from '../backtest/battery.js'
import type {ComputedTest, Explanation, TestResult} from '../backtest/var/result.js'
import {style} from './style.js'
import {columns, definitions, wrap} from './text.js'

const WIDTH = 80
const DOUBT = 0.05
const EVIDENCE = 0.01

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`
const formatP = (p: number): string => (p >= 1e-4 ? p.toFixed(4) : p.toExponential(1))

/** The one detail of a test that its line has room for. */
function remark({id, details, note}: ComputedTest): string {
  const {zone, direction, coverageAtLeast, log10Max} = details
  if (typeof zone === 'string') return zone
  if (typeof direction === 'string') return direction
  if (typeof coverageAtLeast === 'number') return `at least ${percent(coverageAtLeast)}`
  if (typeof log10Max === 'number') return `largest wealth ${(10 ** Math.min(300, log10Max)).toPrecision(3)}`
  return note !== undefined && id === 'dq' ? 'columns dropped' : ''
}

function testRow(test: ComputedTest): string[] {
  const {id, statistic, df, pValue} = test
  return [
    id,
    statistic.toPrecision(5),
    df === undefined ? '' : String(df),
    pValue === undefined ? '' : formatP(pValue),
    remark(test),
  ]
}

function paint(line: string, pValue: number | undefined): string {
  if (pValue === undefined || pValue >= DOUBT) return line
  return pValue < EVIDENCE ? style.bad(line) : style.warn(line)
}

const hasAnswer = (test: TestResult): test is ComputedTest => test.reason === undefined

/** The battery as one screen of at most 80 columns: the sample, a line a test, notes, and what was not computed and why. */
export function batteryLines(file: string, battery: Battery): string[] {
  const {level, periods, hits, expectedHits, horizonBars, tests} = battery
  const sample =
    `${file}: ${periods} forecasts at ${percent(level)}; ${hits} hits (${percent(hits / periods)}), ` +
    `${Number(expectedHits.toPrecision(6))} expected.`
  const overlap = horizonBars > 1 ? [`Windows of ${horizonBars} observations overlap.`] : []
  const computed = tests.filter(hasAnswer)
  const [head = '', ...lines] = columns(['test', 'statistic', 'df', 'p-value', ''], computed.map(testRow), [1, 2, 3])
  const notes = computed.flatMap(({id, note}): [string, string][] => (note === undefined ? [] : [[id, note]]))
  const reasons = new Map<string, string[]>()
  for (const {id, reason} of tests) if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), id])
  return [
    ...wrap([sample, ...overlap].join(' '), WIDTH),
    '',
    style.strong(head),
    ...lines.map((line, index) => paint(line, computed[index]?.pValue)),
    ...(notes.length > 0 ? ['', ...definitions(notes, WIDTH)] : []),
    ...(reasons.size > 0 ? ['', style.strong('not computed')] : []),
    ...[...reasons].flatMap(([reason, ids]) => wrap(`${ids.join(', ')}: ${reason}`, WIDTH)),
    '',
    ...wrap(
      `A small p-value counts against the forecast. ${computed.length} tests look at one sample: a correct forecast fails one of them at 5% now and then. --explain TEST says what a test asks and when not to use it.`,
      WIDTH,
    ),
  ]
}

/** What a test asks, how, and when not to use it. */
export function explanationLines({
  id,
  title,
  aliases,
  asks,
  formula,
  source,
  sign,
  size,
  avoid,
}: Explanation): string[] {
  return [
    style.strong(title),
    '',
    ...definitions(
      [
        ['names', [id, ...aliases].join(', ')],
        ['asks', asks],
        ['formula', formula],
        ['reading', sign],
        ...(size === undefined ? [] : [['size', size] as const]),
        ['not for', avoid],
        ['source', source],
      ],
      WIDTH,
    ),
  ]
}
