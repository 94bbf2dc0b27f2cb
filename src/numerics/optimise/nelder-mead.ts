export interface NelderMeadOptions {
  /** Size of the first simplex along each variable. */
  readonly steps?: ArrayLike<number>
  /** Stop when values over the simplex differ by less than this, relative to 1 + |value|. */
  readonly tolerance?: number
  readonly maxEvaluations?: number
}

export interface NelderMeadResult {
  readonly x: Float64Array
  readonly value: number
  readonly evaluations: number
  readonly converged: boolean
}

interface Vertex {
  readonly x: Float64Array
  readonly value: number
}

/**
 * Nelder and Mead's simplex search (1965), for functions without a usable gradient. Values that are not finite count
 * as infinitely high, so constraints can be left to the function.
 */
export function nelderMead(
  objective: (x: Float64Array) => number,
  start: ArrayLike<number>,
  options: NelderMeadOptions = {},
): NelderMeadResult {
  const n = start.length
  const limit = options.maxEvaluations ?? 500 * n
  const tolerance = options.tolerance ?? 1e-12
  let evaluations = 0
  const at = (x: Float64Array): Vertex => {
    evaluations++
    const value = objective(x)
    return {x, value: Number.isFinite(value) ? value : Infinity}
  }
  const simplex = firstSimplex(Float64Array.from(start), options.steps).map(at)
  const ordered = () => simplex.sort((a, b) => a.value - b.value)
  const spread = () => (simplex[n] as Vertex).value - (simplex[0] as Vertex).value
  ordered()
  while (evaluations < limit && spread() > tolerance * (1 + Math.abs((simplex[0] as Vertex).value))) {
    improve(simplex, at)
    ordered()
  }
  const best = simplex[0] as Vertex
  return {x: best.x, value: best.value, evaluations, converged: evaluations < limit && best.value < Infinity}
}

function firstSimplex(start: Float64Array, steps?: ArrayLike<number>): Float64Array[] {
  return [
    start,
    ...Array.from(start, (value, i) => {
      const vertex = Float64Array.from(start)
      vertex[i] = value + (steps?.[i] ?? (value === 0 ? 0.00025 : 0.05 * value))
      return vertex
    }),
  ]
}

/** One step: reflect, expand or contract the worst vertex; shrink when nothing helps. */
function improve(simplex: Vertex[], at: (x: Float64Array) => Vertex): void {
  const n = simplex.length - 1
  const worst = simplex[n] as Vertex
  const second = simplex[n - 1] as Vertex
  const best = simplex[0] as Vertex
  const centre = new Float64Array(n)
  for (const {x} of simplex.slice(0, n))
    for (let i = 0; i < n; i++) centre[i] = (centre[i] as number) + (x[i] as number) / n
  const along = (t: number) => at(centre.map((c, i) => c + t * (c - (worst.x[i] as number))))

  const reflected = along(1)
  if (reflected.value < best.value) {
    const expanded = along(2)
    simplex[n] = expanded.value < reflected.value ? expanded : reflected
    return
  }
  if (reflected.value < second.value) {
    simplex[n] = reflected
    return
  }
  const contracted = along(reflected.value < worst.value ? 0.5 : -0.5)
  if (contracted.value < Math.min(worst.value, reflected.value)) {
    simplex[n] = contracted
    return
  }
  for (let k = 1; k <= n; k++) {
    const {x} = simplex[k] as Vertex
    simplex[k] = at(x.map((value, i) => (best.x[i] as number) + 0.5 * (value - (best.x[i] as number))))
  }
}
