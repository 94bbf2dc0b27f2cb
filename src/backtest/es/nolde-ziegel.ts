import {chiSquareSf} from '../../numerics/special/gamma.js'
import {normalSf} from '../../numerics/special/normal.js'
import {absent, computed, type Explanation, type TestResult} from '../var/result.js'
import {complete, type ShortfallSample} from './sample.js'

export const NOLDE_ZIEGEL: Explanation = {
  id: 'conditional-calibration',
  title: 'Nolde-Ziegel conditional calibration, simple',
  aliases: ['nolde-ziegel', 'calibration', 'esback-cc'],
  asks: 'Are VaR and ES together calibrated: is the mean of their identification function zero?',
  formula:
    "V_t = (p - I_t, ES_t - VaR_t + I_t (VaR_t - r_t)/p); T Vbar' Omega^-1 Vbar with Omega = V'V/T; chi-square with 2 df",
  source: 'Nolde & Ziegel, Elicitability and backtesting, Annals of Applied Statistics 11 (2017) 1833-1874',
  size: 'Far too often: 45.7% and 19.5% at T = 250 and 1000 for p = 1%, 15.7% and 9.4% for 5% for normal returns, more for a t4, as Omega is estimated from the few hits. `shortfallOneSided` is at 0.3%, 1.0%, 1.2% and 1.9%: too seldom.',
  sign: 'Two-sided in both. `shortfallOneSided` is the normal p-value of ES too small alone; `oneSided` is what esback prints (Hommel factor over both components, upward).',
  avoid: 'With a handful of hits; overlapping windows.',
}

/** Wald test of the joint identification function with the identity as test function. */
export function conditionalCalibration(sample: ShortfallSample): TestResult {
  const whole = complete(sample)
  if (typeof whole === 'string') return absent(NOLDE_ZIEGEL, whole)
  const {returns, valueAtRisk, shortfall, p} = whole
  const n = returns.length
  let [m1, m2, s11, s12, s22] = [0, 0, 0, 0, 0]
  for (let t = 0; t < n; t++) {
    const v = valueAtRisk[t] as number
    const excess = v - (returns[t] as number)
    const hit = excess > 0
    const v1 = hit ? p - 1 : p
    const v2 = (shortfall[t] as number) - v + (hit ? excess / p : 0)
    m1 += v1
    m2 += v2
    s11 += v1 * v1
    s12 += v1 * v2
    s22 += v2 * v2
  }
  ;[m1, m2, s11, s12, s22] = [m1 / n, m2 / n, s11 / n, s12 / n, s22 / n]
  const determinant = s11 * s22 - s12 * s12
  if (!(determinant > 1e-12 * s11 * s22)) {
    return absent(
      NOLDE_ZIEGEL,
      'the covariance matrix of the two components is singular (no hit against a constant forecast)',
    )
  }
  const statistic = (n * (m1 * m1 * s22 - 2 * m1 * m2 * s12 + m2 * m2 * s11)) / determinant
  const p1 = normalSf((Math.sqrt(n) * m1) / Math.sqrt(s11))
  const p2 = normalSf((Math.sqrt(n) * m2) / Math.sqrt(s22))
  return computed(NOLDE_ZIEGEL, {
    statistic,
    pValue: chiSquareSf(statistic, 2),
    df: 2,
    details: {
      meanVaR: m1,
      meanShortfall: m2,
      shortfallOneSided: p2,
      oneSided: Math.min(1, 3 * Math.min(Math.min(p1, p2), Math.max(p1, p2) / 2)),
    },
  })
}
