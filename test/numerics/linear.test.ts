import fc from 'fast-check'

import {cholesky, invertPositive, leastSquares, Matrix, solve, solveCholesky} from '../../src/numerics/linear.js'

const close = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-9) => {
  expect(a.length).toBe(b.length)
  for (let i = 0; i < a.length; i++) {
    expect(Math.abs(a[i]! - b[i]!)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(b[i]!)))
  }
}

/** B B' + I: positive definite and never badly conditioned. */
const positive = fc.array(fc.double({min: -3, max: 3, noNaN: true}), {minLength: 16, maxLength: 16}).map((data) => {
  const b = new Matrix(4, 4, data)
  const a = b.times(b.transpose())
  for (let i = 0; i < 4; i++) a.add(i, i, 1)
  return a
})

test('a Cholesky factor multiplies back, solves, and inverts', () => {
  fc.assert(
    fc.property(positive, (a) => {
      const lower = cholesky(a)!
      close(lower.times(lower.transpose()).data, a.data)
      const x = [1, -2, 3, 0.5]
      close(solveCholesky(lower, a.apply(x)), x, 1e-7)
      close(solve(a, a.apply(x))!, x, 1e-7)
      close(invertPositive(a)!.times(a).data, Matrix.identity(4).data, 1e-7)
    }),
    {seed: 1},
  )
})

test('what is not positive definite, or singular, has no factor and no inverse', () => {
  const indefinite = Matrix.of([
    [1, 2],
    [2, 1],
  ])
  const singular = Matrix.of([
    [1, 2],
    [2, 4],
  ])
  expect(cholesky(indefinite)).toBeUndefined()
  expect(invertPositive(indefinite)).toBeUndefined()
  expect(invertPositive(Matrix.of([[Number.NaN]]))).toBeUndefined()
  expect(solve(singular, [1, 1])).toBeUndefined()
  close(solve(indefinite, [5, 4])!, [1, 2])
})

test('an inverse keeps its digits when the variables differ in size by 10^10', () => {
  const inverse = invertPositive(
    Matrix.of([
      [1e20, 5e9],
      [5e9, 1],
    ]),
  )!
  close(inverse.data, [4e-20 / 3, -2e-10 / 3, -2e-10 / 3, 4 / 3], 1e-14)
})

test('least squares: a worked regression', () => {
  // y = 1, 3, 2, 5 on 0, 1, 2, 3: slope 1.1, constant 1.1
  const x = Matrix.of([0, 1, 2, 3].map((t) => [1, t]))
  const fit = leastSquares(x, [1, 3, 2, 5])!
  close(fit.coefficients, [1.1, 1.1])
  close(fit.residuals, [-0.1, 0.8, -1.3, 0.6])
  close(fit.inverseGram.data, [0.7, -0.3, -0.3, 0.2])
})

test('least squares refuses columns that depend on one another, and too few rows', () => {
  expect(leastSquares(Matrix.of([0, 1, 2].map((t) => [1, t, 2 * t + 1])), [1, 2, 3])).toBeUndefined()
  expect(leastSquares(Matrix.of([[1, 2]]), [1])).toBeUndefined()
})

test('residuals are orthogonal to the columns', () => {
  const cell = fc.double({min: -5, max: 5, noNaN: true})
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, cell), {minLength: 6, maxLength: 12}), (rows) => {
      const x = Matrix.of(rows.map(([a, b]) => [1, a, b]))
      const fit = leastSquares(
        x,
        rows.map(([, , y]) => y),
      )
      if (fit) for (const sum of x.transpose().apply(fit.residuals)) expect(Math.abs(sum)).toBeLessThan(1e-9)
    }),
    {seed: 2},
  )
})
