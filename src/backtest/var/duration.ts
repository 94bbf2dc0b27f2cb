import {chiSquareSf} from '../../numerics/special/gamma.js'
import type {Hits} from './hits.js'
import {absent, computed, type Explanation, type TestResult} from './result.js'

export const DURATION: Explanation = {
  id: 'duration',
  title: 'Christoffersen-Pelletier Weibull duration',
  aliases: ['weibull', 'christoffersen-pelletier', 'vardur'],
  asks: 'Do the times between hits lack memory, or does a hit make the next one come sooner?',
  formula:
    'hazard a^b b d^(b-1) of the times d between hits, the first and the last censored; a = ((N-C1-CN)/sum d^b)^(1/b) profiled out; LR of b = 1; chi-square with 1 df',
  source:
    'Christoffersen & Pelletier, Backtesting value-at-risk: a duration-based approach, J. of Financial Econometrics 2 (2004) 84-108',
  size: 'Too often: 6.8% and 7.3% at T = 250 and 1000 for p = 1%, 8.3% and 9.8% for 5%: times are whole days, the Weibull law is not. At T = 250, 1%, 35% of the samples have no answer, and 6.8% is of all of them.',
  sign: 'Two-sided: b below 1 means clustering, above 1 hits at too regular a distance. It says nothing about their number.',
  avoid: 'Overlapping windows; and with fewer than about ten hits the chi-square is rough.',
}

/** Durations between hits; the spells before the first hit and after the last are censored. */
export interface Spells {
  readonly durations: Float64Array
  readonly firstCensored: boolean
  readonly lastCensored: boolean
}

export function spellsOf({days, periods}: Hits): Spells {
  const x = days.length
  if (x === 0) return {durations: Float64Array.of(periods), firstCensored: true, lastCensored: true}
  const first = days[0] as number
  const last = days[x - 1] as number
  const durations: number[] = first > 1 ? [first] : []
  for (let index = 1; index < x; index++) durations.push((days[index] as number) - (days[index - 1] as number))
  if (last < periods) durations.push(periods - last)
  return {durations: Float64Array.from(durations), firstCensored: first > 1, lastCensored: last < periods}
}

/** LR of memoryless durations in the Weibull family. */
export function duration(hits: Hits): TestResult {
  const spells = spellsOf(hits)
  const {durations, firstCensored, lastCensored} = spells
  const from = firstCensored ? 1 : 0
  const to = durations.length - (lastCensored ? 1 : 0)
  const complete = to - from
  if (hits.days.length < 2 || complete < 1) {
    return absent(DURATION, `no complete time between two hits (${hits.days.length} hits in ${hits.periods} periods)`)
  }
  const logs = durations.map(Math.log)
  const longest = logs.reduce((a, b) => Math.max(a, b))
  const completeLogs = logs.subarray(from, to).reduce((a, b) => a + b, 0)
  if (complete * longest - completeLogs <= 1e-12 * complete) {
    return absent(
      DURATION,
      'every time between hits is the same, and none that is still open is longer: the likelihood rises without end in b',
    )
  }
  const profile = new Profile(logs, longest, complete, completeLogs)
  const b = profile.maximise()
  const logLikelihood = profile.value(b)
  const exponential = profile.value(1)
  const statistic = Math.max(0, 2 * (logLikelihood - exponential))
  return computed(DURATION, {
    statistic,
    pValue: chiSquareSf(statistic, 1),
    df: 1,
    details: {
      b,
      a: profile.scale(b),
      logLikelihood,
      logLikelihoodExponential: exponential,
      complete,
      censored: durations.length - complete,
      direction: b < 1 ? 'clustering' : 'regular',
    },
  })
}

/** Weibull log-likelihood with the scale profiled out: concave in b. */
class Profile {
  private readonly logs: Float64Array
  private readonly longest: number
  private readonly complete: number
  private readonly completeLogs: number

  constructor(logs: Float64Array, longest: number, complete: number, completeLogs: number) {
    this.logs = logs
    this.longest = longest
    this.complete = complete
    this.completeLogs = completeLogs
  }

  /** Sum of d^b, of d^b ln d and of d^b (ln d)^2, over the longest d to the b. */
  private sums(b: number): [number, number, number] {
    let s0 = 0
    let s1 = 0
    let s2 = 0
    for (const log of this.logs) {
      const distance = log - this.longest
      const weight = Math.exp(b * distance)
      s0 += weight
      s1 += weight * distance
      s2 += weight * distance * distance
    }
    return [s0, s1, s2]
  }

  value(b: number): number {
    const n = this.complete
    const logSum = Math.log(this.sums(b)[0]) + b * this.longest
    return n * (Math.log(n) - logSum) + n * Math.log(b) + (b - 1) * this.completeLogs - n
  }

  scale(b: number): number {
    return Math.exp((Math.log(this.complete) - Math.log(this.sums(b)[0]) - b * this.longest) / b)
  }

  /** Newton on the score, which falls in b; a step that leaves b > 0 halves b instead. */
  maximise(): number {
    const n = this.complete
    const excess = this.completeLogs - n * this.longest
    let b = 1
    for (let turn = 0; turn < 200; turn++) {
      const [s0, s1, s2] = this.sums(b)
      const mean = s1 / s0
      const score = n / b + excess - n * mean
      const curvature = n / (b * b) + n * (s2 / s0 - mean * mean)
      const step = score / curvature
      const next = b + step > b / 4 ? Math.min(b + step, 4 * b) : b / 4
      // Newton converges quadratically: the step after one this small would be below rounding.
      if (Math.abs(next - b) <= 1e-9 * b) return next
      b = next
    }
    return b
  }
}
