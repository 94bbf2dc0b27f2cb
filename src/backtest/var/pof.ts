import {chiSquareSf} from '../../numerics/special/gamma.js'
import type {Hits} from './hits.js'
import {bernoulliRatio} from './likelihood.js'
import {computed, type Explanation, type TestResult} from './result.js'

export const POF: Explanation = {
  id: 'pof',
  title: 'Kupiec proportion of failures',
  aliases: ['kupiec', 'unconditional-coverage', 'uc', 'lr-uc'],
  asks: 'Is the share of hits x/T the nominal p?',
  formula: 'LR = -2[(T-x) ln(1-p) + x ln p - (T-x) ln(1-x/T) - x ln(x/T)], 0 ln 0 = 0; chi-square with 1 df',
  source: 'Kupiec, Techniques for verifying the accuracy of risk measurement models, J. of Derivatives 3 (1995) 73-84',
  size: 'Too often in short samples, since hits are whole numbers: 9.5% and 5.8% at T = 250 and 1000 for p = 1%, 5.3% and 5.9% for 5%.',
  sign: 'Two-sided: a forecast with too few hits fails as well; `direction` says which. For "safe enough?" read coverage-bound.',
  avoid: 'Overlapping windows (hits are dependent), and short samples: at 99% and T = 250 one hit to six pass.',
}

/** LR against x/T = p. */
export function pof({periods, p, days}: Hits): TestResult {
  const x = days.length
  const statistic = bernoulliRatio(x, periods, p)
  return computed(POF, {
    statistic,
    pValue: chiSquareSf(statistic, 1),
    df: 1,
    details: {
      hits: x,
      periods,
      expected: periods * p,
      rate: x / periods,
      direction: x > periods * p ? 'too many hits' : x < periods * p ? 'too few hits' : 'as expected',
    },
  })
}
