import {fitGarch} from '../../../src/market/volatility/garch.js'
import type {Distribution, GarchSpecification, VarianceModel} from '../../../src/market/volatility/model.js'
import {simulateReturns} from '../../../src/market/volatility/process.js'
import {normal} from '../../../src/numerics/random/normal.js'
import {stream} from '../../../src/numerics/random/stream.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const synth: number[] = golden('garch_synth').returnsPercent
const models: VarianceModel[] = ['garch', 'gjr', 'egarch']
const laws: Distribution[] = ['normal', 't', 'skew-t']

const simulated = (n: number, seed = 1, parameters = {mu: 0, omega: 2e-6, alpha: 0.1, beta: 0.85}) =>
  simulateReturns(
    {specification: {model: 'garch', distribution: 'normal'}, parameters, nextVariance: 4e-5},
    stream(seed),
    new Float64Array(n),
  )

test.each(models)('%s: the unit of the returns only scales the fit', (model) => {
  const percent = fitGarch(synth.slice(0, 800), {model, distribution: 't'}, 'percent')
  const decimal = fitGarch(
    synth.slice(0, 800).map((r) => r / 100),
    {model, distribution: 't'},
  )
  const p = percent.parameters
  const d = decimal.parameters
  const tolerance = model === 'egarch' ? 1e-6 : 1e-8
  expectRelative(d.mu! * 100, p.mu!, tolerance)
  const omega = model === 'egarch' ? d.omega! + (1 - d.beta!) * Math.log(1e4) : d.omega! * 1e4
  expectRelative(omega, p.omega!, 1e-6)
  for (const name of ['alpha', 'gamma', 'beta', 'nu'] as const) {
    if (p[name] !== undefined) expectRelative(d[name], p[name], tolerance)
  }
  expectRelative(decimal.logLikelihood - 800 * Math.log(100), percent.logLikelihood, 1e-10)
  expectRelative(decimal.nextVariance * 1e4, percent.nextVariance, tolerance)
  expectRelative(decimal.standardErrors.sandwich.mu! * 100, percent.standardErrors.sandwich.mu!, 1e-4)
  if (model === 'egarch') return
  expectRelative(decimal.standardErrors.hessian.omega! * 1e4, percent.standardErrors.hessian.omega!, 1e-4)
})

test('the presample rule changes the fit, and both say which they used', () => {
  const squares = fitGarch(synth, {}, 'percent')
  const long = fitGarch(synth, {presample: 'unconditional'}, 'percent')
  expect(squares.specification.presample).toBe('mean-square')
  expect(squares.constraints).toContain('alpha + beta is not restricted')
  expect(long.constraints).toContain('alpha + beta < 1 (the presample rule needs it)')
  expect(Math.abs(squares.parameters.alpha! - long.parameters.alpha!)).toBeGreaterThan(1e-4)
  expectRelative(long.variances[0], (long.unconditionalVariance as {value: number}).value, 1e-9)
})

test('stationarity is not imposed: an explosive optimum is reported, and what does not exist is not', () => {
  const fit = fitGarch(simulated(1500, 3, {mu: 0, omega: 1e-6, alpha: 0.2, beta: 0.82}))
  expect(fit.persistence).toBeGreaterThan(1)
  expect(fit.halfLife).toEqual({value: null, because: expect.stringContaining('do not die out')})
  expect(fit.unconditionalVariance).toEqual({value: null, because: expect.stringContaining('less than 1')})
  expect(fit.warnings).toEqual([expect.stringContaining('never die out')])
})

test('a zero mean is not a parameter', () => {
  const fit = fitGarch(synth, {mean: 'zero'}, 'percent')
  expect(Object.keys(fit.parameters)).toEqual(['omega', 'alpha', 'beta'])
  expect(fit.aic).toBeCloseTo(6 - 2 * fit.logLikelihood, 9)
  expect(fit.residuals[0]).toBe(synth[0]! / Math.sqrt(fit.variances[0]!))
})

test('returns without clustering: a constant variance under the unconditional rule, and no error of what is fixed', () => {
  const random = stream(4)
  const returns = Float64Array.from({length: 400}, () => normal(random))
  // Shuffled signs of a deterministic size: squares have no news in them at all.
  const flat = returns.map((r, i) => Math.sign(r) * (1 + 0.5 * Math.sin(i * 2.4)))
  const fit = fitGarch(flat, {presample: 'unconditional', mean: 'zero'})
  expect(fit.parameters).toMatchObject({alpha: 0, beta: 0})
  expectRelative(fit.parameters.omega, flat.reduce((sum, r) => sum + r * r, 0) / 400, 1e-8)
  expect(fit.warnings.join(' ')).toContain('No clustering')
  expect(fit.standardErrors.hessian).toMatchObject({alpha: null, beta: null, omega: expect.any(Number)})
  expect(fit.standardErrors.missing).toContain('alpha, beta: held at a bound')
})

test('normal returns make the Student-t fit say that a normal law fits as well', () => {
  const random = stream(8)
  const scale = simulated(600).map((r) => r)
  const uniform = scale.map((r) => Math.sign(r) * (0.5 + random.uniform()))
  const fit = fitGarch(uniform, {distribution: 't', mean: 'zero'})
  expect(fit.parameters.nu).toBe(1000)
  expect(fit.warnings.join(' ')).toContain('a normal law fits as well')
  expect(fit.standardErrors.hessian.nu).toBeNull()
})

describe.each(models)('%s on awkward series never gives a figure that is not a number', (model) => {
  const base = simulated(160, 2)
  const outlier = Float64Array.from(base)
  outlier[80] = 5
  const series: [string, Float64Array][] = [
    ['just long enough', simulated(50, 6)],
    ['one outlier of a thousand deviations', outlier],
    ['two thirds zeros', base.map((r, i) => (i % 3 === 0 ? r : 0))],
    ['a twentyfold step', base.map((r, i) => (i < 80 ? r : 20 * r))],
    ['tiny', base.map((r) => r * 1e-12)],
    ['huge', base.map((r) => r * 1e12)],
    ['rounded', base.map((r) => Math.round(r * 200) / 200)],
    ['alternating', base.map((_, i) => (i % 2 === 0 ? 1 : -1))],
    ['a single move', base.map((_, i) => (i === 80 ? 1 : 0))],
    ['near-integrated', simulated(160, 5, {mu: 0, omega: 1e-9, alpha: 0.1, beta: 0.9})],
  ]

  test.each(series)('%s', (_, returns) => {
    for (const distribution of model === 'egarch' ? laws.slice(0, 2) : laws) {
      try {
        const fit = fitGarch(returns, {model, distribution})
        const figures = [
          ...Object.values(fit.parameters),
          ...Object.values(fit.standardErrors.hessian),
          ...Object.values(fit.standardErrors.sandwich),
          ...Object.values(fit.standardErrors.opg),
          ...[fit.logLikelihood, fit.nextVariance, fit.persistence, fit.convergence.decrement],
          ...[Math.min(...fit.variances), Math.max(...fit.variances)],
          ...[Math.min(...fit.residuals), Math.max(...fit.residuals)],
        ]
        expect(figures.filter((value) => value !== null && !Number.isFinite(value))).toEqual([])
        expect(fit.convergence.decrement).toBeLessThan(1e-3)
      } catch (error) {
        expect(error).toMatchObject({code: 'VOLATILITY_NOT_CONVERGED', exit: 3})
      }
    }
  })
})

test.each<[string, number[], string]>([
  ['too short', synth.slice(0, 49), 'VOLATILITY_TOO_SHORT'],
  ['nothing', [], 'VOLATILITY_TOO_SHORT'],
  ['constant', new Array<number>(100).fill(0.01), 'VOLATILITY_CONSTANT'],
  ['not a number', [...synth.slice(0, 99), Number.NaN], 'VOLATILITY_NOT_FINITE'],
  ['infinite', [Infinity, ...synth.slice(0, 99)], 'VOLATILITY_NOT_FINITE'],
])('refuses %s, by name', (_, returns, code) => {
  expect(() => fitGarch(returns)).toThrow(expect.objectContaining({code}))
})

test('the fit recovers what a simulation was made with', () => {
  const truth = {mu: 0.0005, omega: 2e-6, alpha: 0.05, gamma: 0.08, beta: 0.88, nu: 6}
  const specification: GarchSpecification = {
    model: 'gjr',
    distribution: 't',
    mean: 'constant',
    presample: 'mean-square',
  }
  const returns = simulateReturns(
    {specification, parameters: truth, nextVariance: 6e-5},
    stream(77),
    new Float64Array(8000),
  )
  const fit = fitGarch(returns, specification)
  for (const [name, value] of Object.entries(truth) as [keyof typeof truth, number][]) {
    const error = fit.standardErrors.hessian[name]!
    expect(Math.abs(fit.parameters[name]! - value) / error).toBeLessThan(3.5)
  }
})
