import {chiSquareSf} from '../../numerics/special/gamma.js'
import {type Hits, type Transitions, transitionsOf} from './hits.js'
import {bernoulliRatio} from './likelihood.js'
import {absent, computed, type Explanation, type TestResult} from './result.js'

export const INDEPENDENCE: Explanation = {
  id: 'independence',
  title: 'Christoffersen independence',
  aliases: ['christoffersen', 'cci', 'lr-ind', 'markov'],
  asks: 'Is a hit as likely the day after a hit as after a day without one?',
  formula:
    'LR = -2[ln L(pi) - ln L(pi01, pi11)] over the T-1 transitions n00, n01, n10, n11, 0 ln 0 = 0; chi-square with 1 df',
  source: 'Christoffersen, Evaluating interval forecasts, International Economic Review 39 (1998) 841-862',
  size: 'Too seldom, then too often: 1.6% and 2.0% at T = 250 and 1000 for p = 1%, 1.7% and 7.6% for 5%: two hits in a row are rare, so the chi-square is rough.',
  sign: 'Two-sided: pi11 above pi01 means clustering. It says nothing about the number of hits.',
  avoid:
    'Overlapping windows: their hits cluster by construction. It sees dependence at lag one only: see duration and dq.',
}

export const CONDITIONAL_COVERAGE: Explanation = {
  id: 'conditional-coverage',
  title: 'Christoffersen conditional coverage',
  aliases: ['cc', 'lr-cc', 'christoffersen-cc'],
  asks: 'Both at once: is the share of hits p, and are they independent at lag one?',
  formula:
    'LR_cc = LR_uc (all T days) + LR_ind; chi-square with 2 df. `conditionalStatistic` takes LR_uc on days 2..T instead',
  source:
    'Christoffersen (1998); the sum over all T days is what rugarch and MATLAB print, the conditional form is the exact likelihood ratio',
  size: 'Too seldom where hits are few: 0.8% and 2.8% at T = 250 and 1000 for p = 1%, 3.5% and 5.3% for 5%.',
  sign: 'Large: wrong number of hits, clustering, or both.',
  avoid: 'Overlapping windows.',
}

/** The LR of independence from the transition counts alone. */
export function independenceRatio({n00, n01, n10, n11}: Transitions): number {
  const pairs = n00 + n01 + n10 + n11
  const pi = pairs === 0 ? 0 : (n01 + n11) / pairs
  return Math.max(0, bernoulliRatio(n01, n00 + n01, pi) + bernoulliRatio(n11, n10 + n11, pi))
}

function describe(transitions: Transitions) {
  const {n00, n01, n10, n11} = transitions
  return {
    n00,
    n01,
    n10,
    n11,
    pi01: n00 + n01 > 0 ? n01 / (n00 + n01) : undefined,
    pi11: n10 + n11 > 0 ? n11 / (n10 + n11) : undefined,
  }
}

function caveat({n00, n01, n10, n11}: Transitions): {note?: string} {
  if (n10 + n11 === 0)
    return {note: 'no hit is followed by another day, so pi11 is unknown: the statistic is 0 and says nothing'}
  if (n00 + n01 === 0)
    return {note: 'every day but the last is a hit, so pi01 is unknown: the statistic is 0 and says nothing'}
  return {}
}

const ONE_DAY = 'one day has no transition'

/** LR of a first-order Markov chain against independence. */
export function independence(hits: Hits): TestResult {
  if (hits.periods < 2) return absent(INDEPENDENCE, ONE_DAY)
  const transitions = transitionsOf(hits)
  const statistic = independenceRatio(transitions)
  return computed(INDEPENDENCE, {
    statistic,
    pValue: chiSquareSf(statistic, 1),
    df: 1,
    details: describe(transitions),
    ...caveat(transitions),
  })
}

/** Coverage and independence together, in both conventions. */
export function conditionalCoverage(hits: Hits): TestResult {
  if (hits.periods < 2) return absent(CONDITIONAL_COVERAGE, ONE_DAY)
  const {periods, p, days} = hits
  const transitions = transitionsOf(hits)
  const ratio = independenceRatio(transitions)
  const statistic = bernoulliRatio(days.length, periods, p) + ratio
  const conditionalStatistic = bernoulliRatio(transitions.n01 + transitions.n11, periods - 1, p) + ratio
  return computed(CONDITIONAL_COVERAGE, {
    statistic,
    pValue: chiSquareSf(statistic, 2),
    df: 2,
    details: {conditionalStatistic, conditionalPValue: chiSquareSf(conditionalStatistic, 2)},
    ...caveat(transitions),
  })
}
