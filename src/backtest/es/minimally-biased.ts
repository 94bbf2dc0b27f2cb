import {normalCdf} from '../../numerics/special/normal.js'
import {absent, computed, type Explanation, type TestResult} from '../var/result.js'
import {complete, type ShortfallSample} from './sample.js'

export const MINIMALLY_BIASED: Explanation = {
  id: 'minimally-biased',
  title: 'Acerbi-Szekely minimally biased, absolute',
  aliases: ['acerbi-szekely-2017', 'mb-absolute'],
  asks: 'Is ES right, with as little influence of a wrong VaR as a test can have?',
  formula: 'mean of ES_t - VaR_t - (L_t - VaR_t)_+ / p in loss sign, L = -r; t statistic against the standard normal',
  source:
    'Acerbi & Szekely, General properties of backtestable statistics (2017); The minimally biased backtest for ES, Risk (2019)',
  size: 'Too seldom, since the statistic is skewed: 0.3% and 1.0% at T = 250 and 1000 for p = 1%, 1.3% and 1.9% for 5% for normal returns, less for a t4.',
  sign: 'Expected 0; negative: ES too small. One-sided p-value. An error of VaR enters with its square only.',
  avoid: 'As proof with few hits: the statistic is skewed, the normal p-value rough. Overlapping windows.',
}

export const MINIMALLY_BIASED_RELATIVE: Explanation = {
  ...MINIMALLY_BIASED,
  id: 'minimally-biased-relative',
  title: 'Acerbi-Szekely minimally biased, relative',
  aliases: ['mb-relative', 'mb'],
  asks: 'The same in units of the ES, so that calm and wild days count alike.',
  size: 'Too seldom, since the statistic is skewed: 0.6% and 1.5% at T = 250 and 1000 for p = 1%, 1.6% and 3.2% for 5% for normal returns, less for a t4.',
  formula: 'mean of [ES_t - VaR_t - (L_t - VaR_t)_+ / p] / ES_t in loss sign; t statistic against the standard normal',
}

function run(about: Explanation, sample: ShortfallSample, relative: boolean): TestResult {
  const whole = complete(sample)
  if (typeof whole === 'string') return absent(about, whole)
  const {returns, valueAtRisk, shortfall, p} = whole
  const values = returns.map((r, t) => {
    const v = -(valueAtRisk[t] as number)
    const es = -(shortfall[t] as number)
    const gap = es - v - Math.max(0, -r - v) / p
    return relative ? gap / es : gap
  })
  const n = values.length
  const mean = values.reduce((a, b) => a + b, 0) / n
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  if (!(variance > 1e-24 * mean * mean)) {
    return absent(
      about,
      'the daily differences do not vary (no hit against a constant forecast): they have no standard error',
    )
  }
  const tStatistic = mean / Math.sqrt(variance / n)
  return computed(about, {statistic: mean, pValue: normalCdf(tStatistic), details: {tStatistic}})
}

/** Mean daily difference in units of return. */
export function minimallyBiased(sample: ShortfallSample): TestResult {
  return run(MINIMALLY_BIASED, sample, false)
}

/** Mean daily difference in units of the ES. */
export function minimallyBiasedRelative(sample: ShortfallSample): TestResult {
  return run(MINIMALLY_BIASED_RELATIVE, sample, true)
}
