import {fitGarch, type GarchFit} from '../../../src/market/volatility/garch.js'
import type {ByParameter, Distribution, ParameterName, VarianceModel} from '../../../src/market/volatility/model.js'
import {expectRelative, golden} from '../../helpers/goldens.js'

const synth = golden('garch_synth')
const returns: number[] = synth.returnsPercent
const LAW: Record<string, Distribution> = {norm: 'normal', t: 't', skewt: 'skew-t'}

interface Case {
  model: VarianceModel
  dist: string
  loglik: number
  params: Record<ParameterName, number>
  paramOrder: ParameterName[]
  se_hessian: number[]
  se_opg: number[]
  se_robust_bw: number[]
}

describe.each(Object.entries<Case>(synth.cases))('%s, fitted to the synthetic series', (_, known) => {
  let fit: GarchFit
  const order = known.paramOrder
  const each = (found: ByParameter<number | null>, expected: number[], tolerance: number) => {
    order.forEach((name, i) => {
      expectRelative(found[name] ?? undefined, expected[i]!, tolerance)
    })
  }
  beforeAll(() => {
    fit = fitGarch(returns, {model: known.model, distribution: LAW[known.dist]!}, 'percent')
  })

  test('estimates agree to ten digits (published tolerance 1e-5)', () => {
    expect(Object.keys(fit.parameters)).toEqual(order)
    each(
      fit.parameters,
      order.map((name) => known.params[name]),
      1e-10,
    )
  })

  test('the log-likelihood agrees to 1e-9', () => {
    expect(Math.abs(fit.logLikelihood - known.loglik)).toBeLessThan(1e-9)
  })

  test('so do the standard errors', () => {
    each(fit.standardErrors.hessian, known.se_hessian, 1e-6)
    each(fit.standardErrors.opg, known.se_opg, 1e-9)
    each(fit.standardErrors.sandwich, known.se_robust_bw, 2e-6)
  })

  test('the optimum is an optimum, and says by how much', () => {
    expect(fit.convergence.decrement).toBeLessThan(1e-9)
    expect(fit.warnings).toEqual([])
  })
})
