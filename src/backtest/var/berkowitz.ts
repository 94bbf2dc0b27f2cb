import {chiSquareSf} from '../../numerics/special/gamma.js'
import {normalQuantile} from '../../numerics/special/normal.js'
import {absent, computed, type Explanation, type TestResult} from './result.js'

export const BERKOWITZ: Explanation = {
  id: 'berkowitz',
  title: 'Berkowitz likelihood ratio',
  aliases: ['lr3', 'density'],
  asks: 'Is the whole predictive distribution right: are the normal scores of the PITs independent N(0, 1)?',
  formula:
    'z_t = Phi^-1(u_t), AR(1) z_t - mu = rho (z_(t-1) - mu) + e, e ~ N(0, sigma^2), given z_1; LR of mu = rho = 0, sigma = 1; chi-square with 3 df',
  source: 'Berkowitz, Testing density forecasts, J. of Business & Economic Statistics 19 (2001) 465-474',
  size: 'Right: 5.1% and 5.5% at T = 250 and 1000 for normal returns, 6.2% and 5.3% for a t4.',
  sign: 'Two-sided in all three: sigma above 1 means a forecast that is too narrow.',
  avoid: 'Without PITs of a full predictive distribution: VaR and ES alone do not give them. Overlapping windows.',
}

/** Normal scores of PITs, or why there are none. */
export function normalScores(about: Explanation, pit: ArrayLike<number>): Float64Array | TestResult {
  const z = new Float64Array(pit.length)
  for (let t = 0; t < z.length; t++) {
    z[t] = normalQuantile(pit[t] as number)
    if (!Number.isFinite(z[t])) {
      return absent(
        about,
        `PIT ${t + 1} is ${pit[t] as number}: the forecast gave the outcome no chance, or is no probability`,
      )
    }
  }
  return z
}

/** LR of independent standard normal scores against a Gaussian AR(1), given the first. PITs are P(R_t <= r_t). */
export function berkowitz(pit: ArrayLike<number>): TestResult {
  const z = normalScores(BERKOWITZ, pit)
  return z instanceof Float64Array ? berkowitzOfScores(z) : z
}

/**
 * The same from the normal scores themselves, for a law whose scores are known directly (r/sigma of a normal): a PIT
 * close to 1 holds only the first digits of a large positive score.
 */
export function berkowitzOfScores(z: ArrayLike<number>): TestResult {
  const n = z.length - 1
  if (n < 4) return absent(BERKOWITZ, `${z.length} PITs are too few for three parameters`)
  let sumX = 0
  let sumY = 0
  let null2 = 0
  for (let t = 1; t <= n; t++) {
    sumX += z[t - 1] as number
    sumY += z[t] as number
    null2 += (z[t] as number) ** 2
  }
  const [meanX, meanY] = [sumX / n, sumY / n]
  let xx = 0
  let xy = 0
  let yy = 0
  for (let t = 1; t <= n; t++) {
    const x = (z[t - 1] as number) - meanX
    const y = (z[t] as number) - meanY
    xx += x * x
    xy += x * y
    yy += y * y
  }
  if (!(xx > 1e-24 * n && yy > 1e-24 * n)) return absent(BERKOWITZ, 'the PITs are all the same')
  const rho = xy / xx
  const sigma2 = (yy - rho * xy) / n
  if (!(sigma2 > 1e-24)) return absent(BERKOWITZ, 'each PIT follows from the one before without error')
  const statistic = Math.max(0, null2 - n - n * Math.log(sigma2))
  const intercept = meanY - rho * meanX
  return computed(BERKOWITZ, {
    statistic,
    pValue: chiSquareSf(statistic, 3),
    df: 3,
    details: {intercept, mu: intercept / (1 - rho), rho, sigma2},
  })
}
