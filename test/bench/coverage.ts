import {eProcessShortfall, eProcessVar} from '../../src/backtest/es/e-process.js'
import {minimallyBiased, minimallyBiasedRelative} from '../../src/backtest/es/minimally-biased.js'
import {conditionalCalibration} from '../../src/backtest/es/nolde-ziegel.js'
import {hacBound, phasesTest} from '../../src/backtest/overlap.js'
import {berkowitz} from '../../src/backtest/var/berkowitz.js'
import {berkowitzTail} from '../../src/backtest/var/berkowitz-tail.js'
import {binomial} from '../../src/backtest/var/binomial.js'
import {conditionalCoverage, independence} from '../../src/backtest/var/christoffersen.js'
import {coverageBound} from '../../src/backtest/var/coverage-bound.js'
import {dq} from '../../src/backtest/var/dq.js'
import {duration} from '../../src/backtest/var/duration.js'
import {hitsOf} from '../../src/backtest/var/hits.js'
import {pof} from '../../src/backtest/var/pof.js'
import {tbf, tbfi} from '../../src/backtest/var/tbf.js'
import {trafficLight} from '../../src/backtest/var/traffic-light.js'
import {tuff} from '../../src/backtest/var/tuff.js'
import {normal} from '../../src/numerics/random/normal.js'
import {stream} from '../../src/numerics/random/stream.js'
import {normalCdf, normalQuantile, normalTailMean} from '../../src/numerics/special/normal.js'
import type {BenchCase} from './case.js'

const PERIODS = 1_000_000
const P = 0.01

/** Every test that needs no simulation, on a million forecasts of a normal law with moving scale; seconds. */
function million(): number {
  const random = stream(1)
  const sigma = Float64Array.from({length: PERIODS}, (_, t) => 0.01 * (2 + Math.sin(t / 300)))
  const returns = sigma.map((s) => s * normal(random))
  const valueAtRisk = sigma.map((s) => s * normalQuantile(P))
  const shortfall = sigma.map((s) => s * normalTailMean(P))
  const pit = returns.map((r, t) => normalCdf(r / (sigma[t] ?? 1)))
  const sample = {returns, valueAtRisk, shortfall, p: P}
  const start = process.hrtime.bigint()
  const hits = hitsOf(returns, valueAtRisk, P)
  for (const run of [pof, tuff, binomial, tbfi, tbf, independence, conditionalCoverage, duration, trafficLight])
    run(hits)
  coverageBound(hits)
  dq(hits, valueAtRisk)
  berkowitz(pit)
  berkowitzTail(pit, P)
  hacBound(hits, 10)
  phasesTest(hits, 10)
  eProcessVar(sample)
  for (const betting of ['gree', 'grel'] as const) eProcessShortfall(sample, {betting})
  minimallyBiased(sample)
  minimallyBiasedRelative(sample)
  conditionalCalibration(sample)
  return Number(process.hrtime.bigint() - start) / 1e9
}

export const coverageCases: readonly BenchCase[] = [{id: 'coverage.million', unit: 's', bar: '<= 5', run: million}]
