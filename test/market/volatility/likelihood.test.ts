import {likelihoodOf} from '../../../src/market/volatility/likelihood.js'
import type {Distribution, GarchSpecification, Presample, VarianceModel} from '../../../src/market/volatility/model.js'
import {SLOT, SLOTS} from '../../../src/market/volatility/variance.js'
import {golden} from '../../helpers/goldens.js'

const returns = Float64Array.from(golden('garch_synth').returnsPercent as number[]).slice(0, 400)
const models: VarianceModel[] = ['garch', 'gjr', 'egarch']
const laws: Distribution[] = ['normal', 't', 'skew-t']
const presamples: Presample[] = ['mean-square', 'unconditional']
const specifications = models.flatMap((model) =>
  laws.flatMap((distribution) =>
    presamples.map((presample): GarchSpecification => ({model, distribution, presample, mean: 'constant'})),
  ),
)
const pointFor = (model: VarianceModel) =>
  model === 'egarch'
    ? Float64Array.of(0.0801, 0.1, -0.05, 0.2, 0.93, 6.1, -0.15)
    : Float64Array.of(0.0801, 0.5, 0.05, model === 'gjr' ? 0.13 : 0, 0.85, 6.1, -0.15)

test.each(specifications)('the gradient of $model, $distribution, $presample is the derivative', (specification) => {
  const {objective} = likelihoodOf(returns, specification)
  const point = pointFor(specification.model)
  const gradient = new Float64Array(SLOTS)
  const ignored = new Float64Array(SLOTS)
  objective(point, gradient)
  for (let slot = 0; slot < SLOTS; slot++) {
    if (gradient[slot] === 0) continue
    const at = (offset: number) =>
      objective(
        point.map((value, i) => (i === slot ? value + offset : value)),
        ignored,
      )
    const step = 1e-4
    const numeric = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)
    // EGARCH's kinks in mu are less than a step apart here and there
    const tolerance = specification.model === 'egarch' && slot === SLOT.mu ? 1e-2 : 1e-6
    expect(Math.abs(numeric - gradient[slot]!)).toBeLessThan(tolerance * (1 + Math.abs(numeric)))
  }
})

test('scores add up to the gradient: OPG of one observation is its square', () => {
  const specification: GarchSpecification = {
    ...{model: 'gjr', distribution: 'skew-t', mean: 'constant', presample: 'unconditional'},
  }
  const one = likelihoodOf(returns.slice(0, 1), specification)
  const gradient = new Float64Array(SLOTS)
  one.objective(pointFor('gjr'), gradient)
  const outer = one.outerProduct()
  for (let i = 0; i < SLOTS; i++) {
    for (let j = 0; j < SLOTS; j++) expect(outer.get(i, j)).toBeCloseTo(gradient[i]! * gradient[j]!, 10)
  }
})

test('outside the domain there is no value', () => {
  const {objective} = likelihoodOf(returns, {...specifications[0]!, presample: 'unconditional'})
  expect(objective(Float64Array.of(0, 1, 0.2, 0, 0.9, 6, 0), new Float64Array(SLOTS))).toBeNaN()
  expect(objective(Float64Array.of(0, -1, 0, 0, 0, 6, 0), new Float64Array(SLOTS))).toBeNaN()
})
