import {invertMonotone} from '../numerics/special/invert.js'
import {binomialCdf, binomialSf} from '../numerics/special/binomial.js'
import {normalQuantile, normalSf} from '../numerics/special/normal.js'
import {stream} from '../numerics/random/stream.js'
import {quantileOfSorted} from '../numerics/quantile.js'
import {automaticLags, longRunVariance} from './lrv.js'
import {stationaryCount} from './resample.js'
import type {Hits} from './var/hits.js'
import {absent, computed, type Explanation, type TestResult} from './var/result.js'

export const HAC: Explanation = {
  id: 'hac',
  title: 'Hit rate with a HAC bound',
  aliases: ['newey-west', 'hac-bound'],
  asks: 'Are there too many hits, when windows of h bars overlap and hits come in runs?',
  formula:
    'z = (x/T - p)/sqrt(LRV/T), Bartlett LRV of the hits with L >= 2(h-1) lags; upper bound x/T + 1.645 sqrt(LRV/T)',
  source: 'Newey & West, Econometrica 55 (1987) 703-708; Hansen & Hodrick (1980) for the overlap of order h - 1',
  size: 'Windows of 5 bars: 0.5% and 1.6% at T = 250 and 1000 for p = 1%, 3.0% and 3.3% for 5%: careful. No answer without a hit (24% of samples at T = 250, 1%).',
  sign: 'One-sided: positive z is too many hits. `coverageAtLeast` is one minus the upper 95% bound.',
  avoid: 'With few runs of hits: the normal law needs a dozen. With no hit it does not exist.',
}

export const BLOCK_BOOTSTRAP: Explanation = {
  id: 'block-bootstrap',
  title: 'Hit rate with a block-bootstrap bound',
  aliases: ['stationary-bootstrap', 'politis-romano'],
  asks: 'The same, with the dependence of the hits kept by resampling blocks.',
  formula:
    'stationary bootstrap of the hits, mean block max(2h, T^(1/3)); basic upper bound 2 x/T - q_5%; p-value share of draws with rate* - x/T >= x/T - p',
  source:
    'Politis & Romano, The stationary bootstrap, JASA 89 (1994) 1303-1313; basic bound: Davison & Hinkley (1997), section 5.2',
  size: 'Windows of 5 bars: 0.4% and 1.1% at T = 250 and 1000 for p = 1%, 2.6% and 2.8% for 5%: careful, as hac.',
  sign: 'One-sided: small p-value is too many hits.',
  avoid: 'With few runs of hits; with no hit it does not exist.',
}

export const PHASES: Explanation = {
  id: 'phases',
  title: 'Non-overlapping phases, combined',
  aliases: ['offsets', 'non-overlapping'],
  asks: 'Are there too many hits, judged on the h series of non-overlapping windows?',
  formula:
    'exact binomial P(X >= x_k) on each of the h offsets; p = min(1, 2 x their mean), valid under any dependence between them; `bonferroni` = h x the smallest',
  source:
    'Rueschendorf, Advances in Applied Probability 14 (1982) 623-632; Vovk & Wang, Combining p-values via averaging, Biometrika 107 (2020) 791-808',
  size: 'Windows of 5 bars: at most 0.1% in every case. Twice the mean is valid under any dependence, and costs power.',
  sign: 'One-sided: small is too many hits. `coverageAtLeast` inverts the same rule at 95%; it exists without a hit.',
  avoid:
    'Where windows an h apart still depend on each other beyond what the forecast foresees: the phases are taken as independent inside.',
}

const SIZE = 0.05

function indicator({periods, days}: Hits): Float64Array {
  const series = new Float64Array(periods)
  for (const day of days) series[day - 1] = 1
  return series
}

const noVariance = (hits: Hits) =>
  `${hits.days.length} hits in ${hits.periods} windows: the hit rate has no standard error to estimate; see phases`

/** One-sided bound and test of the hit rate of overlapping windows by a Newey-West error. */
export function hacBound(hits: Hits, horizonBars: number): TestResult {
  const {periods, p, days} = hits
  if (days.length === 0 || days.length === periods) return absent(HAC, noVariance(hits))
  const lags = Math.min(periods - 1, automaticLags(periods, 2 * (horizonBars - 1)))
  const rate = days.length / periods
  const error = Math.sqrt(longRunVariance(indicator(hits), lags) / periods)
  const statistic = (rate - p) / error
  return computed(HAC, {
    statistic,
    pValue: normalSf(statistic),
    details: {rate, standardError: error, lags, coverageAtLeast: Math.max(0, 1 - rate + normalQuantile(SIZE) * error)},
  })
}

export interface BlockOptions {
  readonly draws: number
  readonly seed: number
  readonly blockLength?: number
}

/** One-sided bound and test of the hit rate by the stationary bootstrap of its runs. */
export function blockBootstrapBound(hits: Hits, horizonBars: number, options: BlockOptions): TestResult {
  const {periods, p, days} = hits
  if (days.length === 0 || days.length === periods) return absent(BLOCK_BOOTSTRAP, noVariance(hits))
  const {draws, seed} = options
  const blockLength = Math.min(
    periods,
    options.blockLength ?? Math.max(2 * horizonBars, Math.round(periods ** (1 / 3))),
  )
  const counts = new Int32Array(periods + 1)
  for (const day of days) counts[day] = 1
  for (let t = 1; t <= periods; t++) counts[t] = (counts[t] as number) + (counts[t - 1] as number)
  const random = stream(seed)
  const rate = days.length / periods
  const rates = Float64Array.from({length: draws}, () => stationaryCount(random, counts, blockLength) / periods).sort()
  const beyond = rates.filter((drawn) => drawn - rate >= rate - p).length
  return computed(BLOCK_BOOTSTRAP, {
    statistic: rate,
    pValue: (1 + beyond) / (1 + draws),
    details: {
      coverageAtLeast: Math.max(0, 1 - (2 * rate - quantileOfSorted(rates, SIZE, 7))),
      blockLength,
      draws,
      seed,
    },
  })
}

/** Hits and windows of each of the h offsets. */
function phasesOf({periods, days}: Hits, horizonBars: number): {hits: number; windows: number}[] {
  const phases = Math.min(horizonBars, periods)
  const counts = new Int32Array(phases)
  for (const day of days) {
    const phase = (day - 1) % phases
    counts[phase] = (counts[phase] as number) + 1
  }
  return Array.from(counts, (hits, phase) => ({hits, windows: Math.ceil((periods - phase) / phases)}))
}

/** Exact tests on the non-overlapping phases, combined by twice the mean. */
export function phasesTest(hits: Hits, horizonBars: number): TestResult {
  const {periods, p, days} = hits
  const phases = phasesOf(hits, horizonBars)
  const pValues = phases.map(({hits: x, windows}) => binomialSf(x - 1, windows, p))
  const mean = pValues.reduce((a, b) => a + b, 0) / phases.length
  const combined = phases.length === 1 ? mean : Math.min(1, 2 * mean)
  return computed(PHASES, {
    statistic: days.length / periods,
    pValue: combined,
    details: {
      phases: phases.length,
      mostHits: Math.max(...phases.map(({hits: x}) => x)),
      fewestWindows: Math.min(...phases.map(({windows}) => windows)),
      bonferroni: Math.min(1, phases.length * Math.min(...pValues)),
      coverageAtLeast: 1 - largestRate(phases),
    },
  })
}

/** The rate q at which the combined test of "the rate is q or more" just rejects: an upper 95% bound of the hit rate. */
function largestRate(phases: readonly {hits: number; windows: number}[]): number {
  const factor = phases.length === 1 ? 1 : 2
  const combined = (q: number) =>
    (factor * phases.reduce((sum, {hits, windows}) => sum + binomialCdf(hits, windows, q), 0)) / phases.length
  if (phases.every(({hits, windows}) => hits >= windows)) return 1
  const rate = (s: number) => 1 / (1 + Math.exp(-s))
  if (combined(rate(30)) > SIZE) return 1
  const start = Math.max(...phases.map(({hits, windows}) => (hits + 3) / (windows + 6)))
  const value = (s: number) => Math.log(combined(rate(s)))
  const root = invertMonotone({
    value,
    slope: (s) => (value(s + 1e-4) - value(s - 1e-4)) / 2e-4,
    target: Math.log(SIZE),
    start: Math.log(start / (1 - start)),
    step: 0.5,
  })
  return rate(root)
}
