import {ewma} from '../../../src/market/volatility/ewma.js'
import {fitHar} from '../../../src/market/volatility/har.js'
import {type Bars, parkinson, type RangeEstimator, rollingVolatility} from '../../../src/market/volatility/range.js'
import {logReturns, realisedVariance} from '../../../src/market/volatility/realised.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const known = golden('volatility')
const returns: number[] = golden('garch_synth').returnsPercent.map((r: number) => r / 100)
const bars = Object.fromEntries(
  Object.entries<number[]>(known.ohlc).map(([name, values]) => [name, Float64Array.from(values)]),
) as unknown as Bars

const TTR: Record<string, RangeEstimator> = {
  close: 'close-to-close',
  'garman.klass': 'garman-klass',
  parkinson: 'parkinson',
  'rogers.satchell': 'rogers-satchell',
  'gk.yz': 'garman-klass-yang-zhang',
  'yang.zhang': 'yang-zhang',
}

test.each(Object.entries(TTR))('%s is TTR 0.24, annualised by 365', (name, estimator) => {
  const expected: (number | null)[] = known.ttr.values[name]
  const {first, values, barsPerYear} = rollingVolatility(estimator, bars, known.ttr.n)
  expect(barsPerYear).toBe(365)
  expect(first).toBe(expected.findIndex((value) => typeof value === 'number'))
  expect(values).toHaveLength(400 - first)
  values.forEach((value, i) => {
    expectRelative(value, expected[first + i]!, 1e-12)
  })
})

test('a market that stands still has volatility 0, by every estimator', () => {
  const still = new Float64Array(30).fill(7)
  for (const estimator of Object.values(TTR)) {
    const {values} = rollingVolatility(estimator, {open: still, high: still, low: still, close: still}, 5)
    expect(values.every((value) => value === 0)).toBe(true)
  }
})

test('windows that do not fit and bars that are none are refused', () => {
  expect(() => rollingVolatility('parkinson', bars, 2)).toThrow(expect.objectContaining({code: 'VOLATILITY_WINDOW'}))
  expect(() => rollingVolatility('yang-zhang', bars, 400)).toThrow(expect.objectContaining({code: 'VOLATILITY_WINDOW'}))
  const high = Float64Array.from(bars.high)
  high[17] = 1
  expect(() => rollingVolatility('parkinson', {...bars, high}, 20)).toThrow(/Bar 18 is no bar/)
  high[17] = Number.NaN
  expect(() => rollingVolatility('parkinson', {...bars, high}, 20)).toThrow(/Bar 18 is no bar/)
})

test('EWMA is the golden recursion, seeded with the mean square of the first 20', () => {
  const {variances, nextVariance, seedVariance} = ewma(returns, known.ewma.lambda_)
  expectRelative(seedVariance, known.ewma.first[0], 1e-12)
  known.ewma.first.forEach((value: number, t: number) => {
    expectRelative(variances[t], value, 1e-12)
  })
  expectRelative(variances[100], known.ewma.at100, 1e-12)
  expectRelative(variances[1000], known.ewma.at1000, 1e-12)
  expectRelative(nextVariance, known.ewma.last, 1e-12)
})

test('EWMA refuses decays outside (0, 1), and looks at no return before it came', () => {
  for (const lambda of [0, 1, -1, Number.NaN]) {
    expect(() => ewma(returns, lambda)).toThrow(expect.objectContaining({code: 'VOLATILITY_LAMBDA'}))
  }
  const changed = returns.map((r, t) => (t === 500 ? 1 : r))
  const [a, b] = [ewma(returns).variances, ewma(changed).variances]
  expect([...a.slice(0, 501)]).toEqual([...b.slice(0, 501)])
  expect(b[501]).toBeGreaterThan(a[501]!)
})

test('HAR agrees with R lm and sandwich::NeweyWest', () => {
  const variances = Float64Array.from({length: 400}, (_, t) => parkinson(bars, t))
  known.harParkinson.pkFirst.forEach((value: number, t: number) => {
    expectRelative(variances[t], value, 1e-12)
  })
  const fit = fitHar(variances, {lags: [1, 5, 22], neweyWestLags: 5})
  fit.coefficients.forEach((value, i) => {
    expectRelative(value, known.harParkinson.coef[i], 1e-10)
    expectRelative(fit.standardErrors.ols[i], known.harParkinson.se[i], 1e-10)
    expectRelative(fit.standardErrors.neweyWest[i], known.harParkinson.nwSe[i], 1e-10)
  })
  expectRelative(fit.r2, known.harParkinson.r2, 1e-10)
  expect(fit.observations).toBe(378)
  expect(fit.nextVariance).toBeGreaterThan(0)
})

test('HAR takes 1, 7 and 30 bars by default, and refuses what it cannot regress on', () => {
  expect(fitHar(returns.map((r) => r * r)).lags).toEqual([1, 7, 30])
  expect(() => fitHar(returns.slice(0, 40).map((r) => r * r))).toThrow(
    expect.objectContaining({code: 'VOLATILITY_TOO_SHORT'}),
  )
  expect(() => fitHar(new Float64Array(200).fill(1))).toThrow(expect.objectContaining({code: 'VOLATILITY_CONSTANT'}))
  expect(() => fitHar([...new Array<number>(99).fill(1), -1])).toThrow(
    expect.objectContaining({code: 'VOLATILITY_NOT_FINITE'}),
  )
})

test('log returns and realised variance', () => {
  const prices = [1, Math.E, 1, 1]
  expect([...logReturns(prices)]).toEqual([1, -1, 0])
  expect(() => logReturns([1, 0])).toThrow(expect.objectContaining({code: 'VOLATILITY_BAD_PRICE'}))
  expect([...realisedVariance([1, 2, 3, 4, 5], 2)]).toEqual([5, 25])
})
