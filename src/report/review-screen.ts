import type {CoverageComparison} from '../backtest/backtest.js'
import type {CoverageResult} from '../backtest/coverage/coverage.js'
import type {TestResult} from '../backtest/var/result.js'
import {formatDuration} from '../units/duration.js'
import {bookLines} from './book-text.js'
import type {ReviewResult, ReviewStep} from './review.js'
import {style} from './style.js'
import {wrap} from './text.js'
import {visible} from './visible.js'

const LABEL = 10
const WIDTH = 80

const percent = (value: number): string => `${(value * 100).toFixed(2)}%`
const pValue = (p: number): string => (p < 0.0001 ? 'p < 0.0001' : `p = ${p.toFixed(4)}`)

function badge(status: ReviewStep['status']): string {
  if (status === 'pass') return style.good('pass')
  return status === 'fail' ? style.bad('FAIL') : style.warn('not run')
}

function stepLines({step, status, required, summary}: ReviewStep): string[] {
  const note = status === 'not run' && required ? ' (required)' : ''
  const [first = '', ...rest] = wrap(visible(`${summary}${note}`), WIDTH - LABEL - 8)
  return [
    `${style.strong(step.padEnd(LABEL))}${badge(status)}${' '.repeat(Math.max(1, 8 - status.length))}${first}`,
    ...rest.map((line) => ' '.repeat(LABEL + 8) + line),
  ]
}

const row = (label: string, before: string, after: string): string =>
  `${' '.repeat(LABEL)}${label.padEnd(30)}${before.padStart(14)}${after.padStart(14)}`

function testRow(before: CoverageResult | undefined, after: CoverageResult, id: string, label: string): string {
  const show = (result: CoverageResult | undefined): string => {
    const found = result?.tests.find((test) => test.id === id)
    return found ? (found.reason === undefined ? shown(found) : 'none') : ''
  }
  return row(label, show(before), show(after))
}

function shown(test: TestResult & {reason?: undefined}): string {
  if (test.id === 'traffic-light') return `${String(test.details['zone'])} (${String(test.details['hits'])})`
  return test.pValue === undefined ? test.statistic.toFixed(3) : pValue(test.pValue)
}

function worstLines({worst, breachDays}: CoverageResult): string[] {
  const listed = worst.slice(0, 3).map(({date, loss}) => `${date} ${percent(loss)}`)
  const dates = breachDays.length === 1 ? '1 date' : `${breachDays.length} dates`
  const text = `worst losses: ${listed.join(', ')}; breaches after the change on ${dates} (--json lists them)`
  return wrap(text, WIDTH - LABEL).map((line) => ' '.repeat(LABEL) + line)
}

function sideLines(
  measure: string,
  confidence: number,
  before: CoverageResult | undefined,
  after: CoverageResult,
): string[] {
  const from = (show: (result: CoverageResult) => string): string => (before ? show(before) : 'not said')
  const both = (label: string, show: (result: CoverageResult) => string): string => row(label, from(show), show(after))
  const head = `${after.side}: ${after.windows.toLocaleString('en-US')} windows`
  return [
    style.faint(row(head, 'before', 'after')),
    both(measure, ({margin}) => percent(margin)),
    both('breaches', ({breaches}) => String(breaches)),
    both('coverage', ({coverage}) => percent(coverage)),
    both('  at least, with 95% confidence', ({bound}) => percent(bound.value)),
    testRow(before, after, 'pof', `Kupiec at ${percent(confidence)}`),
    testRow(before, after, 'independence', 'Christoffersen independence'),
    testRow(before, after, 'traffic-light', 'traffic light, last 365 d'),
    ...worstLines(after),
  ]
}

/** The coverage of one subject, before and after. */
export function coverageLines(
  {subject, measure, formula, sample, sides}: CoverageComparison,
  confidence: number,
  horizon: number,
): string[] {
  const {series, from, to, barSeconds, digest} = sample
  const bars = barSeconds % 86_400 === 0 ? 'daily bars' : `bars of ${formatDuration(barSeconds)}`
  const about = `${subject} ${measure} (${formula}) on ${series}, ${bars}, ${from} to ${to}, close-out ${formatDuration(horizon)}; data ${digest.slice(0, 12)}`
  return [
    ...wrap(visible(about), WIDTH - LABEL).map((line) => ' '.repeat(LABEL) + style.faint(line)),
    ...sides.flatMap(({before, after}) => sideLines(measure, confidence, before, after)),
  ]
}

/** The review as one screen of at most 80 columns. */
export function reviewScreen(result: ReviewResult): string {
  const {title, file, digest, steps, backtest, encoded, verification, findings, verdict} = result
  const indent = (line: string): string => ' '.repeat(LABEL) + line
  const under: Partial<Record<ReviewStep['step'], string[]>> = {
    check: findings.map(({line, column, severity, message, rule}) =>
      indent(`${line}:${column} ${severity} ${visible(message)} (${rule})`),
    ),
    backtest: [
      ...(backtest?.coverage.flatMap((each) => coverageLines(each, backtest.confidence, backtest.horizonSeconds)) ??
        []),
      ...(backtest?.book ? bookLines(backtest.book) : []),
    ],
    encode: [
      ...(encoded?.calls.flatMap((call) => wrap(visible(call.title), WIDTH - LABEL).map(indent)) ?? []),
      ...(encoded?.hashes ? [`  safeTxHash ${encoded.hashes.safeTxHash}`] : []),
    ],
    verify: verification?.statements.flatMap(({text}) => wrap(visible(text), WIDTH - LABEL).map(indent)) ?? [],
  }
  const paint = verdict === 'PASS' ? style.good : verdict === 'FAIL' ? style.bad : style.warn
  return [
    style.strong(visible(title)),
    style.faint(visible(file)),
    style.faint(`sha256 ${digest}`),
    '',
    ...steps.flatMap((step) => [...stepLines(step), ...(under[step.step] ?? [])]),
    '',
    `${style.strong('verdict'.padEnd(LABEL))}${paint(style.strong(verdict))}`,
  ].join('\n')
}
