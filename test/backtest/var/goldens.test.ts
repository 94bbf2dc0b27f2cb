import {berkowitz, berkowitzOfScores} from '../../../src/backtest/var/berkowitz.js'
import {binomial} from '../../../src/backtest/var/binomial.js'
import {conditionalCoverage, independence} from '../../../src/backtest/var/christoffersen.js'
import {dq} from '../../../src/backtest/var/dq.js'
import {duration, spellsOf} from '../../../src/backtest/var/duration.js'
import {hitsOf} from '../../../src/backtest/var/hits.js'
import {pof} from '../../../src/backtest/var/pof.js'
import {tbf, tbfi} from '../../../src/backtest/var/tbf.js'
import {trafficLight} from '../../../src/backtest/var/traffic-light.js'
import {tuff} from '../../../src/backtest/var/tuff.js'
import type {ComputedTest, TestResult} from '../../../src/backtest/var/result.js'
import {normalCdf} from '../../../src/numerics/special/normal.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const data = golden('var_backtests')
const {statRel, pRel, durationB} = data.tolerance
const returns = Float64Array.from(data.actual)
const cases = [0.01, 0.025, 0.05].flatMap((p) => ['ewmaNormal', 'hs500'].map((model) => ({p, model})))

function got(result: TestResult): ComputedTest {
  if (result.reason !== undefined) throw new Error(`${result.id}: ${result.reason}`)
  return result
}

/** Statistic and p-value within the golden's tolerance, or one of them alone. */
function check(result: TestResult, expected: {statistic: number; p?: number}) {
  const {statistic, pValue} = got(result)
  expectRelative(statistic, expected.statistic, statRel)
  if (expected.p !== undefined) expectRelative(pValue, expected.p, pRel)
}

describe.each(cases)('$model at $p', ({p, model}) => {
  const valueAtRisk = Float64Array.from(data.forecasts[p][model].VaR)
  const hits = hitsOf(returns, valueAtRisk, p)
  const e = data.expected[`${p}|${model}`]
  const r = data.crossCheckR[`${p}|${model}`]

  test('hits', () => {
    expect([hits.periods, hits.days.length]).toEqual([e.T, e.exceptions])
  })

  test('coverage', () => {
    check(pof(hits), {statistic: e.kupiec.LR, p: e.kupiec.p})
    check(tuff(hits), {statistic: e.tuff.LR, p: e.tuff.p})
    expect(got(tuff(hits)).details['first']).toBe(e.tuff.first)
    check(binomial(hits), {statistic: e.binomialZ})
    check(tbfi(hits), {statistic: e.haas.TBFI, p: e.haas.p_TBFI})
    check(tbf(hits), {statistic: e.haas.TBF, p: e.haas.p_TBF})
    expectRelative(got(pof(hits)).statistic, r.uc, 1e-9)
  })

  test('independence and conditional coverage, both conventions', () => {
    const c = e.christoffersen
    check(independence(hits), {statistic: c.LR_ind, p: c.p_ind})
    expect(got(independence(hits)).details).toMatchObject({n00: c.n00, n01: c.n01, n10: c.n10, n11: c.n11})
    check(conditionalCoverage(hits), {statistic: c.LR_cc, p: c.p_cc})
    const {details} = got(conditionalCoverage(hits))
    expectRelative(details['conditionalStatistic'] as number, c.LR_cc_conditional, statRel)
    expectRelative(details['conditionalPValue'] as number, c.p_cc_conditional, pRel)
  })

  test('durations', () => {
    const w = e.durationWeibull
    expect([...spellsOf(hits).durations]).toEqual(w.durations)
    check(duration(hits), {statistic: w.LR, p: w.p})
    const {details} = got(duration(hits))
    expectRelative(details['b'] as number, w.b, durationB)
    expectRelative(details['b'] as number, r.dur_b, durationB)
    expectRelative(details['logLikelihood'] as number, w.uLL, statRel)
    expectRelative(details['logLikelihoodExponential'] as number, w.rLL, statRel)
  })

  test('dynamic quantile', () => {
    check(dq(hits, valueAtRisk), {statistic: e.dq4.DQ, p: e.dq4.p})
    expect(got(dq(hits, valueAtRisk)).df).toBe(e.dq4.df)
    const coefficients = got(dq(hits, valueAtRisk)).details['coefficients'] as number[]
    e.dq4.beta.forEach((beta: number, i: number) => {
      expectRelative(coefficients[i], beta, 1e-8)
    })
  })

  test('traffic light', () => {
    const {statistic, pValue, details} = got(trafficLight(hits))
    expectRelative(statistic, e.trafficLight.cumProb, 1e-9)
    expectRelative(pValue, e.trafficLight.probAtLeast, pRel)
    expect(details['zone']).toBe(e.trafficLight.zone)
    expect(details).not.toHaveProperty('multiplierFrtb')
  })
})

test('Berkowitz on the normal scores, and on their PITs', () => {
  const scores = returns.map((r, t) => r / (data.sigma[t] as number))
  const e = data.expected.berkowitz_ewmaNormal
  check(berkowitzOfScores(scores), {statistic: e.LR, p: e.p})
  const {details} = got(berkowitzOfScores(scores))
  expectRelative(details['intercept'] as number, e.mu, statRel) // what the golden calls mu is the intercept
  for (const name of ['rho', 'sigma2']) expectRelative(details[name] as number, e[name], statRel)
  // A PIT near 1 has lost the last digits of its score, so this is the same only to seven.
  expectRelative(got(berkowitz(scores.map(normalCdf))).statistic, e.LR, 1e-7)
})
