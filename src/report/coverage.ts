import chalk from 'chalk'
import Table from 'cli-table3'

import type {Battery} from '../backtest/battery.js'
import type {ComputedTest, Explanation, TestResult} from '../backtest/var/result.js'

const percent = (share: number) => `${(100 * share).toFixed(2)}%`

/** A p-value as people read it: four digits, or its power of ten. */
export function formatP(p: number): string {
  return p === 0 || p >= 1e-4 ? p.toFixed(4) : p.toExponential(1)
}

function colour(p: number | undefined, text: string): string {
  if (p === undefined || p >= 0.05) return text
  return p < 0.01 ? chalk.red(text) : chalk.yellow(text)
}

function remark({details, note}: ComputedTest): string {
  const said = ['zone', 'direction', 'coverageAtLeast', 'law', 'log10Max'].flatMap((key) => {
    const value = details[key]
    if (value === undefined) return []
    if (key === 'coverageAtLeast') return [`coverage at least ${percent(value as number)} (95% confidence)`]
    if (key === 'log10Max') return [`largest wealth ${(10 ** Math.min(300, value as number)).toPrecision(3)}`]
    return [String(value)]
  })
  return [...said, ...(note === undefined ? [] : [note])].join('; ')
}

function row(test: TestResult): string[] {
  if (test.reason !== undefined) return [test.id, test.title, '', '', '', `not computed: ${test.reason}`]
  const {id, title, statistic, pValue, df} = test
  return [
    id,
    title,
    statistic.toPrecision(5),
    df === undefined ? '' : String(df),
    pValue === undefined ? '' : colour(pValue, formatP(pValue)),
    remark(test),
  ]
}

/** The battery as a table, with the sample above and how to read it below. */
export function renderBattery(file: string, battery: Battery): string {
  const {level, periods, hits, expectedHits, horizonBars, tests} = battery
  const table = new Table({
    head: ['test', 'title', 'statistic', 'df', 'p-value', 'remark'],
    colWidths: [null, 34, null, null, null, 62],
    wordWrap: true,
    style: {head: [], border: []},
  })
  table.push(...tests.map(row))
  const overlap = horizonBars > 1 ? ` Windows of ${horizonBars} observations overlap.` : ''
  const computed = tests.filter(({reason}) => reason === undefined).length
  return [
    `${file}: ${periods} forecasts at ${percent(level)}; ${hits} hits (${percent(hits / periods)}), ${Number(expectedHits.toPrecision(6))} expected.${overlap}`,
    table.toString(),
    `A small p-value counts against the forecast. ${computed} tests look at one sample: a correct forecast fails one of them at 5% now and then.`,
    'What a test asks and when not to use it: --explain TEST.',
  ].join('\n')
}

/** The explanation of one test. */
export function renderExplanation({id, title, aliases, asks, formula, source, sign, avoid}: Explanation): string {
  return [
    `${chalk.bold(title)} (${[id, ...aliases].join(', ')})`,
    '',
    `Asks        ${asks}`,
    `Formula     ${formula}`,
    `Reading     ${sign}`,
    `Not for     ${avoid}`,
    `Source      ${source}`,
  ].join('\n')
}
