/** What a test is about: the docstring of its file, and the text of `plimsoll coverage --explain`. */
export interface Explanation {
  /** Stable name in `--json` and on the command line. */
  readonly id: string
  readonly title: string
  /** Other names people know it by, for `--explain`. */
  readonly aliases: readonly string[]
  /** What it tests. */
  readonly asks: string
  readonly formula: string
  readonly source: string
  /** How to read statistic and p-value: which direction is bad, one- or two-sided. */
  readonly sign: string
  /** How often it rejects a correct forecast at 5%, as measured: docs/size-and-power.md (mean of both nulls for tests that see hits alone; standard error 0.5 to 0.7 points). */
  readonly size?: string
  /** When not to use it. */
  readonly avoid: string
}

export type Detail = number | string | boolean | readonly number[] | readonly string[] | undefined

/** A test that has an answer. Figures are finite numbers; what is not defined is left out, never NaN. */
export interface ComputedTest {
  readonly id: string
  readonly title: string
  readonly statistic: number
  /** Small means evidence against the forecast. Left out where no reference law is known without simulation. */
  readonly pValue?: number
  /** Degrees of freedom of the reference law, where it has them. */
  readonly df?: number
  /** What else the test found: counts, estimates, critical values. */
  readonly details: Readonly<Record<string, Detail>>
  /** A limit of this very result that the reader must know. */
  readonly note?: string
  readonly reason?: undefined
}

/** A test that does not exist on these data, and why. */
export interface AbsentTest {
  readonly id: string
  readonly title: string
  readonly statistic?: undefined
  readonly pValue?: undefined
  readonly df?: undefined
  readonly reason: string
}

export type TestResult = AbsentTest | ComputedTest

export interface Figures {
  readonly statistic: number
  readonly pValue?: number
  readonly df?: number
  readonly details?: Readonly<Record<string, Detail>>
  readonly note?: string
}

/** The result of a test that has an answer; an answer that is no number is turned into a reason. */
export function computed({id, title}: Explanation, figures: Figures): TestResult {
  const {statistic, pValue, df, details = {}, note} = figures
  if (!Number.isFinite(statistic) || (pValue !== undefined && !Number.isFinite(pValue))) {
    return {id, title, reason: 'the statistic is not finite on these data'}
  }
  return {
    id,
    title,
    statistic,
    ...(pValue === undefined ? {} : {pValue}),
    ...(df === undefined ? {} : {df}),
    details,
    ...(note === undefined ? {} : {note}),
  }
}

/** The result of a test that does not exist on these data. */
export function absent({id, title}: Explanation, reason: string): TestResult {
  return {id, title, reason}
}
