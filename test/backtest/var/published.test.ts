import {berkowitzTail} from '../../../src/backtest/var/berkowitz-tail.js'
import {binomial} from '../../../src/backtest/var/binomial.js'
import {conditionalCoverage, independence, independenceRatio} from '../../../src/backtest/var/christoffersen.js'
import {coverageBound} from '../../../src/backtest/var/coverage-bound.js'
import {hitsAt} from '../../../src/backtest/var/hits.js'
import {pof} from '../../../src/backtest/var/pof.js'
import {trafficLight, zoneOf} from '../../../src/backtest/var/traffic-light.js'
import {tuff} from '../../../src/backtest/var/tuff.js'
import {chiSquareSf} from '../../../src/numerics/special/gamma.js'
import {normalCdf, normalQuantile} from '../../../src/numerics/special/normal.js'

/** x hits on days 1..x of T. */
const first = (x: number, periods: number, p: number) =>
  hitsAt(
    Array.from({length: x}, (_, i) => i + 1),
    periods,
    p,
  )

describe('numbers printed in the MATLAB Risk Management Toolbox pages', () => {
  test('pof: T = 1043, x = 57, 5%', () => {
    const {statistic, pValue} = pof(first(57, 1043, 0.05))
    expect(statistic).toBeCloseTo(0.46147, 5)
    expect(pValue).toBeCloseTo(0.49694, 5)
  })

  test('tuff: v = 58, 5%', () => {
    const {statistic, pValue} = tuff(hitsAt([58, 60], 1043, 0.05))
    expect(statistic).toBeCloseTo(1.7354, 4)
    expect(pValue).toBeCloseTo(0.18773, 5)
  })

  test('cci and cc: transitions 932, 53, 53, 4', () => {
    // Four pairs of neighbours and 49 hits on their own, none on the first or the last day of 1043.
    const days: number[] = []
    for (let pair = 0; pair < 4; pair++) days.push(10 + 20 * pair, 11 + 20 * pair)
    for (let single = 0; single < 49; single++) days.push(100 + 10 * single)
    const hits = hitsAt(days, 1043, 0.05)
    const {statistic, pValue, ...rest} = independence(hits)
    expect(rest).toMatchObject({details: {n00: 932, n01: 53, n10: 53, n11: 4}})
    expect(statistic).toBeCloseTo(0.25866, 5)
    expect(pValue).toBeCloseTo(0.61104, 5)
    expect(independenceRatio({n00: 932, n01: 53, n10: 53, n11: 4})).toBeCloseTo(0.25866, 5)
    const both = conditionalCoverage(hits)
    expect(both.statistic).toBeCloseTo(0.72013, 5)
    expect(both.pValue).toBeCloseTo(0.69763, 5)
  })

  test('tbfi and tbf: the difference between 88.952 and 88.491 is pof', () => {
    expect(88.952 - 88.491).toBeCloseTo(pof(first(57, 1043, 0.05)).statistic!, 3)
    expect(chiSquareSf(88.491, 57)).toBeCloseTo(0.0048, 3)
  })
})

test('Kupiec: 95% non-rejection regions at T = 250, and no hit at 1%', () => {
  for (const [p, from, to] of [
    [0.005, 0, 4],
    [0.01, 1, 6],
    [0.025, 3, 11],
    [0.05, 7, 19],
  ] as const) {
    const passes = Array.from({length: 26}, (_, x) => x).filter((x) => pof(first(x, 250, p)).pValue! > 0.05)
    expect([passes[0], passes.at(-1), passes.length]).toEqual([from, to, to - from + 1])
  }
  expect(pof(first(0, 250, 0.01)).statistic).toBeCloseTo(5.0252, 4)
})

describe('Basel', () => {
  const cumulative = [8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.6, 99.89, 99.97, 99.99]
  const basel1996 = [3, 3, 3, 3, 3, 3.4, 3.5, 3.65, 3.75, 3.85, 4]
  const frtb = [1.5, 1.5, 1.5, 1.5, 1.5, 1.7, 1.76, 1.83, 1.88, 1.92, 2]

  test.each(cumulative.map((percent, x) => ({x, percent})))('$x hits in 250 days', ({x, percent}) => {
    const result = trafficLight(first(x, 250, 0.01))
    expect(100 * result.statistic!).toBeCloseTo(percent, 1.9)
    expect(result).toMatchObject({
      details: {
        zone: x < 5 ? 'green' : x < 10 ? 'yellow' : 'red',
        yellowFrom: 5,
        redFrom: 10,
        multiplierBasel1996: basel1996[x],
        multiplierFrtb: frtb[x],
      },
    })
  })

  test('a 24/7 year has its own zones and no multiplier', () => {
    const result = trafficLight(first(7, 365, 0.01))
    expect(result).toMatchObject({details: {zone: zoneOf(7, 365, 0.01), yellowFrom: 7, redFrom: 13}})
    expect(result).not.toHaveProperty('details.multiplierFrtb')
    expect(trafficLight(first(7, 250, 0.05))).not.toHaveProperty('details.multiplierBasel1996')
  })
})

test('binomial: both exact tails hold x', () => {
  const {statistic, pValue, ...rest} = binomial(first(57, 1043, 0.05))
  expect(statistic).toBeCloseTo(0.68905, 5)
  expect(pValue).toBeCloseTo(0.49079, 5)
  const {atLeast, atMost} = (rest as unknown as {details: {atLeast: number; atMost: number}}).details
  expect(atLeast + atMost).toBeGreaterThan(1)
})

test('coverage bound: 0 of 250 proves 98.8%, and a safe margin is not rejected', () => {
  expect(coverageBound(first(0, 250, 0.01))).toMatchObject({statistic: 1, pValue: 1})
  expect(coverageBound(first(0, 250, 0.01))).toHaveProperty(
    'details.coverageAtLeast',
    expect.closeTo(0.05 ** (1 / 250), 12),
  )
})

test('Berkowitz tail: recovers a wider law, and refuses an empty tail', () => {
  const pit = Array.from({length: 2000}, (_, i) => normalCdf(1.5 * normalQuantile((i + 0.5) / 2000)))
  const result = berkowitzTail(pit, 0.05)
  expect(result.pValue).toBeLessThan(1e-6)
  expect(result).toHaveProperty('details.sigma', expect.closeTo(1.5, 1))
  const fair = Array.from({length: 2000}, (_, i) => (i + 0.5) / 2000)
  expect(berkowitzTail(fair, 0.05).pValue).toBeGreaterThan(0.9)
  expect(berkowitzTail([0.5, 0.6, 0.7], 0.05).reason).toMatch(/0 of 3/)
  expect(berkowitzTail([0, 0.6, 0.7], 0.05).reason).toMatch(/PIT 1 is 0/)
})
