import {z1, z2} from '../../../src/backtest/es/acerbi-szekely.js'
import {
  eProcessShortfall,
  eProcessVar,
  eValuesOfShortfall,
  eValuesOfVar,
  wealthOf,
} from '../../../src/backtest/es/e-process.js'
import {pastEValueBets} from '../../../src/backtest/es/bets.js'
import {NORMAL} from '../../../src/backtest/es/law.js'
import {exceedanceResiduals} from '../../../src/backtest/es/mcneil-frey.js'
import {minimallyBiased, minimallyBiasedRelative} from '../../../src/backtest/es/minimally-biased.js'
import {conditionalCalibration} from '../../../src/backtest/es/nolde-ziegel.js'
import {z3} from '../../../src/backtest/es/z3.js'
import type {ComputedTest, TestResult} from '../../../src/backtest/var/result.js'
import {normalCdf} from '../../../src/numerics/special/normal.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const data = golden('var_backtests')
const {statRel, pRel, mcneilFreyBootstrapP} = data.tolerance
const returns = Float64Array.from(data.actual)
const sigma = Float64Array.from(data.sigma)
const cases = [0.01, 0.025, 0.05].flatMap((p) => ['ewmaNormal', 'hs500'].map((model) => ({p, model})))

function sampleOf(p: number, model: string) {
  const {VaR, ES} = data.forecasts[p][model]
  return {returns, valueAtRisk: Float64Array.from(VaR), shortfall: Float64Array.from(ES), p}
}

function got(result: TestResult): ComputedTest {
  if (result.reason !== undefined) throw new Error(`${result.id}: ${result.reason}`)
  return result
}

describe.each(cases)('$model at $p', ({p, model}) => {
  const sample = sampleOf(p, model)
  const e = data.expected[`${p}|${model}`]
  const r = data.crossCheckR[`${p}|${model}`]

  test('Acerbi-Szekely Z1 and Z2', () => {
    expectRelative(got(z1(sample)).statistic, e.acerbiSzekely.Z1, statRel)
    expectRelative(got(z2(sample)).statistic, e.acerbiSzekely.Z2, statRel)
    expect(got(z2(sample)).pValue).toBeUndefined()
  })

  test('McNeil-Frey: exact t, bootstrap p as esback has it', () => {
    const plain = got(exceedanceResiduals(sample, {draws: 40_000, seed: 1}))
    expectRelative(plain.statistic, e.mcneilFrey.t0, statRel)
    expectRelative(plain.details['mean'] as number, e.mcneilFrey.mean, statRel)
    expect(plain.details['hits']).toBe(e.mcneilFrey.n)
    expect(Math.abs(plain.pValue! - r.mcneilFrey.pvalue_onesided_simple)).toBeLessThan(mcneilFreyBootstrapP)
    const two = plain.details['twoSided'] as number
    expect(Math.abs(two - r.mcneilFrey.pvalue_twosided_simple)).toBeLessThan(mcneilFreyBootstrapP)
    if (e.mcneilFrey.t0_standardised === undefined) return
    const scaled = got(exceedanceResiduals({...sample, sigma}, {draws: 40_000, seed: 1}))
    expectRelative(scaled.statistic, e.mcneilFrey.t0_standardised, statRel)
    expect(Math.abs(scaled.pValue! - r.mcneilFrey.pvalue_onesided_standardized)).toBeLessThan(mcneilFreyBootstrapP)
  })

  test('Nolde-Ziegel', () => {
    const {pValue, details, df} = got(conditionalCalibration(sample))
    expectRelative(pValue, r.noldeZiegel.pvalue_twosided_simple, pRel)
    expectRelative(details['oneSided'] as number, r.noldeZiegel.pvalue_onesided_simple, pRel)
    expect(df).toBe(2)
  })
})

test('minimally biased', () => {
  const sample = sampleOf(0.025, 'ewmaNormal')
  const e = data.zMinimallyBiased
  expectRelative(got(minimallyBiased(sample)).statistic, e.absMean, statRel)
  expectRelative(got(minimallyBiased(sample)).details['tStatistic'] as number, e.tStat, statRel)
  expectRelative(got(minimallyBiasedRelative(sample)).statistic, e.relMean, statRel)
})

test('Z3 on normal PITs', () => {
  const e = data.expected['acerbi_Z3_normal_0.025']
  // The golden's sigma has ten digits, which is what is left of Z3.
  const result = got(
    z3(
      returns.map((r, t) => normalCdf(r / sigma[t]!)),
      NORMAL,
      0.025,
      {draws: 500, seed: 3},
    ),
  )
  expectRelative(result.details['expectedShortfall'] as number, e.EV_ES_std, statRel)
  expectRelative(result.details['sampleShortfall'] as number, e.ES_std_sample, statRel)
  expectRelative(result.statistic, e.Z3, statRel)
  expect(result.details['k']).toBe(e.k)
  expect(result.pValue).toBeCloseTo(1 / 501, 12)
})

test('e-processes: constant bets and GREE', () => {
  const sample = sampleOf(0.025, 'ewmaNormal')
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length
  expectRelative(mean(eValuesOfShortfall(sample)), data.eprocess.meanE_ES, statRel)
  expectRelative(mean(eValuesOfVar(sample)), data.eprocess.meanE_VaR, statRel)
  for (const [name, run, eValues, betting] of [
    ['ES_const_0_01', eProcessShortfall, eValuesOfShortfall(sample), 0.01],
    ['ES_GREE', eProcessShortfall, eValuesOfShortfall(sample), 'gree'],
    ['VaR_const_0_01', eProcessVar, eValuesOfVar(sample), 0.01],
    ['VaR_GREE', eProcessVar, eValuesOfVar(sample), 'gree'],
  ] as const) {
    const e = data.eprocess[name]
    const {statistic, pValue, details} = got(run(sample, {betting}))
    expectRelative(statistic, e.final, statRel)
    expectRelative(pValue, 1 / e.max, statRel)
    expectRelative(details['log10'] as number, e.log10final, statRel)
    expectRelative(details['finalBet'] as number, e.lambdaFinal, statRel)
    for (const [level, day] of Object.entries(e.firstCrossing)) expect(details[`first${level}`]).toBe(day)
    const bets = betting === 'gree' ? pastEValueBets(eValues, 1) : new Float64Array(returns.length).fill(0.01)
    const {log10} = wealthOf(eValues, bets)
    for (const [day, wealth] of e.at) expectRelative(10 ** log10[day - 1]!, wealth, statRel)
  }
})
