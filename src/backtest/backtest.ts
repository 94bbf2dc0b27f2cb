import {PlimsollError} from '../errors.js'
import type {Series} from '../market/series.js'
import {barsFor, slice} from '../market/slice.js'
import type {BacktestRequest} from '../proposal/model.js'
import type {RiskValue} from '../protocols/model.js'
import {parseDuration} from '../units/duration.js'
import {parseRatio} from '../units/ratio.js'
import {compare, ONE, toNumber, ZERO} from '../units/rational.js'
import {judgeBadDebt} from './book/study/criterion.js'
import type {BookStudy} from './book/study/model.js'
import {bookStudy, type BookInput, type RolledStarts} from './book/study/study.js'
import {dayOfText} from './book/study/window.js'
import {barDate, coverageOf, type CoverageResult, type Sample} from './coverage/coverage.js'
import {parseCriterion} from './coverage/criterion.js'
import {exposuresOf, type Exposure} from './coverage/exposures.js'
import {refuseGaps} from './coverage/gaps.js'

const DAY_MS = 86_400_000

/** The sample that figures rest on. */
export interface SampleInfo {
  readonly series: string
  readonly source: string
  /** sha256 of the bars that were used. */
  readonly digest: string
  readonly bars: number
  readonly barSeconds: number
  readonly from: string
  readonly to: string
}

export interface CoverageComparison {
  readonly subject: string
  readonly measure: string
  readonly formula: string
  readonly sample: SampleInfo
  readonly horizonBars: number
  /** A side each: long first. `before` is missing when the file does not say the value before. */
  readonly sides: readonly {readonly before?: CoverageResult; readonly after: CoverageResult}[]
}

export interface CriterionResult {
  readonly name: string
  readonly text: string
  readonly status: 'met' | 'missed' | 'not judged'
  /** The figure that was read, where there is one. */
  readonly figure?: number
  readonly detail: string
}

export interface BacktestResult {
  readonly confidence: number
  readonly horizonSeconds: number
  readonly coverage: readonly CoverageComparison[]
  /** Where the proposal has a `book:` or a file of positions was given. */
  readonly book?: BookStudy
  readonly criteria: readonly CriterionResult[]
  /** What could not be answered, and why. */
  readonly reasons: readonly string[]
  /** What fails whatever prices do: a margin below zero. */
  readonly failures: readonly string[]
}

/** Which series each subject with a margin is measured on; a single name serves when there is one subject. */
export function seriesNames(request: BacktestRequest, values: readonly RiskValue[]): ReadonlyMap<string, string> {
  const {exposures} = exposuresOf(values)
  // A book can be replayed where no margin is left to cover anything.
  const subjects = [...new Set((exposures.length > 0 ? exposures : values).map(({subject}) => subject))]
  const {prices} = request
  if (typeof prices !== 'string') {
    // A book may owe, or be margined in, assets that do not change.
    return new Map(Object.entries(prices))
  }
  return subjects.length === 1 && subjects[0] !== undefined ? new Map([[subjects[0], prices]]) : new Map()
}

function sampleOf(series: Series, request: BacktestRequest, confidence: number): Sample {
  const from = request.from === undefined ? undefined : dayOfText(request.from, 'from') * 1000
  const to = request.to === undefined ? undefined : dayOfText(request.to, 'to') * 1000 + DAY_MS
  const part = slice(series, from, to)
  refuseGaps(part)
  const horizonBars = barsFor(parseDuration(request.horizon), series)
  return {series: part, first: 0, last: part.time.length - 1, horizonBars, confidence}
}

function infoOf({series, last}: Sample): SampleInfo {
  const {id, source, digest, barSeconds} = series
  return {series: id, source, digest, bars: last + 1, barSeconds, from: barDate(series, 0), to: barDate(series, last)}
}

function compareExposure(exposure: Exposure, sample: Sample): CoverageComparison {
  const {subject, measure, formula, sides, before, after} = exposure
  return {
    subject,
    measure,
    formula,
    sample: infoOf(sample),
    horizonBars: sample.horizonBars,
    sides: sides.map((side) => ({
      ...(before ? {before: coverageOf(side, toNumber(before), sample)} : {}),
      after: coverageOf(side, toNumber(after), sample),
    })),
  }
}

const percent = (value: number): string => `${(value * 100).toFixed(2)}%`

function judgeCoverage(text: string, comparisons: readonly CoverageComparison[], complete: boolean): CriterionResult {
  const criterion = parseCriterion(text)
  const bounds = comparisons.flatMap(({subject, sides}) =>
    sides.map(({after}) => ({what: `${subject} ${after.side}`, bound: after.bound.value, coverage: after.coverage})),
  )
  const [worst] = bounds.sort((a, b) => a.bound - b.bound)
  const name = 'coverage'
  if (!worst) return {name, text: criterion.text, status: 'not judged', detail: 'no margin was backtested'}
  const detail = `${worst.what}: ${percent(worst.coverage)}, at least ${percent(worst.bound)} with 95% confidence`
  const met = criterion.holds(worst.bound)
  const status = met ? (complete ? 'met' : 'not judged') : 'missed'
  return {name, text: criterion.text, status, figure: worst.bound, detail}
}

function judge(
  request: BacktestRequest,
  comparisons: readonly CoverageComparison[],
  complete: boolean,
  book: BookStudy | undefined,
  judgeFund: (text: string) => CriterionResult,
): CriterionResult[] {
  return Object.entries(request.accept ?? {}).map(([name, text]) => {
    if (name === 'coverage') return judgeCoverage(text, comparisons, complete)
    return name === 'badDebt' ? judgeBadDebt(text, book) : judgeFund(text)
  })
}

const fundNotStudied = (text: string): CriterionResult => ({
  ...{name: 'fundExhaustion', text, status: 'not judged'},
  detail: 'the fund was not studied: see `plimsoll fund`',
})

/** The coverage of each exposure that has a series, or why the sample cannot carry it. */
function coverages(
  exposures: readonly Exposure[],
  request: BacktestRequest,
  series: ReadonlyMap<string, Series>,
  confidence: number,
  book: BookStudy | undefined,
): {coverage: CoverageComparison[]; refused: string[]} {
  const priced = exposures.flatMap((exposure) => {
    const own = series.get(exposure.subject)
    return own ? [{exposure, own}] : []
  })
  try {
    const coverage = priced.map(({exposure, own}) => compareExposure(exposure, sampleOf(own, request, confidence)))
    return {coverage, refused: []}
  } catch (error) {
    // Days enough to replay a book may be too few for close-out windows; without a book nothing is left to say.
    if (book === undefined || !(error instanceof PlimsollError)) throw error
    return {coverage: [], refused: [`no coverage: ${error.message}`]}
  }
}

/**
 * The backtest of a proposal: close-out losses on history against the margins before and after, and, where there is a
 * book of positions, what happens to it.
 * @param series the loaded series by subject, as `seriesNames` asked for them
 * @param positions a book that was read; without one the proposal's `book:` must be synthetic
 * @param rolled the starts of a rolling book, where workers replayed them
 * @param judgeFund answers `accept.fundExhaustion`: the study of the fund stands above this one
 * @throws BACKTEST_*, DATA_*, BOOK_* when the sample cannot carry the question (gaps, too short, a horizon finer than the bars)
 */
export function backtest(
  request: BacktestRequest,
  values: readonly RiskValue[],
  series: ReadonlyMap<string, Series>,
  positions?: BookInput['positions'],
  rolled?: RolledStarts,
  judgeFund: (text: string) => CriterionResult = fundNotStudied,
): BacktestResult {
  const confidence = parseRatio(request.confidence)
  if (compare(confidence, ZERO) <= 0 || compare(confidence, ONE) >= 0) {
    throw new PlimsollError(
      'BACKTEST_CONFIDENCE',
      `A confidence lies between 0% and 100%, not at ${request.confidence}.`,
    )
  }
  const wanted = positions !== undefined || request.book !== undefined
  const book = wanted ? bookStudy({request, series, values, ...(positions && {positions})}, rolled) : undefined
  const {exposures, reasons, failures} = exposuresOf(values)
  const {coverage, refused} = coverages(exposures, request, series, toNumber(confidence), book)
  const unpriced = exposures
    .filter(({subject}) => !series.has(subject))
    .map(({subject}) => `no price series is named for ${subject}: write \`prices: {${subject}: SERIES}\``)
  const nothing =
    exposures.length + reasons.length + failures.length === 0
      ? ['no changed parameter is a margin, so there is no coverage to measure']
      : []
  const all = [...reasons, ...unpriced, ...nothing, ...refused]
  return {
    confidence: toNumber(confidence),
    horizonSeconds: parseDuration(request.horizon),
    coverage,
    ...(book && {book}),
    criteria: judge(request, coverage, all.length === 0, book, judgeFund),
    reasons: all,
    failures,
  }
}
