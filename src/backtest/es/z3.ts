import {integrate} from '../../numerics/quadrature.js'
import {sorted} from '../../numerics/quantile.js'
import {binomialCdf} from '../../numerics/special/binomial.js'
import {absent, computed, type Explanation, type TestResult} from '../var/result.js'
import {simulateNull} from './critical-values.js'
import type {PredictiveLaw} from './law.js'

export const Z3: Explanation = {
  id: 'z3',
  title: 'Acerbi-Szekely Z3, ranks',
  aliases: ['acerbi-szekely-3', 'quantile-space-es'],
  asks: 'Would the PITs, sent back through each predictive law, have had the ES that uniform ones have?',
  formula:
    'Z3 = 1 - mean_t[ES_N(P_t^-1(U)) / E ES_N(P_t^-1(V))], ES_N = - mean of the k = floor(T p) lowest; E ES_N = -(T/k) int_0^1 I_(1-u)(T-k, k) P^-1(u) du',
  source: 'Acerbi & Szekely, Backtesting expected shortfall, Risk (December 2014), test 3',
  size: 'Right under the law that is simulated: 3.9% and 5.0% at T = 250 and 1000 for p = 1%, 5.0% and 4.3% for 5%.',
  sign: 'Expected 0; negative: the tail is heavier than forecast. One-sided, p-value by simulation of uniform PITs.',
  avoid: 'Where the law changes shape with time (here it moves in scale only). Overlapping windows.',
}

/** E of the mean of the k lowest of T draws, negated. Below u the order statistics' density is T I_(1-u)(T-k, k). */
export function expectedTailMean(law: PredictiveLaw, periods: number, k: number): number {
  // The weight falls to nothing beyond some 12 standard deviations of the k-th order statistic.
  const end = Math.min(1, (k + 12 * Math.sqrt(k) + 40) / periods)
  return (
    (-periods / k) *
    integrate(
      (x, fromEnd) => {
        const u = x < end / 2 ? fromEnd : x
        return binomialCdf(k - 1, periods - 1, u) * law.quantile(u)
      },
      0,
      end,
    )
  )
}

function tailMean(ascendingPits: ArrayLike<number>, k: number, law: PredictiveLaw): number {
  let sum = 0
  for (let index = 0; index < k; index++) sum -= law.quantile(ascendingPits[index] as number)
  return sum / k
}

export interface Z3Options {
  readonly draws: number
  readonly seed: number
}

/** Z3 of PITs u_t = P(R_t <= r_t) under a predictive law whose scale alone moves, so that every t has the same ratio. */
export function z3(pit: Float64Array, law: PredictiveLaw, p: number, options?: Z3Options): TestResult {
  const periods = pit.length
  const k = Math.floor(periods * p + 1e-9)
  if (k < 1) return absent(Z3, `${periods} periods hold no whole loss at tail probability ${p}`)
  const ascending = sorted(pit)
  if (!((ascending[0] as number) > 0 && (ascending[periods - 1] as number) < 1)) {
    return absent(Z3, 'a PIT is 0 or 1: the forecast gave the outcome no chance, or it is no probability')
  }
  const expected = expectedTailMean(law, periods, k)
  const found = tailMean(ascending, k, law)
  const statistic = 1 - found / expected
  const path = new Float64Array(periods)
  const nullLaw =
    options &&
    simulateNull({
      ...options,
      draw: (random) => {
        for (let t = 0; t < periods; t++) path[t] = random.uniformOpen()
        return 1 - tailMean(path.sort(), k, law) / expected
      },
    })
  return computed(Z3, {
    statistic,
    ...(nullLaw ? {pValue: nullLaw.pValue(statistic)} : {}),
    details: {law: law.title, k, expectedShortfall: expected, sampleShortfall: found, ...(options ?? {})},
  })
}
