import {LARGEST_WEIGHT, tiltedDays} from '../../../../src/insurance/simulation/paths/tilted-days.js'
import {proportion, weightedProportion} from '../../../../src/insurance/simulation/proportion.js'
import {stream} from '../../../../src/numerics/random/stream.js'
import {binomialSf} from '../../../../src/numerics/special/binomial.js'

/** A history of 1,000 days of which 4 go far. */
const HISTORY = 1000
const FAR = 4
const reach = Float64Array.from({length: HISTORY}, (_, day) => (day < FAR ? 12 : 1 + (day % 3) / 3))
const DAYS = 60
const PATHS = 12_000

function sample(seed: number, hit: (far: number) => boolean) {
  const tilted = tiltedDays(reach)
  const random = stream(seed)
  const days = new Int32Array(DAYS)
  const weights = new Float64Array(PATHS)
  const hits = weights.map((_, row) => {
    weights[row] = tilted.draw(random, days)
    return hit(days.filter((day) => day < FAR).length) ? 1 : 0
  })
  return {hits, weights}
}

test('weights average to one and none is larger than is said', () => {
  const {weights} = sample(1, () => true)
  expect(Math.max(...weights)).toBeLessThanOrEqual(LARGEST_WEIGHT)
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / PATHS
  const squares = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / PATHS
  expect(Math.abs(mean - 1)).toBeLessThan(4 * Math.sqrt(squares / PATHS))
})

test.each([1, 2, 3])(
  'at least %d far days: as the binomial law says, with a smaller error than plain paths',
  (least) => {
    const known = binomialSf(least - 1, DAYS, FAR / HISTORY)
    const z: number[] = []
    let error = 0
    for (let seed = 10; seed < 18; seed++) {
      const {hits, weights} = sample(seed, (far) => far >= least)
      const found = weightedProportion(hits, weights, LARGEST_WEIGHT)
      z.push((found.value - known) / found.standardError)
      error = found.standardError
      expect(found.atMost).toBeGreaterThan(found.value)
    }
    // Eight standard normal scores: none beyond 4, their mean within 4 of its own deviation.
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(4)
    expect(Math.abs(z.reduce((sum, each) => sum + each, 0))).toBeLessThan(4 * Math.sqrt(8))
    if (least > 1) expect(error).toBeLessThan(0.6 * Math.sqrt((known * (1 - known)) / PATHS))
  },
)

test('without hits, and with few, the bound is the one that holds whatever they weigh', () => {
  const weights = new Float64Array(1000).fill(1)
  const none = weightedProportion(new Uint8Array(1000), weights, LARGEST_WEIGHT)
  expect(none).toMatchObject({value: 0, hits: 0, atLeast: 0})
  expect(none.atMost).toBeCloseTo(LARGEST_WEIGHT * proportion(0, 1000).atMost, 12)
  const few = weightedProportion(
    weights.map((_, row) => (row < 5 ? 1 : 0)),
    weights,
    LARGEST_WEIGHT,
  )
  expect(few.atMost).toBeGreaterThan(proportion(5, 1000).atMost)
})
