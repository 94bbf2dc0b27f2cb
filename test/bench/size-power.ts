import {Z1, Z2, shortfallRatios, simulateRatio} from '../../src/backtest/es/acerbi-szekely.js'
import {type NullLaw, simulateNull} from '../../src/backtest/es/critical-values.js'
import {eProcessShortfall, eProcessVar} from '../../src/backtest/es/e-process.js'
import {NORMAL, type PredictiveLaw, studentLaw} from '../../src/backtest/es/law.js'
import {exceedanceResiduals} from '../../src/backtest/es/mcneil-frey.js'
import {minimallyBiased, minimallyBiasedRelative} from '../../src/backtest/es/minimally-biased.js'
import {conditionalCalibration} from '../../src/backtest/es/nolde-ziegel.js'
import type {Complete} from '../../src/backtest/es/sample.js'
import {Z3} from '../../src/backtest/es/z3.js'
import {blockBootstrapBound, hacBound, phasesTest} from '../../src/backtest/overlap.js'
import {berkowitz} from '../../src/backtest/var/berkowitz.js'
import {berkowitzTail} from '../../src/backtest/var/berkowitz-tail.js'
import {binomial} from '../../src/backtest/var/binomial.js'
import {conditionalCoverage, independence} from '../../src/backtest/var/christoffersen.js'
import {coverageBound} from '../../src/backtest/var/coverage-bound.js'
import {dq} from '../../src/backtest/var/dq.js'
import {duration} from '../../src/backtest/var/duration.js'
import {hitsOf} from '../../src/backtest/var/hits.js'
import {pof} from '../../src/backtest/var/pof.js'
import type {TestResult} from '../../src/backtest/var/result.js'
import {tbf, tbfi} from '../../src/backtest/var/tbf.js'
import {trafficLight} from '../../src/backtest/var/traffic-light.js'
import {tuff} from '../../src/backtest/var/tuff.js'
import {normal} from '../../src/numerics/random/normal.js'
import {type Stream, stream} from '../../src/numerics/random/stream.js'
import {student} from '../../src/numerics/random/student.js'
import {normalCdf} from '../../src/numerics/special/normal.js'
import {studentTCdf} from '../../src/numerics/special/student-t.js'

/** What is simulated, and what the forecaster believes. Returns have a GARCH(1,1) volatility of mean square 1. */
export interface Scenario {
  readonly id: string
  readonly title: string
  /** Law of the residuals, variance 1, and the law the forecaster takes them to have. */
  readonly truth: Shape
  readonly belief: Shape
  /** Forecast standard deviation from the true one. */
  readonly sigma: (trueSigma: number) => number
  /** Returns over windows of this many bars that overlap; above 1 the volatility is constant. */
  readonly horizonBars: number
}

type Shape = 'normal' | 't4'

const correct = (sigma: number): number => sigma
const short = (sigma: number): number => 0.8 * sigma

export const SCENARIOS: readonly Scenario[] = [
  {id: 'null-normal', title: 'null, normal', truth: 'normal', belief: 'normal', sigma: correct, horizonBars: 1},
  {id: 'null-t4', title: 'null, t4', truth: 't4', belief: 't4', sigma: correct, horizonBars: 1},
  {id: 'constant', title: 'constant', truth: 'normal', belief: 'normal', sigma: () => 1, horizonBars: 1},
  {id: 'small', title: '20% small', truth: 'normal', belief: 'normal', sigma: short, horizonBars: 1},
  {id: 'normal-on-t4', title: 'normal on t4', truth: 't4', belief: 'normal', sigma: correct, horizonBars: 1},
  {id: 'overlap-null', title: 'null', truth: 'normal', belief: 'normal', sigma: correct, horizonBars: 5},
  {id: 'overlap-small', title: '20% small', truth: 'normal', belief: 'normal', sigma: short, horizonBars: 5},
]

/** A sample size and a tail probability. */
export interface Cell {
  readonly periods: number
  readonly p: number
}

export const CELLS: readonly Cell[] = [0.01, 0.05].flatMap((p) => [250, 1000].map((periods) => ({periods, p})))

export interface Rate {
  /** Share of the samples on which the test rejected at 5%; one on which it does not exist is no rejection. */
  readonly rejected: number
  /** Share of the samples on which it does not exist. */
  readonly absent: number
}

export interface CellResult {
  /** Mean share of hits. */
  readonly hitRate: number
  readonly rates: ReadonlyMap<string, Rate>
}

const SIZE = 0.05
/** GARCH(1,1): alpha, beta and omega of an unconditional variance of 1. */
const [ALPHA, BETA] = [0.1, 0.88]
const OMEGA = 1 - ALPHA - BETA
const BURN_IN = 500
const NULL_DRAWS = 4999
const Z3_DRAWS = 999
const BOOTSTRAP = 399

/** The law of a forecast is that of t / sqrt 2, of variance 1, as `student` draws it; `studentLaw` has variance 2. */
const UNIT = {normal: 1, t4: Math.SQRT1_2} as const
const LAWS: Readonly<Record<Shape, PredictiveLaw>> = {normal: NORMAL, t4: studentLaw(4)}
const CDF = {normal: normalCdf, t4: (t: number) => studentTCdf(t, 4)} as const

/** Rejection rates of every test in one cell. Each sample has a stream of its own: the seed alone decides. */
export function simulateCell(scenario: Scenario, cell: Cell, samples: number, seed: number): CellResult {
  const {periods, p} = cell
  const nulls = nullLaws(LAWS[scenario.belief], cell, seed, scenario.horizonBars)
  const rejected = new Map<string, number>()
  const missing = new Map<string, number>()
  let hits = 0
  for (let k = 0; k < samples; k++) {
    const drawn = draw(scenario, cell, stream(seed, k, 1))
    hits += hitsOf(drawn.returns, drawn.valueAtRisk, p).days.length
    for (const [id, pValue] of pValues(drawn, nulls, scenario.horizonBars, k)) {
      rejected.set(id, (rejected.get(id) ?? 0) + (pValue !== undefined && pValue <= SIZE ? 1 : 0))
      missing.set(id, (missing.get(id) ?? 0) + (pValue === undefined ? 1 : 0))
    }
  }
  const rates = [...rejected].map(
    ([id, count]) => [id, {rejected: count / samples, absent: (missing.get(id) ?? 0) / samples}] as const,
  )
  return {hitRate: hits / (samples * periods), rates: new Map(rates)}
}

interface Drawn extends Complete {
  readonly pit: Float64Array
}

function draw({truth, belief, sigma, horizonBars}: Scenario, {periods, p}: Cell, random: Stream): Drawn {
  const moving = horizonBars === 1
  const bars = BURN_IN + periods + horizonBars - 1
  const path = new Float64Array(bars)
  const deviation = new Float64Array(bars)
  let h = 1
  for (let t = 0; t < bars; t++) {
    const z = truth === 'normal' ? normal(random) : student(random, 4)
    deviation[t] = moving ? Math.sqrt(h) : Math.sqrt(horizonBars)
    path[t] = moving ? Math.sqrt(h) * z : z
    h = OMEGA + h * (ALPHA * z * z + BETA)
  }
  const returns = new Float64Array(periods)
  for (let t = 0; t < periods; t++) for (let j = 0; j < horizonBars; j++) returns[t]! += path[BURN_IN + t + j]!
  const scale = deviation.slice(BURN_IN, BURN_IN + periods).map((s) => sigma(s) * UNIT[belief])
  const [quantile, tailMean] = [LAWS[belief].quantile(p), LAWS[belief].tailMean(p)]
  return {
    returns,
    valueAtRisk: scale.map((s) => s * quantile),
    shortfall: scale.map((s) => s * tailMean),
    sigma: scale,
    pit: returns.map((r, t) => CDF[belief](r / scale[t]!)),
    p,
  }
}

interface Nulls {
  readonly law: PredictiveLaw
  readonly z1: NullLaw
  readonly z2: NullLaw
  readonly z3: NullLaw
}

/** The null laws of Z1, Z2 and Z3 do not depend on the sample, so they are simulated once a cell. */
function nullLaws(law: PredictiveLaw, {periods, p}: Cell, seed: number, horizonBars: number): Nulls | undefined {
  if (horizonBars > 1) return undefined
  const drawing = {law, draws: NULL_DRAWS, seed}
  const ranks = (random: Stream): number =>
    lowestMean(
      Float64Array.from({length: periods}, () => random.uniformOpen()),
      law,
      p,
    )
  return {
    law,
    z1: simulateRatio('z1', periods, p, drawing),
    z2: simulateRatio('z2', periods, p, drawing),
    z3: simulateNull({draw: ranks, draws: Z3_DRAWS, seed}),
  }
}

/** Mean of the k = T p lowest outcomes under the law: Z3 is one more than it over a constant, which a p-value does not see. */
function lowestMean(pit: Float64Array, law: PredictiveLaw, p: number): number {
  const lowest = pit
    .slice()
    .sort()
    .subarray(0, Math.floor(pit.length * p + 1e-9))
  return lowest.reduce((sum, u) => sum + law.quantile(u), 0) / lowest.length
}

type PValue = readonly [id: string, pValue: number | undefined]

const named = (test: TestResult): PValue => [test.id, test.pValue]

/** A second p-value that a test carries among its details. */
function beside(test: TestResult, detail: string, label: string): PValue {
  const value = test.reason === undefined ? test.details[detail] : undefined
  return [`${test.id}, ${label}`, typeof value === 'number' ? value : undefined]
}

function pValues(drawn: Drawn, nulls: Nulls | undefined, horizonBars: number, seed: number): PValue[] {
  const {returns, valueAtRisk, shortfall, pit, p} = drawn
  const hits = hitsOf(returns, valueAtRisk, p)
  const wealth = [eProcessVar(drawn, {horizonBars}), eProcessShortfall(drawn, {horizonBars})].map(named)
  if (!nulls) {
    const bootstrap = blockBootstrapBound(hits, horizonBars, {draws: BOOTSTRAP, seed})
    return [hacBound(hits, horizonBars), bootstrap, phasesTest(hits, horizonBars)].map(named).concat(wealth)
  }
  const residuals = exceedanceResiduals(drawn, {draws: BOOTSTRAP, seed})
  const calibration = conditionalCalibration(drawn)
  const ratios = shortfallRatios(returns, valueAtRisk, shortfall, p)
  return [
    ...[coverageBound(hits), trafficLight(hits), pof(hits), tuff(hits), binomial(hits)].map(named),
    ...[independence(hits), conditionalCoverage(hits), tbfi(hits), tbf(hits), duration(hits)].map(named),
    named(dq(hits, valueAtRisk)),
    ...wealth,
    [Z1.id, hits.days.length === 0 ? undefined : nulls.z1.pValue(ratios.z1)],
    [Z2.id, nulls.z2.pValue(ratios.z2)],
    [Z3.id, nulls.z3.pValue(lowestMean(pit, nulls.law, p))],
    ...[minimallyBiased(drawn), minimallyBiasedRelative(drawn), residuals].map(named),
    beside(residuals, 'centredPValue', 'centred'),
    named(calibration),
    beside(calibration, 'shortfallOneSided', 'ES one-sided'),
    ...[berkowitz(pit), berkowitzTail(pit, p)].map(named),
  ]
}
