import {chiSquareSf} from '../../numerics/special/gamma.js'
import {logNormalCdf, normalPdf, normalQuantile, normalSf} from '../../numerics/special/normal.js'
import {normalScores} from './berkowitz.js'
import {absent, computed, type Explanation, type TestResult} from './result.js'

export const BERKOWITZ_TAIL: Explanation = {
  id: 'berkowitz-tail',
  title: 'Berkowitz likelihood ratio, lower tail',
  aliases: ['censored-berkowitz'],
  asks: 'Is the predictive distribution right below its p-quantile, whatever it says above?',
  formula:
    'z_t = Phi^-1(u_t) censored above Phi^-1(p); LR of mu = 0, sigma = 1 in the censored normal; chi-square with 2 df',
  source: 'Berkowitz (2001), section 3; the likelihood in the concave form of Olsen, Econometrica 46 (1978) 1211-1215',
  size: '2.5% and 5.8% at T = 250 and 1000 for p = 1%, 5.3% and 6.5% for 5%; low at first because it takes two hits (26% of samples have fewer).',
  sign: 'Two-sided: it sees number and size of the hits together.',
  avoid: 'As berkowitz; and with fewer than about ten hits.',
}

/** LR of N(0, 1) scores censored above the p-quantile. */
export function berkowitzTail(pit: ArrayLike<number>, p: number): TestResult {
  const all = normalScores(BERKOWITZ_TAIL, pit)
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
  const sum = z.reduce((a, b) => a + b, 0)
  const squares = z.reduce((a, b) => a + b * b, 0)
  const {theta, eta, gain} = fit({cut, above, below: z.length, sum, squares})
  const statistic = Math.max(0, 2 * gain)
  return computed(BERKOWITZ_TAIL, {
    statistic,
    pValue: chiSquareSf(statistic, 2),
    df: 2,
    details: {mu: eta / theta, sigma: 1 / theta, below: z.length},
  })
}

/** A normal sample of which only the values below `cut` are seen: how many are above, and the moments of the rest. */
interface Censored {
  readonly cut: number
  readonly above: number
  readonly below: number
  readonly sum: number
  readonly squares: number
}

/**
 * Maximum likelihood in Olsen's parameters theta = 1/sigma, eta = mu/sigma, which make it concave: Newton with halving
 * from the standard normal. `gain` is the log-likelihood over that of the standard normal.
 */
function fit({cut, above, below, sum, squares}: Censored): {theta: number; eta: number; gain: number} {
  const value = (theta: number, eta: number) =>
    above * logNormalCdf(eta - theta * cut) +
    below * Math.log(theta) -
    0.5 * (theta * theta * squares - 2 * theta * eta * sum + below * eta * eta)
  let [theta, eta] = [1, 0]
  let best = value(theta, eta)
  const standard = best
  for (let turn = 0; turn < 100; turn++) {
    const w = theta * cut - eta
    const hazard = w > 30 ? w + 1 / w : normalPdf(w) / normalSf(w)
    const bend = hazard * (hazard - w)
    const gTheta = -above * hazard * cut + below / theta - theta * squares + eta * sum
    const gEta = above * hazard + theta * sum - below * eta
    const hTT = above * bend * cut * cut + below / theta ** 2 + squares
    const hTE = -above * bend * cut - sum
    const hEE = above * bend + below
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
  return {theta, eta, gain: best - standard}
}
