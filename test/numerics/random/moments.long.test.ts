import {exponential} from '../../../src/numerics/random/exponential.js'
import {gamma} from '../../../src/numerics/random/gamma.js'
import {fillNormal, normal} from '../../../src/numerics/random/normal.js'
import {poisson} from '../../../src/numerics/random/poisson.js'
import {stream, type Stream} from '../../../src/numerics/random/stream.js'
import {student} from '../../../src/numerics/random/student.js'

const N = 200_000

/** Sample mean and variance of n draws, and how many standard errors each is off. */
function off(draw: (random: Stream) => number, mean: number, variance: number, kurtosis: number): [number, number] {
  const random = stream(20240601)
  let sum = 0
  let squares = 0
  for (let i = 0; i < N; i++) {
    const x = draw(random) - mean
    sum += x
    squares += x * x
  }
  const seMean = Math.sqrt(variance / N)
  const seVariance = variance * Math.sqrt((kurtosis - 1) / N)
  return [sum / N / seMean, (squares / N - variance) / seVariance]
}

test.each<[string, (random: Stream) => number, number, number, number]>([
  ['uniform', (random) => random.uniform(), 1 / 2, 1 / 12, 1.8],
  ['open uniform', (random) => random.uniformOpen(), 1 / 2, 1 / 12, 1.8],
  ['normal', normal, 0, 1, 3],
  ['exponential', exponential, 1, 1, 9],
  ['gamma 0.3', (random) => gamma(random, 0.3), 0.3, 0.3, 3 + 6 / 0.3],
  ['gamma 7', (random) => gamma(random, 7), 7, 7, 3 + 6 / 7],
  ['Student-t 9', (random) => student(random, 9), 0, 1, 3 + 6 / 5],
  ['Student-t without end', (random) => student(random, Infinity), 0, 1, 3],
  ['Poisson 0.2', (random) => poisson(random, 0.2), 0.2, 0.2, 3 + 1 / 0.2],
  ['Poisson 9.5', (random) => poisson(random, 9.5), 9.5, 9.5, 3 + 1 / 9.5],
  ['Poisson 10', (random) => poisson(random, 10), 10, 10, 3.1],
  ['Poisson 2000', (random) => poisson(random, 2000), 2000, 2000, 3],
  ['Poisson 1e12', (random) => poisson(random, 1e12), 1e12, 1e12, 3],
])('%s: mean and variance within four standard errors', (_, draw, mean, variance, kurtosis) => {
  for (const z of off(draw, mean, variance, kurtosis)) expect(Math.abs(z)).toBeLessThan(4)
})

test('the normal tail: as many draws beyond 3, 4 and 5 as there should be', () => {
  const random = stream(5)
  const n = 4_000_000
  const beyond = [0, 0, 0]
  for (let i = 0; i < n; i++) {
    const x = Math.abs(normal(random))
    if (x > 3) beyond[x > 5 ? 2 : x > 4 ? 1 : 0]! += 1
  }
  const expected = [2.699796063e-3 - 6.334248367e-5, 6.334248367e-5 - 5.733031437e-7, 5.733031437e-7].map((p) => p * n)
  beyond.forEach((count, i) => {
    expect(Math.abs(count - expected[i]!) / Math.sqrt(expected[i]!)).toBeLessThan(4)
  })
})

test.each([0.7, 12, 300])('Poisson %p: each probability, by chi-squared', (mean) => {
  const random = stream(13)
  const n = 200_000
  const counts = new Map<number, number>()
  for (let i = 0; i < n; i++) {
    const k = poisson(random, mean)
    counts.set(k, (counts.get(k) ?? 0) + 1)
  }
  let chi2 = 0
  let cells = 0
  let logMass = -mean
  for (let k = 0; k < mean + 12 * Math.sqrt(mean) + 12; k++) {
    if (k > 0) logMass += Math.log(mean / k)
    const expected = n * Math.exp(logMass)
    if (expected < 10) continue
    chi2 += ((counts.get(k) ?? 0) - expected) ** 2 / expected
    cells++
  }
  expect((chi2 - cells) / Math.sqrt(2 * cells)).toBeLessThan(4)
})

test('fillNormal draws what normal draws', () => {
  const random = stream(3)
  expect([...fillNormal(stream(3), new Float64Array(5000))]).toEqual(Array.from({length: 5000}, () => normal(random)))
})

test.each<[string, () => number]>([
  ['gamma', () => gamma(stream(1), 0)],
  ['gamma', () => gamma(stream(1), Number.NaN)],
  ['Student-t', () => student(stream(1), 2)],
  ['Poisson', () => poisson(stream(1), -1)],
  ['Poisson', () => poisson(stream(1), Number.NaN)],
  ['Poisson', () => poisson(stream(1), Infinity)],
])('%s refuses parameters it has no distribution for', (_, draw) => {
  expect(draw).toThrow(expect.objectContaining({code: 'RANDOM_PARAMETER'}))
})

test('a Poisson with mean 0 is 0', () => {
  expect(poisson(stream(1), 0)).toBe(0)
})
