import {chiSquareSf} from '../../numerics/special/gamma.js'
import type {Hits} from './hits.js'
import {bernoulliRatio} from './likelihood.js'
import {absent, computed, type Explanation, type TestResult} from './result.js'
import {waitingTimeRatio} from './tuff.js'

export const TBFI: Explanation = {
  id: 'tbfi',
  title: 'Haas time between failures, independence',
  aliases: ['time-between-failures-independence', 'haas-independence'],
  asks: 'Are the times between hits what independent hits of probability p would show?',
  formula: 'sum of the TUFF statistics of the x times between hits (the first from the start); chi-square with x df',
  source: 'Haas, New methods in backtesting, Financial Engineering working paper, Bonn (2001)',
  size: 'Too often, the more so the more hits: 7.1% and 9.3% at T = 250 and 1000 for p = 1%, 10.6% and 16.6% for 5%. The errors of the single times add up.',
  sign: 'Large: times too short, too long or too unequal. The open spell after the last hit is not used.',
  avoid:
    'Chi-square is rough for each single time (a geometric variable), and x of them are added: judge it by simulation near the threshold. Overlapping windows.',
}

export const TBF: Explanation = {
  id: 'tbf',
  title: 'Haas time between failures, mixed',
  aliases: ['haas', 'mixed-kupiec', 'time-between-failures'],
  asks: 'Both at once: is the share of hits p, and are the times between them right?',
  formula: 'TBFI + POF; chi-square with x + 1 df',
  source: 'Haas, New methods in backtesting, Financial Engineering working paper, Bonn (2001)',
  size: 'Too often, as TBFI: 6.4% and 10.9% at T = 250 and 1000 for p = 1%, 11.7% and 16.5% for 5%.',
  sign: 'Large: wrong number of hits, wrong spacing, or both.',
  avoid: 'As TBFI.',
}

function spacing({p, days}: Hits): number {
  let sum = 0
  let before = 0
  for (const day of days) {
    sum += waitingTimeRatio(day - before, p)
    before = day
  }
  return sum
}

const NO_HIT = 'no hit: there is no time between hits to look at'

/** Spacing of the hits alone. */
export function tbfi(hits: Hits): TestResult {
  const df = hits.days.length
  if (df === 0) return absent(TBFI, NO_HIT)
  const statistic = spacing(hits)
  return computed(TBFI, {statistic, pValue: chiSquareSf(statistic, df), df})
}

/** Spacing and number of the hits. */
export function tbf(hits: Hits): TestResult {
  const {days, periods, p} = hits
  if (days.length === 0) return absent(TBF, NO_HIT)
  const df = days.length + 1
  const statistic = spacing(hits) + bernoulliRatio(days.length, periods, p)
  return computed(TBF, {statistic, pValue: chiSquareSf(statistic, df), df})
}
