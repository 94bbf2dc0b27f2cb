import {lawQuantile, lawTailMean, lowerVariance, meanAbsolute} from '../../../src/market/volatility/law.js'
import type {Distribution, GarchSpecification} from '../../../src/market/volatility/model.js'
import {halfLifeOf, persistenceOf, unconditionalVarianceOf} from '../../../src/market/volatility/persistence.js'
import {
  forecastVariance,
  type Process,
  residualSampler,
  simulateReturns,
  varianceStep,
} from '../../../src/market/volatility/process.js'
import {stream} from '../../../src/numerics/random/stream.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const known = golden('volatility').garchForecast
const specification: GarchSpecification = {
  ...{model: 'garch', distribution: 'normal', mean: 'zero', presample: 'mean-square'},
}
const garch: Process = {
  specification,
  parameters: {omega: known.omega, alpha: known.alpha, beta: known.beta},
  nextVariance: known.h1,
}

test('the GARCH forecast, its sum, half-life and long run', () => {
  const {variances} = forecastVariance(garch, 30)
  for (const [k, h] of known.steps) expectRelative(variances[k - 1], h, 1e-12)
  expectRelative(forecastVariance(garch, 10).total.value!, known.cum10, 1e-12)
  const persistence = persistenceOf(specification, garch.parameters)
  expectRelative(persistence, known.persistence, 1e-12)
  expectRelative(halfLifeOf(persistence).value!, known.halfLife, 1e-12)
  expectRelative(unconditionalVarianceOf(specification, garch.parameters).value!, known.uncond, 1e-12)
})

test('a persistence of 1 or more still has forecasts, and no half-life', () => {
  const process: Process = {...garch, parameters: {omega: 1, alpha: 0.3, beta: 0.8}}
  expect(forecastVariance(process, 3).variances).toEqual([
    0.0009,
    expect.closeTo(1.00099, 12),
    expect.closeTo(2.101089, 9),
  ])
  expect(halfLifeOf(1).value).toBeNull()
  expect(halfLifeOf(0).value).toBeNull()
})

const LAWS: [Distribution, number, number][] = [
  ['normal', Infinity, 0],
  ['t', 4.5, 0],
  ['skew-t', 5, -0.35],
  ['skew-t', 7, 0.6],
]

describe.each(LAWS)('the %s law with nu %p and lambda %p', (distribution, nu, lambda) => {
  const shape = {distribution, nu, lambda}
  const draw = residualSampler({specification: {model: 'garch', distribution}, parameters: {nu, lambda}})
  const random = stream(31)
  const sample = Float64Array.from({length: 200_000}, () => draw(random)).sort()
  const mean = (f: (z: number) => number) => sample.reduce((sum, z) => sum + f(z), 0) / sample.length

  test('moments that models use', () => {
    expectRelative(mean(Math.abs), meanAbsolute(shape).value, 0.01)
    expectRelative(
      mean((z) => (z < 0 ? z * z : 0)),
      lowerVariance(shape).value,
      0.03,
    )
  })

  test.each([0.005, 0.05, 0.25])('quantile and tail mean at %p', (p) => {
    const below = sample.slice(0, p * sample.length)
    expectRelative(lawQuantile(shape, p), sample[below.length]!, 0.03)
    expectRelative(lawTailMean(shape, p), below.reduce((sum, z) => sum + z, 0) / below.length, 0.03)
  })
})

test('moments of the skewed law meet those of the symmetric one, and mirror', () => {
  const at = (lambda: number) => ({distribution: 'skew-t' as const, nu: 5, lambda})
  expectRelative(meanAbsolute(at(0)).value, meanAbsolute({distribution: 't', nu: 5, lambda: 0}).value, 1e-12)
  expectRelative(meanAbsolute(at(0.4)).value, meanAbsolute(at(-0.4)).value, 1e-12)
  expectRelative(lowerVariance(at(0.4)).value + lowerVariance(at(-0.4)).value, 1, 1e-12)
  expectRelative(lowerVariance(at(0)).value, 0.5, 1e-12)
})

describe('simulated processes have the variance that they should', () => {
  const cases: [string, Process][] = [
    ['garch', garch],
    [
      'gjr skew-t',
      {
        specification: {model: 'gjr', distribution: 'skew-t'},
        parameters: {omega: 2e-5, alpha: 0.03, gamma: 0.08, beta: 0.88, nu: 9, lambda: -0.3},
        nextVariance: 4e-4,
      },
    ],
    [
      'egarch',
      {
        specification: {model: 'egarch', distribution: 'normal'},
        parameters: {omega: -0.4, alpha: -0.06, gamma: 0.18, beta: 0.95},
        nextVariance: 4e-4,
      },
    ],
  ]
  test.each(cases)('%s, one and ten bars ahead', (_, process) => {
    const paths = 40_000
    const random = stream(12)
    const out = new Float64Array(10)
    const squares = new Float64Array(10)
    for (let path = 0; path < paths; path++) {
      simulateReturns(process, random, out)
      for (let k = 0; k < 10; k++) squares[k]! += (out[k]! * out[k]!) / paths
    }
    const {variances, kind} = forecastVariance(process, 10)
    expect(kind).toBe('mean')
    expectRelative(squares[0], variances[0]!, 0.03)
    expectRelative(squares[9], variances[9]!, 0.05)
  })

  test('a long forecast ends at the unconditional variance', () => {
    for (const [, process] of cases) {
      const last = forecastVariance(process, 3000).variances.at(-1)
      const whole = {...specification, ...process.specification}
      expectRelative(last, unconditionalVarianceOf(whole, process.parameters).value!, 1e-9)
    }
  })
})

test('an EGARCH with Student-t residuals has no mean variance: its forecast says what it is instead', () => {
  const process: Process = {
    specification: {model: 'egarch', distribution: 't'},
    parameters: {omega: -0.4, alpha: -0.06, gamma: 0.18, beta: 0.95, nu: 5},
    nextVariance: 4e-4,
  }
  const forecast = forecastVariance(process, 2)
  expect(forecast).toMatchObject({kind: 'exp-mean-log', total: {value: null}})
  expect(forecast.variances[1]).toBeCloseTo(Math.exp(-0.4 + 0.95 * Math.log(4e-4)), 12)
  const whole = {...specification, ...process.specification}
  expect(unconditionalVarianceOf(whole, process.parameters)).toMatchObject({value: null})
})

test('the fast GARCH path is the general one', () => {
  const fast = simulateReturns(garch, stream(5), new Float64Array(100))
  const step = varianceStep(garch)
  const draw = residualSampler(garch)
  const random = stream(5)
  let h = garch.nextVariance
  fast.forEach((value) => {
    const z = draw(random)
    expectRelative(value, Math.sqrt(h) * z, 1e-12)
    h = step(h, z)
  })
})
