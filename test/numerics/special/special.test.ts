import {readFileSync} from 'node:fs'

import {betaQuantile, betaQuantileUpper, betaRegularised} from '../../../src/numerics/special/beta.js'
import {
  binomialCdf,
  binomialSf,
  clopperPearsonLower,
  clopperPearsonUpper,
} from '../../../src/numerics/special/binomial.js'
import {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareQuantileUpper,
  chiSquareSf,
  gammaP,
  gammaQ,
} from '../../../src/numerics/special/gamma.js'
import {deviance, logGamma, stirlingError} from '../../../src/numerics/special/log-gamma.js'
import {
  erfc,
  logNormalCdf,
  normalCdf,
  normalQuantile,
  normalSf,
  normalTailMean,
} from '../../../src/numerics/special/normal.js'
import {
  studentTCdf,
  studentTPdf,
  studentTQuantile,
  studentTSf,
  studentTTailMean,
} from '../../../src/numerics/special/student-t.js'

const golden = JSON.parse(readFileSync('test/goldens/special.json', 'utf8'))
const grid = JSON.parse(readFileSync('test/goldens/special_grid.json', 'utf8'))

type Rows = readonly (readonly number[])[]

/** Rows whose value is off by more than the tolerance: calculated, expected, relative error. */
function misses(rows: Rows, f: (...a: number[]) => number, tolerance: number) {
  return rows.flatMap((row) => {
    const expected = row.at(-1)!
    const calculated = f(...row.slice(0, -1))
    const error = expected === 0 ? Math.abs(calculated) : Math.abs(calculated / expected - 1)
    return error <= tolerance ? [] : [{at: row.slice(0, -1), calculated, expected, error}]
  })
}

const FUNCTIONS: Record<string, (...a: number[]) => number> = {
  logGamma,
  normalCdf,
  logNormalCdf,
  normalQuantile,
  erfc,
  chiSquareSf,
  chiSquareQuantileUpper,
  betaRegularised: (a, b, x) => betaRegularised(a, b, x),
  binomialSf,
  studentTCdf,
  studentTQuantile,
  clopperPearsonUpper,
  clopperPearsonLower,
}

test.each(Object.entries(FUNCTIONS))('%s on the grid of hard arguments', (name, f) => {
  expect(grid[name].length).toBeGreaterThan(5)
  expect(misses(grid[name], f, grid.tolerance.rel)).toEqual([])
})

const GOLDEN: [string, Rows, (...a: number[]) => number][] = [
  ['normCdf', golden.normCdf, normalCdf],
  ['normSf', golden.normSf, normalSf],
  ['normInv', golden.normInv, normalQuantile],
  ['chi2Sf', golden.chi2Sf, chiSquareSf],
  ['betaInc', golden.betaInc, (a, b, x) => betaRegularised(a, b, x)],
  ['tCdf', golden.tCdf, studentTCdf],
  ['tInv', golden.tInv, studentTQuantile],
  ['gammaln', golden.gammaln, logGamma],
]

test.each(GOLDEN)('golden %s', (_, rows, f) => {
  expect(misses(rows, f, golden.tolerance.rel)).toEqual([])
})

test('golden VaR and ES of the unit-variance t and of the normal', () => {
  const unit = (nu: number) => Math.sqrt((nu - 2) / nu)
  const t = golden.standardisedT as {nu: number; p: number; VaR: number; ES: number}[]
  const rows = (key: 'ES' | 'VaR') => t.map((row) => [row.p, row.nu, row[key]])
  expect(misses(rows('VaR'), (p, nu) => studentTQuantile(p, nu) * unit(nu), 1e-12)).toEqual([])
  expect(misses(rows('ES'), (p, nu) => studentTTailMean(p, nu) * unit(nu), 1e-12)).toEqual([])
  const normal = golden.normalVaRES as {p: number; VaR: number; ES: number}[]
  expect(
    misses(
      normal.map((row) => [row.p, row.ES]),
      normalTailMean,
      1e-12,
    ),
  ).toEqual([])
  expect(studentTTailMean(0.01, 1)).toBe(-Infinity)
})

test('quantiles invert their distribution functions far into both tails', () => {
  for (const p of [1e-200, 1e-16, 1e-8, 0.01, 0.2, 0.4999, 0.5, 0.7]) {
    expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 12)
    for (const df of [1, 2.5, 7, 400]) {
      if (p < 1e-100) continue
      expect(studentTCdf(studentTQuantile(p, df), df) / p).toBeCloseTo(1, 11)
      expect(chiSquareCdf(chiSquareQuantile(p, df), df) / p).toBeCloseTo(1, 11)
      expect(chiSquareSf(chiSquareQuantileUpper(p, df), df) / p).toBeCloseTo(1, 10)
    }
    for (const [a, b] of [
      [0.5, 3],
      [38, 1463],
      [10_001, 990_000],
    ] as const) {
      if (p < 1e-20) continue
      expect(betaRegularised(a, b, betaQuantile(a, b, p)) / p).toBeCloseTo(1, 9)
      const x = betaQuantileUpper(a, b, p)
      if (x < 0.9) expect(betaRegularised(b, a, 1 - x, x) / p).toBeCloseTo(1, 9)
    }
  }
})

test('binomial tails are the sums that they stand for', () => {
  const [n, p] = [25, 0.13]
  const choose = (k: number) => Array.from({length: k}, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1)
  let sum = 0
  for (let k = 0; k < n; k++) {
    sum += choose(k) * p ** k * (1 - p) ** (n - k)
    expect(binomialCdf(k, n, p)).toBeCloseTo(sum, 14)
    expect(binomialSf(k, n, p)).toBeCloseTo(1 - sum, 14)
  }
  expect([binomialCdf(-1, n, p), binomialCdf(n, n, p), binomialSf(-1, n, p), binomialSf(n, n, p)]).toEqual([0, 1, 1, 0])
})

test('the ends of each domain', () => {
  expect([normalQuantile(0), normalQuantile(1), normalCdf(-Infinity), normalCdf(Infinity)]).toEqual([
    -Infinity,
    Infinity,
    0,
    1,
  ])
  expect([erfc(Infinity), erfc(-Infinity), erfc(0)]).toEqual([0, 2, 1])
  expect([gammaP(2, 0), gammaQ(2, 0), gammaP(2, Infinity), gammaQ(2, Infinity)]).toEqual([0, 1, 1, 0])
  expect([betaRegularised(2, 3, 0), betaRegularised(2, 3, 1)]).toEqual([0, 1])
  expect([betaQuantile(2, 3, 0), betaQuantile(2, 3, 1)]).toEqual([0, 1])
  expect([betaQuantileUpper(2, 3, 0), betaQuantileUpper(2, 3, 1)]).toEqual([1, 0])
  expect([chiSquareQuantile(0, 3), chiSquareQuantile(1, 3)]).toEqual([0, Infinity])
  expect([chiSquareQuantileUpper(0, 3), chiSquareQuantileUpper(1, 3)]).toEqual([Infinity, 0])
  expect([studentTQuantile(0, 3), studentTQuantile(1, 3), studentTQuantile(0.5, 3)]).toEqual([-Infinity, Infinity, 0])
  expect([studentTCdf(-Infinity, 3), studentTSf(-Infinity, 3)]).toEqual([0, 1])
  expect([clopperPearsonUpper(9, 9, 0.05), clopperPearsonLower(0, 9, 0.05)]).toEqual([1, 0])
  for (const nonsense of [
    logGamma(-1),
    gammaP(-1, 1),
    gammaQ(1, Number.NaN),
    betaRegularised(0, 1, 0.5),
    studentTCdf(1, 0),
    normalQuantile(1.5),
    normalCdf(Number.NaN),
    betaQuantile(1, 1, -1),
  ]) {
    expect(nonsense).toBeNaN()
  }
})

test('the pieces: Stirling error, deviance, density', () => {
  expect(stirlingError(1)).toBeCloseTo(1 - 0.5 * Math.log(2 * Math.PI), 14)
  expect(stirlingError(9.999)).toBeCloseTo(stirlingError(10), 5)
  expect(deviance(0, 3)).toBe(3)
  expect(deviance(2, 1)).toBeCloseTo(2 * Math.log(2) - 1, 15)
  expect(deviance(1e6 + 1, 1e6)).toBeCloseTo(0.5e-6, 11)
  expect(studentTPdf(0.7, 3) * 1e-5).toBeCloseTo(studentTCdf(0.700005, 3) - studentTCdf(0.699995, 3), 13)
})
