/**
 * A small dense matrix, row by row. Everything here is meant for a few dozen rows: regressions, Hessians, Newton steps.
 */
export class Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: Float64Array

  constructor(rows: number, columns: number, data: ArrayLike<number> = new Float64Array(rows * columns)) {
    this.rows = rows
    this.columns = columns
    this.data = data instanceof Float64Array ? data : Float64Array.from(data)
  }

  static of(rows: readonly (readonly number[])[]): Matrix {
    return new Matrix(rows.length, rows[0]?.length ?? 0, rows.flat())
  }

  static identity(n: number): Matrix {
    const out = new Matrix(n, n)
    for (let i = 0; i < n; i++) out.set(i, i, 1)
    return out
  }

  get(row: number, column: number): number {
    return this.data[row * this.columns + column] as number
  }

  set(row: number, column: number, value: number): void {
    this.data[row * this.columns + column] = value
  }

  add(row: number, column: number, value: number): void {
    this.data[row * this.columns + column] = this.get(row, column) + value
  }

  transpose(): Matrix {
    const out = new Matrix(this.columns, this.rows)
    for (let i = 0; i < this.rows; i++) for (let j = 0; j < this.columns; j++) out.set(j, i, this.get(i, j))
    return out
  }

  times(other: Matrix): Matrix {
    const out = new Matrix(this.rows, other.columns)
    for (let i = 0; i < this.rows; i++) {
      for (let k = 0; k < this.columns; k++) {
        const a = this.get(i, k)
        for (let j = 0; j < other.columns; j++) out.add(i, j, a * other.get(k, j))
      }
    }
    return out
  }

  apply(vector: ArrayLike<number>): Float64Array {
    const out = new Float64Array(this.rows)
    for (let i = 0; i < this.rows; i++) {
      let sum = 0
      for (let j = 0; j < this.columns; j++) sum += this.get(i, j) * (vector[j] as number)
      out[i] = sum
    }
    return out
  }

  /** The rows and columns named, in their order: the part of a Hessian that belongs to the free parameters. */
  select(indices: readonly number[]): Matrix {
    const out = new Matrix(indices.length, indices.length)
    indices.forEach((row, i) => {
      indices.forEach((column, j) => {
        out.set(i, j, this.get(row, column))
      })
    })
    return out
  }
}

/** The inner product of two vectors of one length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

/** The lower triangle L with A = L L'; `undefined` when A is not positive definite to working accuracy. */
export function cholesky(a: Matrix): Matrix | undefined {
  const n = a.rows
  const lower = new Matrix(n, n)
  for (let j = 0; j < n; j++) {
    let diagonal = a.get(j, j)
    for (let k = 0; k < j; k++) diagonal -= lower.get(j, k) ** 2
    // A pivot that lost nearly all its digits says nothing but rounding.
    if (!(diagonal > 1e-14 * Math.abs(a.get(j, j)))) return undefined
    const root = Math.sqrt(diagonal)
    lower.set(j, j, root)
    for (let i = j + 1; i < n; i++) {
      let sum = a.get(i, j)
      for (let k = 0; k < j; k++) sum -= lower.get(i, k) * lower.get(j, k)
      lower.set(i, j, sum / root)
    }
  }
  return lower
}

/** Solves L L' x = b for the triangle that `cholesky` gives. */
export function solveCholesky(lower: Matrix, b: ArrayLike<number>): Float64Array {
  const n = lower.rows
  const x = Float64Array.from(b)
  for (let i = 0; i < n; i++) {
    let sum = x[i] as number
    for (let k = 0; k < i; k++) sum -= lower.get(i, k) * (x[k] as number)
    x[i] = sum / lower.get(i, i)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] as number
    for (let k = i + 1; k < n; k++) sum -= lower.get(k, i) * (x[k] as number)
    x[i] = sum / lower.get(i, i)
  }
  return x
}

/** The inverse of a positive definite matrix, or `undefined` when it is not. */
export function invertPositive(a: Matrix): Matrix | undefined {
  const n = a.rows
  // Unit diagonal first, so that parameters of very different size lose no digits to one another.
  const scale = Float64Array.from({length: n}, (_, i) => 1 / Math.sqrt(a.get(i, i)))
  const scaled = new Matrix(n, n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) scaled.set(i, j, a.get(i, j) * (scale[i] as number) * (scale[j] as number))
  }
  const lower = cholesky(scaled)
  if (!lower) return undefined
  const out = new Matrix(n, n)
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n)
    unit[j] = 1
    const column = solveCholesky(lower, unit)
    for (let i = 0; i < n; i++) out.set(i, j, (column[i] as number) * (scale[i] as number) * (scale[j] as number))
  }
  return out
}

/** Solves A x = b by LU with row pivoting; `undefined` when A is singular. */
export function solve(a: Matrix, b: ArrayLike<number>): Float64Array | undefined {
  const n = a.rows
  const lu = new Matrix(n, n, Float64Array.from(a.data))
  const x = Float64Array.from(b)
  const scale = Math.max(...lu.data.map(Math.abs))
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let i = column + 1; i < n; i++) if (Math.abs(lu.get(i, column)) > Math.abs(lu.get(pivot, column))) pivot = i
    if (!(Math.abs(lu.get(pivot, column)) > 1e-15 * scale)) return undefined
    swapRows(lu, x, column, pivot)
    for (let i = column + 1; i < n; i++) {
      const factor = lu.get(i, column) / lu.get(column, column)
      for (let j = column + 1; j < n; j++) lu.add(i, j, -factor * lu.get(column, j))
      x[i] = (x[i] as number) - factor * (x[column] as number)
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] as number
    for (let j = i + 1; j < n; j++) sum -= lu.get(i, j) * (x[j] as number)
    x[i] = sum / lu.get(i, i)
  }
  return x
}

function swapRows(a: Matrix, b: Float64Array, i: number, j: number): void {
  if (i === j) return
  for (let k = 0; k < a.columns; k++) {
    const kept = a.get(i, k)
    a.set(i, k, a.get(j, k))
    a.set(j, k, kept)
  }
  const kept = b[i] as number
  b[i] = b[j] as number
  b[j] = kept
}

export interface LeastSquares {
  readonly coefficients: Float64Array
  readonly fitted: Float64Array
  readonly residuals: Float64Array
  /** (X'X)^-1. */
  readonly inverseGram: Matrix
}

/**
 * Ordinary least squares of y on the columns of X, by Householder reflections.
 * `undefined` when the columns are linearly dependent or there are fewer rows than columns.
 */
export function leastSquares(x: Matrix, y: ArrayLike<number>): LeastSquares | undefined {
  const {rows, columns} = x
  if (rows < columns) return undefined
  const r = new Matrix(rows, columns, Float64Array.from(x.data))
  const rhs = Float64Array.from(y)
  const norms = Float64Array.from({length: columns}, (_, j) => columnNorm(x, j, 0))
  for (let j = 0; j < columns; j++) {
    if (!reflect(r, rhs, j, 1e-13 * (norms[j] as number))) return undefined
  }
  const inverse = invertUpper(r, columns)
  const coefficients = inverse.apply(rhs.subarray(0, columns))
  const fitted = x.apply(coefficients)
  const residuals = fitted.map((value, i) => (y[i] as number) - value)
  return {coefficients, fitted, residuals, inverseGram: inverse.times(inverse.transpose())}
}

function columnNorm(a: Matrix, column: number, from: number): number {
  let sum = 0
  for (let i = from; i < a.rows; i++) sum += a.get(i, column) ** 2
  return Math.sqrt(sum)
}

/** One Householder step: zeros column j below the diagonal, in place. False when nothing is left of the column. */
function reflect(r: Matrix, rhs: Float64Array, j: number, least: number): boolean {
  const norm = columnNorm(r, j, j)
  if (!(norm > least)) return false
  const v = new Float64Array(r.rows)
  for (let i = j; i < r.rows; i++) v[i] = r.get(i, j)
  const head = v[j] as number
  v[j] = head + (head < 0 ? -norm : norm)
  const vv = dot(v, v)
  for (let k = j; k < r.columns; k++) {
    let sum = 0
    for (let i = j; i < r.rows; i++) sum += (v[i] as number) * r.get(i, k)
    const factor = (2 * sum) / vv
    for (let i = j; i < r.rows; i++) r.add(i, k, -factor * (v[i] as number))
  }
  const factor = (2 * dot(v, rhs)) / vv
  for (let i = j; i < r.rows; i++) rhs[i] = (rhs[i] as number) - factor * (v[i] as number)
  return true
}

/** The inverse of the upper triangle in the first n rows of `r`. */
function invertUpper(r: Matrix, n: number): Matrix {
  const out = new Matrix(n, n)
  for (let j = 0; j < n; j++) {
    out.set(j, j, 1 / r.get(j, j))
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0
      for (let k = i + 1; k <= j; k++) sum += r.get(i, k) * out.get(k, j)
      out.set(i, j, -sum / r.get(i, i))
    }
  }
  return out
}
