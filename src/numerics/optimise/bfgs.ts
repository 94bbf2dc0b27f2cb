import {cholesky, dot, Matrix, solveCholesky} from '../linear.js'
import {type Bounds, freeVariables, type Minimum, type Objective} from './problem.js'

export interface BfgsOptions {
  readonly bounds?: Bounds
  /** First guess of the Hessian; the outer product of scores makes a likelihood's search independent of units. */
  readonly hessian?: Matrix
  /** Stop when the decrement is below this. */
  readonly tolerance?: number
  readonly maxEvaluations?: number
}

/** Sufficient decrease asked of a step (Armijo), and the part of the curvature that damping keeps (Powell 1978). */
const ARMIJO = 1e-4
const DAMPING = 0.2

/**
 * Minimises a smooth function within box bounds: BFGS on the variables that are free to move, damped so that the
 * curvature stays positive, with a backtracking line search that never leaves the box.
 */
export function bfgs(objective: Objective, start: ArrayLike<number>, options: BfgsOptions = {}): Minimum {
  const n = start.length
  const bounds = options.bounds ?? unbounded(n)
  const tolerance = options.tolerance ?? 1e-8
  const limit = options.maxEvaluations ?? 1000
  let x: Float64Array = Float64Array.from(start, (value, i) => clamp(value, bounds, i))
  let gradient: Float64Array = new Float64Array(n)
  let value = objective(x, gradient)
  let evaluations = 1
  let hessian = options.hessian ?? Matrix.identity(n)
  let fresh = true
  let decrement = Infinity
  let free = freeVariables(x, gradient, bounds)

  const end = (reason?: string): Minimum => ({
    ...{x, value, gradient, free, decrement, evaluations, converged: reason === undefined},
    ...(reason === undefined ? {} : {reason}),
  })
  if (!finite(value, gradient)) return end('the function is not defined at the starting point')

  while (evaluations < limit) {
    free = freeVariables(x, gradient, bounds)
    const found = direction(hessian, gradient, free)
    if (!found) {
      if (fresh) return end('the curvature at the starting point is not positive')
      hessian = Matrix.identity(n)
      fresh = true
      continue
    }
    decrement = found.decrement
    if (decrement <= tolerance) return end()

    const step = search(objective, {x, value, gradient}, found.step, bounds, limit - evaluations)
    evaluations += step.evaluations
    if (!step.next) {
      if (fresh) return end('no step lowers the function any further')
      hessian = options.hessian ?? Matrix.identity(n)
      fresh = true
      continue
    }
    hessian = fresh && !options.hessian ? scaledIdentity(step.next, x, gradient, n) : hessian
    hessian = update(hessian, step.next, x, gradient)
    fresh = false
    ;({x, value, gradient} = step.next)
  }
  return end(`no minimum within ${limit} evaluations`)
}

function unbounded(n: number): Bounds {
  return {lower: new Float64Array(n).fill(-Infinity), upper: new Float64Array(n).fill(Infinity)}
}

function clamp(value: number, {lower, upper}: Bounds, i: number): number {
  return Math.min(Math.max(value, lower[i] as number), upper[i] as number)
}

function finite(value: number, gradient: Float64Array): boolean {
  return Number.isFinite(value) && gradient.every(Number.isFinite)
}

/** The quasi-Newton step of the free variables, zero for the others. */
function direction(hessian: Matrix, gradient: Float64Array, free: readonly number[]) {
  const lower = cholesky(hessian.select(free))
  if (!lower) return undefined
  const slope = Float64Array.from(free, (i) => gradient[i] as number)
  const solved = solveCholesky(lower, slope)
  const step = new Float64Array(gradient.length)
  free.forEach((variable, i) => {
    step[variable] = -(solved[i] as number)
  })
  return {step, decrement: Math.sqrt(Math.max(0, dot(slope, solved)))}
}

interface Point {
  readonly x: Float64Array
  readonly value: number
  readonly gradient: Float64Array
}

/** Backtracks along the step, bent at the bounds, until the function falls by enough. */
function search(objective: Objective, from: Point, step: Float64Array, bounds: Bounds, limit: number) {
  const n = step.length
  let scale = 1
  let evaluations = 0
  while (evaluations < Math.min(limit, 40)) {
    const x = Float64Array.from(from.x, (xi, i) => clamp(xi + scale * (step[i] as number), bounds, i))
    const gradient = new Float64Array(n)
    const value = objective(x, gradient)
    evaluations++
    const slope = dot(
      from.gradient,
      x.map((xi, i) => xi - (from.x[i] as number)),
    )
    if (finite(value, gradient)) {
      if (value <= from.value + ARMIJO * slope && value < from.value) return {next: {x, value, gradient}, evaluations}
      // The parabola through what is known, kept between a tenth and a half.
      const bend = value - from.value - slope
      scale *= bend > 0 ? Math.min(0.5, Math.max(0.1, -slope / (2 * bend))) : 0.5
    } else {
      scale *= 0.25
    }
  }
  return {next: undefined, evaluations}
}

function differences(next: Point, x: Float64Array, gradient: Float64Array) {
  return {
    s: next.x.map((value, i) => value - (x[i] as number)),
    y: next.gradient.map((value, i) => value - (gradient[i] as number)),
  }
}

function scaledIdentity(next: Point, x: Float64Array, gradient: Float64Array, n: number): Matrix {
  const {s, y} = differences(next, x, gradient)
  const curvature = dot(s, y)
  const out = Matrix.identity(n)
  if (curvature > 0) for (let i = 0; i < n; i++) out.set(i, i, dot(y, y) / curvature)
  return out
}

function update(hessian: Matrix, next: Point, x: Float64Array, gradient: Float64Array): Matrix {
  const {s, y} = differences(next, x, gradient)
  const hs = hessian.apply(s)
  const shs = dot(s, hs)
  const sy = dot(s, y)
  if (!(shs > 0)) return hessian
  const theta = sy >= DAMPING * shs ? 1 : ((1 - DAMPING) * shs) / (shs - sy)
  const r = y.map((value, i) => theta * value + (1 - theta) * (hs[i] as number))
  const sr = dot(s, r)
  const n = s.length
  const out = new Matrix(n, n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const added = ((r[i] as number) * (r[j] as number)) / sr - ((hs[i] as number) * (hs[j] as number)) / shs
      out.set(i, j, hessian.get(i, j) + added)
    }
  }
  return out
}
