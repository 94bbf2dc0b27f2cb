import {fitGarch} from '../../src/market/volatility/garch.js'
import type {GarchSpecification} from '../../src/market/volatility/model.js'
import {type Process, simulateReturns} from '../../src/market/volatility/process.js'
import {fillNormal} from '../../src/numerics/random/normal.js'
import {stream} from '../../src/numerics/random/stream.js'
import {type BenchCase, median} from './case.js'

const PROCESS: Process = {
  specification: {model: 'garch', distribution: 'normal'},
  parameters: {mu: 0, omega: 2e-5, alpha: 0.08, beta: 0.9},
  nextVariance: 1e-3,
}
const STEPS = 1000

/** The median time of `work`, in milliseconds, after a warm-up. */
function medianMs(work: () => unknown): number {
  for (let i = 0; i < 10; i++) work()
  const times = Array.from({length: 21}, () => {
    const start = performance.now()
    work()
    return performance.now() - start
  })
  return median(times)
}

const millionsASecond = (count: number, ms: number): number => count / ms / 1000

function fitCase(id: string, specification: Partial<GarchSpecification>, bar?: string): BenchCase {
  return {
    id,
    unit: 'ms',
    ...(bar === undefined ? {} : {bar}),
    run() {
      const law = specification.distribution === 't' ? {distribution: 't' as const, nu: 5} : undefined
      const process = law
        ? {...PROCESS, specification: {model: 'garch' as const, ...law}, parameters: {...PROCESS.parameters, nu: 5}}
        : PROCESS
      const returns = simulateReturns(process, stream(1), new Float64Array(2000))
      return medianMs(() => fitGarch(returns, specification))
    },
  }
}

export const volatilityCases: BenchCase[] = [
  fitCase('volatility.garch-normal-fit-2000', {}, '< 5 ms'),
  fitCase('volatility.garch-t-fit-2000', {distribution: 't'}, '< 20 ms'),
  fitCase('volatility.gjr-skew-t-fit-2000', {model: 'gjr', distribution: 'skew-t'}),
  fitCase('volatility.egarch-normal-fit-2000', {model: 'egarch'}),
  {
    id: 'volatility.garch-simulation',
    unit: 'million steps/s/core',
    bar: '>= 50',
    run() {
      const out = new Float64Array(STEPS)
      const paths = 2000
      let seed = 0
      const ms = medianMs(() => {
        const random = stream(seed++)
        for (let path = 0; path < paths; path++) simulateReturns(PROCESS, random, out)
      })
      return millionsASecond(paths * STEPS, ms)
    },
  },
  {
    id: 'volatility.normal-variates',
    unit: 'million/s/core',
    run() {
      const out = new Float64Array(1_000_000)
      return millionsASecond(
        out.length,
        medianMs(() => fillNormal(stream(1), out)),
      )
    },
  },
]
