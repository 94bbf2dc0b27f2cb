import {binomialSf, clopperPearsonLower, clopperPearsonUpper} from '../../numerics/special/binomial.js'
import type {Hits} from './hits.js'
import {computed, type Explanation, type TestResult} from './result.js'

export const COVERAGE_BOUND: Explanation = {
  id: 'coverage-bound',
  title: 'Coverage with its exact one-sided bound',
  aliases: ['clopper-pearson', 'bound', 'exact'],
  asks: 'How much coverage is certain, and are there too many hits to be chance?',
  formula:
    'coverage 1 - x/T; its lower 95% bound 1 - q with P(X <= x; T, q) = 5%; p-value P(X >= x; T, p), exact binomial',
  source: 'Clopper & Pearson, Biometrika 26 (1934) 404-413',
  size: 'Exact, so never above 5%; measured, 4.6% and 5.3% at T = 250 and 1000 for p = 1%, 4.4% and 4.7% for 5%.',
  sign: 'One-sided: a margin is never rejected for being safe. `coverageAtLeast` is what the sample proves with 95% confidence.',
  avoid: 'Overlapping windows and clustered hits: the bound is then too narrow. See phases, hac and block-bootstrap.',
}

const SIZE = 0.05

/** Hit rate, coverage and their exact one-sided bounds. */
export function coverageBound({periods, p, days}: Hits): TestResult {
  const x = days.length
  return computed(COVERAGE_BOUND, {
    statistic: 1 - x / periods,
    pValue: binomialSf(x - 1, periods, p),
    details: {
      hits: x,
      periods,
      coverageAtLeast: 1 - clopperPearsonUpper(x, periods, SIZE),
      coverageAtMost: 1 - clopperPearsonLower(x, periods, SIZE),
      confidence: 1 - SIZE,
    },
  })
}
