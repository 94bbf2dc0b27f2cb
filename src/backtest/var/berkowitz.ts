import {chiSquareSf} from '../../numerics/special/gamma.js'
import {logNormalCdf, normalPdf, normalQuantile, normalSf} from '../../numerics/special/normal.js'
import {absent, computed, type Explanation, type TestResult} from './result.js'

export const BERKOWITZ: Explanation = {
  id: 'berkowitz',
  title: 'Berkowitz likelihood ratio',
  aliases: ['lr3', 'density'],
  asks: 'Is the whole predictive distribution right: are the normal scores of the PITs independent N(0, 1)?',
  formula:
    'z_t = Phi^-1(u_t), AR(1) z_t - mu = rho (z_(t-1) - mu) + e, e ~ N(0, sigma^2), given z_1; LR of mu = rho = 0, sigma = 1; chi-square with 3 df',
  source: 'Berkowitz, Testing density forecasts, J. of Business & Economic Statistics 19 (2001) 465-474',
  sign: 'Two-sided in all three: sigma above 1 means a forecast that is too narrow.',
  avoid: 'Without PITs of a full predictive distribution: VaR and ES alone do not give them. Overlapping windows.',
}

export const BERKOWITZ_TAIL: Explanation = {
  id: 'berkowitz-tail',
  title: 'Berkowitz likelihood ratio, lower tail',
  aliases: ['censored-berkowitz'],
  asks: 'Is the predictive distribution right below its p-quantile, whatever it says above?',
  formula:
    'z_t = Phi^-1(u_t) censored above Phi^-1(p); LR of mu = 0, sigma = 1 in the censored normal; chi-square with 2 df',
  source: 'Berkowitz (2001), section 3; the likelihood in the concave form of Olsen, Econometrica 46 (1978) 1211-1215',
  sign: 'Two-sided: it sees number and size of the hits together.',
  avoid: 'As berkowitz; and with fewer than about ten hits.',
}

function scores(about: Explanation, pit: ArrayLike<number>): Float64Array | TestResult {
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
  const z = scores(BERKOWITZ, pit)
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

/** LR of N(0, 1) scores censored above the p-quantile. */
export function berkowitzTail(pit: ArrayLike<number>, p: number): TestResult {
  const all = scores(BERKOWITZ_TAIL, pit)
  if (!(all instanceof Float64Array)) return all
  const cut = normalQuantile(p)
  const z = all.filter((value) => value < cut)
  const above = all.length - z.length
  if (z.length < 2 || above === 0) {
    return absent(
      BERKOWITZ_TAIL,
      `${z.length} of ${all.length} PITs lie below ${p}: two parameters need at least two, and one above`,
    )
  }
  // Olsen's parameters theta = 1/sigma, eta = mu/sigma make the log-likelihood concave: Newton with halving.
  const sum = z.reduce((a, b) => a + b, 0)
  const squares = z.reduce((a, b) => a + b * b, 0)
  const value = (theta: number, eta: number) =>
    above * logNormalCdf(eta - theta * cut) +
    z.length * Math.log(theta) -
    0.5 * (theta * theta * squares - 2 * theta * eta * sum + z.length * eta * eta)
  let [theta, eta] = [1, 0]
  let best = value(theta, eta)
  const null_ = best
  for (let turn = 0; turn < 100; turn++) {
    const w = theta * cut - eta
    const hazard = w > 30 ? w + 1 / w : normalPdf(w) / normalSf(w)
    const bend = hazard * (hazard - w)
    const gTheta = -above * hazard * cut + z.length / theta - theta * squares + eta * sum
    const gEta = above * hazard + theta * sum - z.length * eta
    const hTT = above * bend * cut * cut + z.length / theta ** 2 + squares
    const hTE = -above * bend * cut - sum
    const hEE = above * bend + z.length
    const determinant = hTT * hEE - hTE * hTE
    const dTheta = (hEE * gTheta - hTE * gEta) / determinant
    const dEta = (hTT * gEta - hTE * gTheta) / determinant
    let step = 1
    while (step > 1e-10 && !(theta + step * dTheta > 0 && value(theta + step * dTheta, eta + step * dEta) >= best))
      step /= 2
    if (step <= 1e-10) break
    theta += step * dTheta
    eta += step * dEta
    best = value(theta, eta)
    if (Math.abs(dTheta) <= 1e-13 * theta && Math.abs(dEta) <= 1e-13 * (1 + Math.abs(eta))) break
  }
  const statistic = Math.max(0, 2 * (best - null_))
  return computed(BERKOWITZ_TAIL, {
    statistic,
    pValue: chiSquareSf(statistic, 2),
    df: 2,
    details: {mu: eta / theta, sigma: 1 / theta, below: z.length},
  })
}
