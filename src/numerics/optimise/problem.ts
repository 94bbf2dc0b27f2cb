/**
 * A smooth function to be minimised: returns its value at `x` and writes its gradient.
 * Outside its domain it returns NaN or Infinity; the minimisers then step back.
 */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

/** Box constraints, a pair of limits a variable: infinite where there is none, equal for a variable that is fixed. */
export interface Bounds {
  readonly lower: ArrayLike<number>
  readonly upper: ArrayLike<number>
}

export interface Minimum {
  readonly x: Float64Array
  readonly value: number
  readonly gradient: Float64Array
  /** The variables that do not sit at a bound with the gradient pressing them onto it. */
  readonly free: readonly number[]
  /**
   * sqrt(g' H^-1 g) over the free variables, H the curvature in use: how far the minimum is, in units of the distance
   * over which the function rises by a half. It does not depend on the scale of the variables.
   */
  readonly decrement: number
  readonly evaluations: number
  readonly converged: boolean
  /** Why not, when not converged. */
  readonly reason?: string
}

/** The variables that can still move: those inside their bounds, or at one but pulled inwards by the gradient. */
export function freeVariables(x: ArrayLike<number>, gradient: ArrayLike<number>, {lower, upper}: Bounds): number[] {
  const free: number[] = []
  for (let i = 0; i < x.length; i++) {
    const [xi, slope] = [x[i] as number, gradient[i] as number]
    const [least, most] = [lower[i] as number, upper[i] as number]
    const pressed = (xi <= least && slope > 0) || (xi >= most && slope < 0)
    if (!pressed && least < most) free.push(i)
  }
  return free
}
