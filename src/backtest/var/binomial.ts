import {binomialCdf, binomialSf} from '../../numerics/special/binomial.js'
import {normalSf} from '../../numerics/special/normal.js'
import type {Hits} from './hits.js'
import {computed, type Explanation, type TestResult} from './result.js'

export const BINOMIAL: Explanation = {
  id: 'binomial',
  title: 'Binomial z',
  aliases: ['bin', 'z-test', 'jorion'],
  asks: 'Is the number of hits the binomial expectation T p?',
  formula: 'z = (x - T p) / sqrt(T p (1-p)); two-sided normal p-value; the exact binomial tails stand beside it',
  source: 'Jorion, Value at Risk, 3rd ed. (2006), ch. 6; exact tails by the incomplete beta function',
  size: 'The normal p-value: 4.6% and 4.0% at T = 250 and 1000 for p = 1%, 3.4% and 5.8% for 5%.',
  sign: 'Positive: too many hits. The p-value is two-sided; `atLeast` and `atMost` are exact and one-sided.',
  avoid: 'The normal p-value where T p is below about 10: read the exact tails. Overlapping windows.',
}

/** z score of the number of hits, with the exact tails. */
export function binomial({periods, p, days}: Hits): TestResult {
  const x = days.length
  const statistic = (x - periods * p) / Math.sqrt(periods * p * (1 - p))
  return computed(BINOMIAL, {
    statistic,
    pValue: Math.min(1, 2 * normalSf(Math.abs(statistic))),
    details: {atLeast: binomialSf(x - 1, periods, p), atMost: binomialCdf(x, periods, p)},
  })
}
