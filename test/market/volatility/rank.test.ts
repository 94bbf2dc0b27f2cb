import {type Candidate, ewmaCandidate, garchCandidate, harCandidate} from '../../../src/market/volatility/candidates.js'
import {rankModels} from '../../../src/market/volatility/rank.js'
import {PlimsollError} from '../../../src/errors.js'
import {golden} from '../../helpers/goldens.js'

const returns = Float64Array.from(golden('garch_synth').returnsPercent as number[], (r) => r / 100)
const history = {returns, realised: returns.map((r) => r * r)}
const garch = garchCandidate({model: 'garch', distribution: 't', mean: 'constant', presample: 'mean-square'})

/** Knows nothing but one variance. */
const constant = (id: string, variance: number): Candidate => ({
  id,
  fit: () => ({variance: () => variance, quantile: () => -2.326 * Math.sqrt(variance), observe: () => undefined}),
})

test('losses of a constant forecast, worked by hand', () => {
  const {ranking, losses} = rankModels(history, [constant('flat', 0.001)], {holdOut: 100, tail: 0.01})
  const last = returns.slice(-100)
  const qlike = last.map((r) => Math.log(0.001) + (r * r) / 0.001)
  const quantile = -2.326 * Math.sqrt(0.001)
  expect([...losses[0]!.qlike]).toEqual([...qlike])
  expect(ranking.models[0]).toMatchObject({
    id: 'flat',
    hits: last.filter((r) => r < quantile).length,
    expectedHits: 1,
    tickRank: 1,
  })
  expect(losses[0]!.tick.every((loss) => loss >= 0)).toBe(true)
})

test('models that follow the volatility beat those that do not, and losses are there for a confidence set', () => {
  const candidates = [constant('ten times too much', 0.01), ewmaCandidate(), harCandidate(), garch]
  const {ranking, losses} = rankModels(history, candidates, {holdOut: 300, refitEvery: 100})
  expect(ranking.models.at(-1)!.id).toBe('ten times too much')
  expect(ranking.models.map(({id}) => id).sort()).toEqual(candidates.map(({id}) => id).sort())
  expect(losses.map(({qlike, tick, hits}) => [qlike.length, tick.length, hits.length])).toEqual(
    new Array(4).fill([300, 300, 300]),
  )
})

test('no fit sees what it is judged on', () => {
  const seen: number[] = []
  const spy: Candidate = {
    id: 'spy',
    fit(part) {
      seen.push(part.returns.length)
      return constant('', 1).fit(part)
    },
  }
  rankModels(history, [spy], {holdOut: 120, refitEvery: 50})
  expect(seen).toEqual([1880, 1930, 1980])
})

test('a model that cannot be fitted is named and does not stop the others', () => {
  const failing: Candidate = {
    id: 'failing',
    fit() {
      throw new PlimsollError('VOLATILITY_NOT_CONVERGED', 'no optimum')
    },
  }
  const {ranking} = rankModels(history, [failing, ewmaCandidate()], {holdOut: 50})
  expect(ranking.failed).toEqual([{id: 'failing', because: 'no optimum'}])
  expect(ranking.models).toHaveLength(1)
  const broken: Candidate = {
    id: 'broken',
    fit() {
      throw new TypeError('a bug')
    },
  }
  expect(() => rankModels(history, [broken])).toThrow(TypeError)
})

test('too little history is refused', () => {
  const short = {returns: returns.slice(0, 230), realised: history.realised.slice(0, 230)}
  expect(() => rankModels(short, [ewmaCandidate()])).toThrow(expect.objectContaining({code: 'VOLATILITY_TOO_SHORT'}))
})

test('carried-forward forecasters agree with a fit over the whole sample', () => {
  const split = 1500
  const first = {returns: returns.subarray(0, split), realised: history.realised.subarray(0, split)}
  const carried = ewmaCandidate().fit(first)
  for (let t = split; t < 2000; t++) carried.observe(returns[t]!, history.realised[t]!)
  expect(carried.variance()).toBeCloseTo(ewmaCandidate().fit(history).variance(), 12)
})
