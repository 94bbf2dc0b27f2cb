import {exponential} from '../../../src/numerics/random/exponential.js'
import {gamma} from '../../../src/numerics/random/gamma.js'
import {normal} from '../../../src/numerics/random/normal.js'
import {skewStudent} from '../../../src/numerics/random/skew-student.js'
import {stream, type Stream} from '../../../src/numerics/random/stream.js'
import {student} from '../../../src/numerics/random/student.js'
import {gammaP} from '../../../src/numerics/special/gamma.js'
import {normalCdf} from '../../../src/numerics/special/normal.js'
import {studentTCdf} from '../../../src/numerics/special/student-t.js'
import {hansenConstants} from '../../../src/numerics/hansen.js'

const N = 20_000

/** Kolmogorov and Smirnov's statistic times sqrt(n): above 1.95 once in a thousand. */
function distance(draw: (random: Stream) => number, cdf: (x: number) => number): number {
  const random = stream(20261122)
  const sample = Float64Array.from({length: N}, () => draw(random)).sort()
  let worst = 0
  sample.forEach((x, i) => {
    const p = cdf(x)
    worst = Math.max(worst, Math.abs(p - i / N), Math.abs(p - (i + 1) / N))
  })
  return worst * Math.sqrt(N)
}

const unitStudentCdf = (x: number, nu: number) => studentTCdf(x * Math.sqrt(nu / (nu - 2)), nu)

function skewCdf(z: number, nu: number, lambda: number): number {
  const {a, b} = hansenConstants(nu, lambda)
  const y = b * z + a
  if (y < 0) return (1 - lambda) * unitStudentCdf(y / (1 - lambda), nu)
  return (1 - lambda) / 2 + (1 + lambda) * (unitStudentCdf(y / (1 + lambda), nu) - 0.5)
}

test.each<[string, (random: Stream) => number, (x: number) => number]>([
  ['uniform', (random) => random.uniform(), (x) => x],
  ['normal', normal, normalCdf],
  ['exponential', exponential, (x) => -Math.expm1(-x)],
  ['gamma 0.4', (random) => gamma(random, 0.4), (x) => gammaP(0.4, x)],
  ['gamma 1', (random) => gamma(random, 1), (x) => gammaP(1, x)],
  ['gamma 12.5', (random) => gamma(random, 12.5), (x) => gammaP(12.5, x)],
  ['Student-t 2.2', (random) => student(random, 2.2), (x) => unitStudentCdf(x, 2.2)],
  ['Student-t 5', (random) => student(random, 5), (x) => unitStudentCdf(x, 5)],
  ['skew-t 4, -0.4', skewStudent(4, -0.4), (x) => skewCdf(x, 4, -0.4)],
  ['skew-t 8, 0.7', skewStudent(8, 0.7), (x) => skewCdf(x, 8, 0.7)],
])('%s is its distribution function, by Kolmogorov-Smirnov', (_, draw, cdf) => {
  expect(distance(draw, cdf)).toBeLessThan(1.95)
})

test('the skewed Student-t has mean 0 and variance 1', () => {
  const random = stream(9)
  const draw = skewStudent(12, 0.6)
  let [sum, squares] = [0, 0]
  for (let i = 0; i < 200_000; i++) {
    const z = draw(random)
    sum += z
    squares += z * z
  }
  expect(Math.abs(sum / 200_000)).toBeLessThan(0.01)
  expect(Math.abs(squares / 200_000 - 1)).toBeLessThan(0.02)
})

test.each([
  [2, 0],
  [5, 1],
  [Infinity, 0],
  [5, Number.NaN],
])('the skewed Student-t refuses nu %p, lambda %p', (nu, lambda) => {
  expect(() => skewStudent(nu, lambda)).toThrow(expect.objectContaining({code: 'RANDOM_PARAMETER'}))
})
