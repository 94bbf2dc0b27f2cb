import {PlimsollError} from '../errors.js'
import {Z1, z1, Z2, z2} from './es/acerbi-szekely.js'
import {eProcessShortfall, eProcessVar} from './es/e-process.js'
import {impliedLaw, type PredictiveLaw} from './es/law.js'
import {exceedanceResiduals, MCNEIL_FREY} from './es/mcneil-frey.js'
import {
  MINIMALLY_BIASED,
  MINIMALLY_BIASED_RELATIVE,
  minimallyBiased,
  minimallyBiasedRelative,
} from './es/minimally-biased.js'
import {conditionalCalibration, NOLDE_ZIEGEL} from './es/nolde-ziegel.js'
import {complete, type ShortfallSample} from './es/sample.js'
import {Z3, z3} from './es/z3.js'
import {blockBootstrapBound, hacBound, phasesTest} from './overlap.js'
import {BERKOWITZ, berkowitz} from './var/berkowitz.js'
import {BERKOWITZ_TAIL, berkowitzTail} from './var/berkowitz-tail.js'
import {BINOMIAL, binomial} from './var/binomial.js'
import {CONDITIONAL_COVERAGE, conditionalCoverage, INDEPENDENCE, independence} from './var/christoffersen.js'
import {COVERAGE_BOUND, coverageBound} from './var/coverage-bound.js'
import {DQ, dq} from './var/dq.js'
import {DURATION, duration} from './var/duration.js'
import {type Hits, hitsOf, tailOf} from './var/hits.js'
import {POF, pof} from './var/pof.js'
import {absent, type Explanation, type TestResult} from './var/result.js'
import {TBF, tbf, TBFI, tbfi} from './var/tbf.js'
import {TRAFFIC_LIGHT, trafficLight} from './var/traffic-light.js'
import {TUFF, tuff} from './var/tuff.js'

/** Forecasts and what came of them. VaR and ES are quantile and tail mean of the return: negative numbers. */
export interface BatteryInput {
  readonly returns: Float64Array
  readonly var: Float64Array
  readonly es?: Float64Array | undefined
  /** Predicted standard deviations: the exceedance residuals are then standardised. */
  readonly sigma?: Float64Array | undefined
  /** P(R_t <= r_t) under the predictive law: needed by Berkowitz and Z3. */
  readonly pit?: Float64Array | undefined
  /** The predictive law, if it moves in scale only; without it the one that VaR and ES imply serves Z1 and Z2. */
  readonly law?: PredictiveLaw | undefined
  /** Confidence: 0.99 for VaR 99%. */
  readonly level: number
  /** Length of the forecast horizon in observations; above 1 the windows overlap and iid tests are left out. */
  readonly horizonBars?: number
  /** Seed of the simulations. */
  readonly seed?: number
}

export interface Battery {
  readonly level: number
  readonly periods: number
  readonly hits: number
  readonly expectedHits: number
  readonly horizonBars: number
  readonly seed: number
  readonly tests: readonly TestResult[]
}

type Test = readonly [Explanation, () => TestResult]

/** Draws of the bootstraps. */
const RESAMPLES = 1999
/** Draws of a null law, and the simulated hits it may cost: beyond them the central limit serves. */
const DRAWS = 5000
const MOST_HITS = 5_000_000
/** Draws of Z3, each of which sorts a whole sample. */
const Z3_DRAWS = 499

/**
 * Every coverage and ES test on one series of forecasts. A test that does not exist on these data says why. Overlapping
 * windows get no iid p-value: only tests that allow for them run.
 * @throws BACKTEST_VAR_SIGN when most VaR forecasts are positive
 */
export function coverageBattery(input: BatteryInput): Battery {
  const {returns, level, horizonBars = 1, seed = 1} = input
  const valueAtRisk = input.var
  const p = tailOf(level)
  const hits = hitsOf(returns, valueAtRisk, p)
  refusePositive(valueAtRisk)
  if (!(Number.isInteger(horizonBars) && horizonBars >= 1)) {
    throw new PlimsollError(
      'BACKTEST_HORIZON',
      `A horizon is a whole number of observations from 1, not ${horizonBars}.`,
    )
  }
  const overlapping = horizonBars > 1
  const sample = {returns, valueAtRisk, shortfall: input.es, sigma: input.sigma, p}
  const reason = `windows of ${horizonBars} observations overlap, so hits depend on each other: no iid p-value; see phases, hac, block-bootstrap and the e-processes`
  const only = (tests: readonly Test[]) => tests.map(([about, run]) => (overlapping ? absent(about, reason) : run()))
  return {
    level,
    periods: returns.length,
    hits: hits.days.length,
    expectedHits: returns.length * p,
    horizonBars,
    seed,
    tests: [
      ...only(ofHits(hits, valueAtRisk)),
      ...(overlapping
        ? [
            hacBound(hits, horizonBars),
            blockBootstrapBound(hits, horizonBars, {draws: RESAMPLES, seed}),
            phasesTest(hits, horizonBars),
          ]
        : []),
      eProcessVar(sample, {horizonBars}),
      eProcessShortfall(sample, {horizonBars}),
      ...only(ofShortfall(sample, input, seed)),
    ],
  }
}

function ofHits(hits: Hits, valueAtRisk: Float64Array): Test[] {
  return [
    [COVERAGE_BOUND, () => coverageBound(hits)],
    [POF, () => pof(hits)],
    [TUFF, () => tuff(hits)],
    [BINOMIAL, () => binomial(hits)],
    [TRAFFIC_LIGHT, () => trafficLight(hits)],
    [INDEPENDENCE, () => independence(hits)],
    [CONDITIONAL_COVERAGE, () => conditionalCoverage(hits)],
    [TBFI, () => tbfi(hits)],
    [TBF, () => tbf(hits)],
    [DURATION, () => duration(hits)],
    [DQ, () => dq(hits, valueAtRisk)],
  ]
}

function ofShortfall(sample: ShortfallSample, {law, pit}: BatteryInput, seed: number): Test[] {
  const draws = DRAWS * sample.returns.length * sample.p <= MOST_HITS ? DRAWS : 0
  const whole = complete(sample)
  const drawing = typeof whole === 'string' ? undefined : {law: law ?? impliedLaw(whole), draws, seed}
  const noPit = 'there are no PITs: VaR and ES do not give the whole predictive distribution'
  const {p} = sample
  return [
    [Z1, () => z1(sample, drawing)],
    [Z2, () => z2(sample, drawing)],
    [
      Z3,
      () =>
        pit && law
          ? z3(pit, law, p, {draws: Z3_DRAWS, seed})
          : absent(Z3, pit ? 'there is no predictive law to send the PITs back through' : noPit),
    ],
    [MINIMALLY_BIASED, () => minimallyBiased(sample)],
    [MINIMALLY_BIASED_RELATIVE, () => minimallyBiasedRelative(sample)],
    [MCNEIL_FREY, () => exceedanceResiduals(sample, {draws: RESAMPLES, seed})],
    [NOLDE_ZIEGEL, () => conditionalCalibration(sample)],
    [BERKOWITZ, () => (pit ? berkowitz(pit) : absent(BERKOWITZ, noPit))],
    [BERKOWITZ_TAIL, () => (pit ? berkowitzTail(pit, p) : absent(BERKOWITZ_TAIL, noPit))],
  ]
}

function refusePositive(valueAtRisk: Float64Array): void {
  const positive = valueAtRisk.reduce((count, v) => count + (v > 0 ? 1 : 0), 0)
  if (2 * positive <= valueAtRisk.length) return
  throw new PlimsollError(
    'BACKTEST_VAR_SIGN',
    `${positive} of ${valueAtRisk.length} VaR forecasts are positive. Here VaR is the quantile of the return, a negative number: a hit is return < var.`,
    {suggestions: ['If your VaR is a loss, change its sign (and that of ES).']},
  )
}
