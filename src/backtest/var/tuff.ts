import {chiSquareSf} from '../../numerics/special/gamma.js'
import type {Hits} from './hits.js'
import {bernoulliRatio} from './likelihood.js'
import {absent, computed, type Explanation, type TestResult} from './result.js'

export const TUFF: Explanation = {
  id: 'tuff',
  title: 'Kupiec time until first failure',
  aliases: ['time-until-first-failure', 'kupiec-tuff'],
  asks: 'Did the first hit come when a hit probability of p would have it, at day v?',
  formula: 'LR = -2[ln p + (v-1) ln(1-p)] + 2[ln(1/v) + (v-1) ln(1-1/v)]; chi-square with 1 df',
  source: 'Kupiec, J. of Derivatives 3 (1995) 73-84',
  size: '6.5% and 7.2% at T = 250 and 1000 for p = 1%, 5.2% and 5.2% for 5%: a geometric time is no chi-square. Without a hit (8% of samples at T = 250, 1%) there is no answer.',
  sign: 'Two-sided: a first hit that comes late counts against the forecast like one that comes early.',
  avoid: 'As more than a first look: it uses one duration and has next to no power.',
}

/** The LR of one waiting time v: one success in v trials. */
export function waitingTimeRatio(v: number, p: number): number {
  return bernoulliRatio(1, v, p)
}

/** LR of the day of the first hit. */
export function tuff({p, days, periods}: Hits): TestResult {
  const first = days[0]
  if (first === undefined) {
    return absent(TUFF, `no hit in ${periods} periods: the time until the first one is only known to be longer`)
  }
  const statistic = waitingTimeRatio(first, p)
  return computed(TUFF, {statistic, pValue: chiSquareSf(statistic, 1), df: 1, details: {first}})
}
