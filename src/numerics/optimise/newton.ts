import {cholesky, dot, Matrix, solveCholesky} from '../linear.js'
import {hessianOf, roughHessian} from './hessian.js'
import {type Bounds, freeVariables, type Minimum, type Objective} from './problem.js'

export interface Polished extends Minimum {
  /** At x, over the free variables; `undefined` when it could not be computed. */
  readonly hessian: Matrix | undefined
}

/** Steps of the difference quotients, in conditional standard deviations of a variable. */
const STEP = 0.01
const ROUNDS = 5
const CHORD_STEPS = 6

/**
 * Polishes a minimum to working accuracy: Newton steps with a Hessian kept for several of them, judged by the
 * decrement instead of the value (whose last digits are rounding). Ends with the Hessian at the final point.
 * @param curvature the diagonal of a Hessian estimate, to choose difference steps by
 */
export function polish(
  objective: Objective,
  start: Minimum,
  bounds: Bounds,
  curvature: ArrayLike<number>,
  tolerance = 1e-10,
): Polished {
  let {x, value, gradient, evaluations} = start
  const count: Objective = (at, slope) => {
    evaluations++
    return objective(at, slope)
  }
  let steps = differenceSteps(x, curvature)
  let hessian: Matrix | undefined = roughHessian(count, start, start.free, steps)
  let exact = false
  let decrement = start.decrement
  const end = (reason?: string): Polished => {
    const free = freeVariables(x, gradient, bounds)
    const outcome = {x, value, gradient, free, decrement, evaluations, hessian}
    return reason === undefined ? {...outcome, converged: true} : {...outcome, converged: false, reason}
  }

  for (let round = 0; round < ROUNDS; round++) {
    const free = freeVariables(x, gradient, bounds)
    const lower = hessian && cholesky(hessian.select(free))
    if (!hessian || !lower) {
      if (exact) return end('the curvature at the end of the search is not positive')
      hessian = hessianOf(count, x, free, steps)
      exact = true
      continue
    }
    let moved = 0
    decrement = decrementOf(lower, gradient, free)
    for (let k = 0; k < CHORD_STEPS && decrement > tolerance; k++) {
      const next = chord(count, {x, gradient}, lower, free, bounds)
      const left = decrementOf(lower, next.gradient, free)
      if (!Number.isFinite(next.value) || !(left < decrement)) break
      moved += decrement
      ;({x, value, gradient} = next)
      decrement = left
    }
    if (!exact || moved > 1e-8) {
      steps = differenceSteps(
        x,
        Float64Array.from({length: x.length}, (_, i) => hessian?.get(i, i) ?? 0),
      )
      hessian = hessianOf(count, x, freeVariables(x, gradient, bounds), steps)
      const wasExact = exact
      exact = true
      if (!wasExact) continue // a rough Hessian steps well, but only the exact one can vouch for a minimum
    }
    if (moved < 0.01) return decrement <= Math.max(tolerance, 1e-7) ? end() : end('the search stopped short')
  }
  return decrement <= Math.max(tolerance, 1e-7) ? end() : end('Newton steps did not settle')
}

function differenceSteps(x: Float64Array, curvature: ArrayLike<number>): Float64Array {
  return x.map((value, i) => {
    const c = curvature[i] as number
    return c > 0 ? STEP / Math.sqrt(c) : 1e-4 * Math.max(Math.abs(value), 1e-2)
  })
}

function decrementOf(lower: Matrix, gradient: Float64Array, free: readonly number[]): number {
  const slope = Float64Array.from(free, (i) => gradient[i] as number)
  return Math.sqrt(Math.max(0, dot(slope, solveCholesky(lower, slope))))
}

function chord(
  objective: Objective,
  from: {x: Float64Array; gradient: Float64Array},
  lower: Matrix,
  free: readonly number[],
  bounds: Bounds,
) {
  const step = solveCholesky(
    lower,
    free.map((i) => from.gradient[i] as number),
  )
  const x = Float64Array.from(from.x)
  free.forEach((variable, i) => {
    const moved = (from.x[variable] as number) - (step[i] as number)
    x[variable] = Math.min(Math.max(moved, bounds.lower[variable] as number), bounds.upper[variable] as number)
  })
  const gradient = new Float64Array(x.length)
  return {x, value: objective(x, gradient), gradient}
}
