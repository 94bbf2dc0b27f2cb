import {coverageBattery} from '../../src/backtest/battery.js'
import {NORMAL} from '../../src/backtest/es/law.js'
import {EXPLANATIONS, explain} from '../../src/backtest/explanations.js'
import {parseLevel} from '../../src/backtest/level.js'
import {normalCdf} from '../../src/numerics/special/normal.js'
import {expectRelative, golden} from '../helpers/goldens.js'

const data = golden('var_backtests')
const returns = Float64Array.from(data.actual as number[])
const sigma = Float64Array.from(data.sigma as number[])
const forecast = data.forecasts['0.01'].ewmaNormal
const input = {
  returns,
  var: Float64Array.from(forecast.VaR as number[]),
  es: Float64Array.from(forecast.ES as number[]),
  level: 0.99,
}

const byId = (battery: ReturnType<typeof coverageBattery>) =>
  Object.fromEntries(battery.tests.map((test) => [test.id, test]))

test('the battery holds the golden statistics, and is a function of its input', () => {
  const battery = coverageBattery(input)
  const tests = byId(battery)
  const e = data.expected['0.01|ewmaNormal']
  for (const [id, statistic] of [
    ['pof', e.kupiec.LR],
    ['conditional-coverage', e.christoffersen.LR_cc],
    ['tbf', e.haas.TBF],
    ['duration', e.durationWeibull.LR],
    ['dq', e.dq4.DQ],
    ['z1', e.acerbiSzekely.Z1],
    ['z2', e.acerbiSzekely.Z2],
    ['exceedance-residuals', e.mcneilFrey.t0],
  ] as const) {
    expectRelative(tests[id]?.statistic, statistic, 1e-9)
  }
  expect(battery).toMatchObject({periods: 1500, hits: 38, expectedHits: 15, horizonBars: 1, seed: 1, level: 0.99})
  expect(coverageBattery(input)).toEqual(battery)
  expect(tests['z2']).toMatchObject({details: {law: 'normal', seed: 1}})
})

test('PITs and a law bring Berkowitz and Z3; sigma standardises the residuals', () => {
  const pit = returns.map((r, t) => normalCdf(r / sigma[t]!))
  expect(byId(coverageBattery({...input, pit}))['z3']?.reason).toMatch(/no predictive law/)
  const tests = byId(coverageBattery({...input, pit, sigma, law: NORMAL}))
  expect(tests['berkowitz']?.statistic).toBeCloseTo(11.719, 3)
  expect(tests['berkowitz-tail']?.statistic).toBeGreaterThan(0)
  expect(tests['z3']?.pValue).toBe(1 / 500)
  expectRelative(
    tests['exceedance-residuals']?.statistic,
    data.expected['0.01|ewmaNormal'].mcneilFrey.t0_standardised,
    1e-9,
  )
})

test('a constant margin: dq drops it, ES tests refuse', () => {
  const tests = byId(coverageBattery({returns, var: new Float64Array(1500).fill(-0.06), level: 0.99}))
  expect(tests['dq']).toMatchObject({df: 5, details: {dropped: ['VaR']}})
  for (const id of [
    'z1',
    'z2',
    'minimally-biased',
    'exceedance-residuals',
    'conditional-calibration',
    'e-process-es',
  ]) {
    expect(tests[id]?.reason).toMatch(/no ES forecast/)
  }
})

test('overlapping windows get no iid p-value', () => {
  const tests = byId(coverageBattery({...input, horizonBars: 10}))
  for (const id of ['pof', 'independence', 'dq', 'coverage-bound', 'z2', 'berkowitz']) {
    expect(tests[id]?.reason).toMatch(/10 observations overlap/)
  }
  for (const id of ['hac', 'block-bootstrap', 'phases', 'e-process-var', 'e-process-es']) {
    expect(tests[id]?.pValue).toBeGreaterThan(0)
  }
  const wealth = (horizonBars: number) => byId(coverageBattery({...input, horizonBars}))['e-process-es']?.pValue
  expect(wealth(10)).toBeGreaterThan(wealth(1)!)
})

test('a VaR that is mostly positive, and a horizon that is no count, are mistakes of the caller', () => {
  expect(() => coverageBattery({...input, var: input.var.map((v) => -v)})).toThrow(
    expect.objectContaining({code: 'BACKTEST_VAR_SIGN', message: expect.stringContaining('negative number')}),
  )
  for (const horizonBars of [0, 1.5]) {
    expect(() => coverageBattery({...input, horizonBars})).toThrow(expect.objectContaining({code: 'BACKTEST_HORIZON'}))
  }
})

test('every test has an explanation, every name is one test only', () => {
  const ids = new Set(EXPLANATIONS.map(({id}) => id))
  for (const horizonBars of [1, 5]) {
    for (const {id, title} of coverageBattery({...input, horizonBars}).tests) expect(explain(id).title).toBe(title)
  }
  const names = EXPLANATIONS.flatMap(({id, aliases}) => [id, ...aliases])
  expect(new Set(names).size).toBe(names.length)
  expect(ids.size).toBe(EXPLANATIONS.length)
  for (const {asks, formula, source, sign, avoid} of EXPLANATIONS) {
    for (const text of [asks, formula, source, sign, avoid]) expect(text.length).toBeGreaterThan(7)
  }
  expect(explain('Kupiec').id).toBe('pof')
  expect(explain(' Conditional Coverage ').id).toBe('conditional-coverage')
  expect(() => explain('kupeic')).toThrow(
    expect.objectContaining({
      code: 'BACKTEST_UNKNOWN_TEST',
      suggestions: expect.arrayContaining(['Did you mean kupiec?']),
    }),
  )
})

test('confidence levels', () => {
  for (const [text, level] of [
    ['0.99', 0.99],
    ['.975', 0.975],
    ['99%', 0.99],
    ['99.5 %', 0.995],
    ['9750bps', 0.975],
  ] as const) {
    expect(parseLevel(text)).toBe(level)
  }
  for (const [text, meant] of [
    ['0.01', '0.99'],
    ['99', '0.99'],
    ['1', undefined],
    ['0.5', undefined],
    ['high', undefined],
    ['-0.99', undefined],
  ] as const) {
    expect(() => parseLevel(text)).toThrow(
      expect.objectContaining({
        code: 'BACKTEST_LEVEL',
        suggestions: meant === undefined ? [] : [`Did you mean ${meant}?`],
      }),
    )
  }
})
