import {Matrix} from '../linear.js'
import type {Objective} from './problem.js'

/** Central differences of fourth order: offsets in steps, and their weights. */
const STENCIL = [
  [1, 2 / 3],
  [2, -1 / 12],
] as const

/**
 * The Hessian as fourth-order central differences of an analytic gradient: about twelve good digits when a step is some
 * hundredths of the distance over which the function rises by a half.
 * @param variables which ones to differentiate by; the rows and columns of the others stay zero
 * @param steps how far to go in each variable; shortened where the function is not defined that far out
 * @returns `undefined` when the function is undefined arbitrarily close to x
 */
export function hessianOf(
  objective: Objective,
  x: Float64Array,
  variables: readonly number[],
  steps: ArrayLike<number>,
): Matrix | undefined {
  const n = x.length
  const out = new Matrix(n, n)
  for (const i of variables) {
    const row = differentiate(objective, x, i, steps[i] as number)
    if (!row) return undefined
    for (const j of variables) {
      const half = (row[j] as number) / 2
      out.add(i, j, half)
      out.add(j, i, half)
    }
  }
  return out
}

/** A Hessian good to a few digits from one evaluation a variable: enough to step by. Where undefined, NaN. */
export function roughHessian(
  objective: Objective,
  {x, gradient}: {readonly x: Float64Array; readonly gradient: Float64Array},
  variables: readonly number[],
  steps: ArrayLike<number>,
): Matrix {
  const out = new Matrix(x.length, x.length)
  const moved = Float64Array.from(x)
  const slope = new Float64Array(x.length)
  for (const i of variables) {
    const step = (steps[i] as number) / 10
    moved[i] = (x[i] as number) + step
    const defined = Number.isFinite(objective(moved, slope))
    moved[i] = x[i] as number
    for (const j of variables) {
      const half = defined ? ((slope[j] as number) - (gradient[j] as number)) / (2 * step) : Number.NaN
      out.add(i, j, half)
      out.add(j, i, half)
    }
  }
  return out
}

function differentiate(objective: Objective, x: Float64Array, i: number, largest: number): Float64Array | undefined {
  const moved = Float64Array.from(x)
  const gradient = new Float64Array(x.length)
  for (let step = largest, tries = 0; tries < 20; step /= 4, tries++) {
    const row = new Float64Array(x.length)
    for (const [offset, weight] of STENCIL) {
      for (const side of [1, -1]) {
        moved[i] = (x[i] as number) + side * offset * step
        if (!Number.isFinite(objective(moved, gradient))) row[0] = Number.NaN
        const factor = (side * weight) / step
        for (let j = 0; j < row.length; j++) row[j] = (row[j] as number) + factor * (gradient[j] as number)
      }
    }
    if (row.every(Number.isFinite)) return row
  }
  return undefined
}
