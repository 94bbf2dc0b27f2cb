import {type Stream, stream} from '../../numerics/random/stream.js'
import {absent, computed, type Explanation, type TestResult} from '../var/result.js'
import {complete, hitIndices, type ShortfallSample} from './sample.js'

export const MCNEIL_FREY: Explanation = {
  id: 'exceedance-residuals',
  title: 'McNeil-Frey exceedance residuals',
  aliases: ['mcneil-frey', 'er', 'esback-er'],
  asks: 'On the days of hits, is the mean of r - ES (over sigma, where there is one) zero?',
  formula:
    't0 = mean/(sd/sqrt n) of the residuals; p = share of resamples with t* - mean(t*) <= t0 (the recentred t). `centredPValue` resamples residuals less their mean instead',
  source:
    'McNeil & Frey, J. of Empirical Finance 7 (2000) 271-300; the recentring of esback (Bayer & Dimitriadis). The centred form is Efron & Tibshirani, An Introduction to the Bootstrap (1993), p. 224',
  size: 'Far too often with two or three hits: 14.7% and 2.9% at T = 250 and 1000 for p = 1%, 3.9% and 6.2% for 5%; the centred p-value 0.7%, 2.6%, 4.3% and 5.0%. No answer below two hits (26% of samples at T = 250, 1%).',
  sign: 'Negative: losses beyond VaR were larger than ES. One-sided; `twoSided` beside it. Where the two bootstraps disagree the hits are too few to tell.',
  avoid: 'With fewer than ten hits; when VaR itself fails. Averaging normal p-values over resamples is not this test.',
}

const FEWEST = 2

/** Mean over standard error; infinite with the sign of the mean when a resample is constant, 0 when it is all zero. */
function tOf(n: number, sum: number, squares: number): number {
  const mean = sum / n
  const variance = (squares - n * mean * mean) / (n - 1)
  if (!(variance > 1e-24 * mean * mean)) return mean === 0 ? 0 : Math.sign(mean) * Infinity
  return mean / Math.sqrt(variance / n)
}

function resampledT(values: Float64Array, random: Stream): number {
  const n = values.length
  let sum = 0
  let squares = 0
  for (let index = 0; index < n; index++) {
    const value = values[random.below(n)] as number
    sum += value
    squares += value * value
  }
  return tOf(n, sum, squares)
}

export interface BootstrapOptions {
  readonly draws: number
  readonly seed: number
}

/** t test of the exceedance residuals with a bootstrap p-value; standardised by `sigma` where the sample has it. */
export function exceedanceResiduals(sample: ShortfallSample, {draws, seed}: BootstrapOptions): TestResult {
  const whole = complete(sample)
  if (typeof whole === 'string') return absent(MCNEIL_FREY, whole)
  const {returns, shortfall, sigma} = whole
  const hits = hitIndices(whole)
  const n = hits.length
  if (n < FEWEST) return absent(MCNEIL_FREY, `${n} hits: a standard deviation needs at least ${FEWEST}`)
  if (sigma && hits.some((t) => !((sigma[t] as number) > 0))) {
    return absent(MCNEIL_FREY, 'a predicted sigma on a day of a hit is not positive')
  }
  const residuals = Float64Array.from(
    hits,
    (t) => ((returns[t] as number) - (shortfall[t] as number)) / (sigma ? (sigma[t] as number) : 1),
  )
  const mean = residuals.reduce((a, b) => a + b, 0) / n
  const centred = residuals.map((value) => value - mean)
  const spread = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0) / (n - 1))
  if (!(spread > 1e-12 * Math.abs(mean))) return absent(MCNEIL_FREY, 'the residuals are all the same')
  const t0 = mean / (spread / Math.sqrt(n))
  const random = stream(seed)
  const raw = new Float64Array(draws)
  let centredBelow = 0
  for (let draw = 0; draw < draws; draw++) {
    raw[draw] = resampledT(residuals, random)
    if (resampledT(centred, random) <= t0) centredBelow++
  }
  const finite = raw.filter(Number.isFinite)
  if (finite.length === 0) return absent(MCNEIL_FREY, 'no resample has a spread')
  const centre = finite.reduce((a, b) => a + b, 0) / finite.length
  let below = 0
  let beyond = 0
  for (const t of finite) {
    if (t - centre <= t0) below++
    if (Math.abs(t - centre) >= Math.abs(t0)) beyond++
  }
  const share = (count: number, of: number) => (1 + count) / (1 + of)
  return computed(MCNEIL_FREY, {
    statistic: t0,
    pValue: share(below, finite.length),
    details: {
      hits: n,
      mean,
      standardised: sigma !== undefined,
      twoSided: share(beyond, finite.length),
      centredPValue: share(centredBelow, draws),
      draws,
      seed,
    },
  })
}
