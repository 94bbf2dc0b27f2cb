import {binomialCdf, binomialSf} from '../../numerics/special/binomial.js'
import type {Hits} from './hits.js'
import {computed, type Explanation, type TestResult} from './result.js'

export const TRAFFIC_LIGHT: Explanation = {
  id: 'traffic-light',
  title: 'Basel traffic light',
  aliases: ['basel', 'zones', 'tl'],
  asks: 'Which zone does the number of hits fall in?',
  formula:
    'P(X <= x) for X binomial(T, p), exact: green below 95%, yellow below 99.99%, red from there. Capital multipliers exist at T = 250 and 99% only',
  source:
    'Basel Committee, Supervisory framework for the use of backtesting (January 1996); MAR99 for the FRTB multipliers',
  size: 'As coverage-bound: exact, never above 5% for leaving the green zone.',
  sign: 'One-sided: only too many hits count. The p-value is P(X >= x).',
  avoid: 'The 250-day table for any other T or level: a 24/7 market has T = 365, and the zones are computed for that.',
}

export type Zone = 'green' | 'red' | 'yellow'

// Supervisory framework (1996), table 2, and MAR99.2: add-ons for 5..9 hits in 250 days at 99%.
const MULTIPLIERS_1996 = [3.4, 3.5, 3.65, 3.75, 3.85]
const MULTIPLIERS_FRTB = [1.7, 1.76, 1.83, 1.88, 1.92]

function multiplier(x: number, table: readonly number[], base: number, top: number): number {
  return x < 5 ? base : (table[x - 5] ?? top)
}

/** Zone by P(X > x), so that the 99.99% boundary keeps its digits. */
export function zoneOf(x: number, periods: number, p: number): Zone {
  const above = binomialSf(x, periods, p)
  return above > 0.05 ? 'green' : above > 1e-4 ? 'yellow' : 'red'
}

/** The first number of hits outside the zone, by bisection: zones only get worse with x. */
function firstBeyond(zones: readonly Zone[], periods: number, p: number): number {
  let low = 0
  let high = periods
  while (low < high) {
    const middle = (low + high) >> 1
    if (zones.includes(zoneOf(middle, periods, p))) low = middle + 1
    else high = middle
  }
  return low
}

/** Exact binomial zones for any T and p. */
export function trafficLight({periods, p, days}: Hits): TestResult {
  const x = days.length
  const regulated = periods === 250 && Math.abs(p - 0.01) < 1e-9
  return computed(TRAFFIC_LIGHT, {
    statistic: binomialCdf(x, periods, p),
    pValue: binomialSf(x - 1, periods, p),
    details: {
      zone: zoneOf(x, periods, p),
      hits: x,
      yellowFrom: firstBeyond(['green'], periods, p),
      redFrom: firstBeyond(['green', 'yellow'], periods, p),
      ...(regulated
        ? {
            multiplierBasel1996: multiplier(x, MULTIPLIERS_1996, 3, 4),
            multiplierFrtb: multiplier(x, MULTIPLIERS_FRTB, 1.5, 2),
          }
        : {}),
    },
  })
}
