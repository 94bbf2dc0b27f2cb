import type {Matrix} from '../../numerics/linear.js'
import {bfgs} from '../../numerics/optimise/bfgs.js'
import {nelderMead} from '../../numerics/optimise/nelder-mead.js'
import {polish, type Polished} from '../../numerics/optimise/newton.js'
import type {Bounds, Minimum} from '../../numerics/optimise/problem.js'
import {likelihoodOf, type Likelihood} from './likelihood.js'
import type {GarchSpecification} from './model.js'
import {mean as meanOf} from './sample.js'
import {SLOT, SLOTS} from './variance.js'

/** Limits of the search, on returns that were scaled to variance 1; `constraintsOf` puts them into words. */
export const LIMITS = {omega: 1e-10, beta: 1, egarchBeta: 0.999999, nu: [2.01, 1000], lambda: 0.995} as const

/** How far outside the interval of the first optimum EGARCH's other intervals are tried. */
const NEIGHBOURS = 12

const MOST_PIECES = 150
const ROUNDS = 4

export interface Optimum {
  readonly minimum: Polished
  /** Evaluated last at the optimum. */
  readonly likelihood: Likelihood
  readonly bounds: Bounds
}

/** Minus the log-likelihood at its least, for returns scaled to variance 1. */
export function optimum(returns: Float64Array, specification: GarchSpecification): Optimum {
  const likelihood = likelihoodOf(returns, specification)
  const bounds = boundsOf(specification)
  const start = bestStart(likelihood, returns, specification)
  if (specification.model === 'egarch' && specification.mean === 'constant') {
    const rough = search(likelihood, start, bounds)
    return acrossKinks(returns, specification, rough, bounds)
  }
  const minimum = settle(likelihood, start, bounds)
  if (minimum.converged || !isConstant(minimum.x, specification)) return {likelihood, bounds, minimum}
  // Without news beta only says how fast a variance that does not change goes back to itself: anything fits.
  const constant = {lower: bounds.lower, upper: Float64Array.from(bounds.upper)}
  for (const slot of [SLOT.alpha, SLOT.down, SLOT.beta]) constant.upper[slot] = bounds.lower[slot] as number
  return {likelihood, bounds, minimum: settle(likelihood, constantStart(minimum.x), constant)}
}

function isConstant(x: Float64Array, {model}: GarchSpecification): boolean {
  return model !== 'egarch' && (x[SLOT.alpha] as number) < 1e-6 && (x[SLOT.down] as number) < 1e-6
}

function constantStart(x: Float64Array): Float64Array {
  const start = Float64Array.from(x)
  start[SLOT.omega] = 1
  for (const slot of [SLOT.alpha, SLOT.down, SLOT.beta]) start[slot] = 0
  return start
}

/** Search, then polish; where that ends on no optimum, a simplex search looks for a way down and it starts again. */
function settle(likelihood: Likelihood, start: Float64Array, bounds: Bounds): Polished {
  let result: Polished | undefined
  for (let round = 0, from = start; round < ROUNDS && !result?.converged; round++) {
    const found = search(likelihood, round === 0 ? from : simplex(likelihood, from, bounds), bounds)
    const next = polish(likelihood.objective, found, bounds, diagonal(outerProductAt(likelihood, found.x)))
    if (!result || next.value < result.value || (next.converged && next.value <= result.value + 1e-9)) result = next
    from = next.x
  }
  const best = result as Polished
  likelihood.objective(best.x, new Float64Array(SLOTS)) // leave the track at the optimum
  return best
}

function search(likelihood: Likelihood, start: Float64Array, bounds: Bounds): Minimum {
  const hessian = outerProductAt(likelihood, start)
  return bfgs(likelihood.objective, start, {bounds, hessian, tolerance: 1e-5, maxEvaluations: 400})
}

function simplex({objective}: Likelihood, start: Float64Array, bounds: Bounds): Float64Array {
  const slope = new Float64Array(SLOTS)
  const moving = [...start.keys()].filter((i) => (bounds.lower[i] as number) < (bounds.upper[i] as number))
  const full = (part: ArrayLike<number>): Float64Array => {
    const x = Float64Array.from(start)
    moving.forEach((slot, i) => {
      x[slot] = Math.min(Math.max(part[i] as number, bounds.lower[slot] as number), bounds.upper[slot] as number)
    })
    return x
  }
  const from = moving.map((slot) => start[slot] as number)
  const steps = moving.map((slot) => (slot === SLOT.nu ? 1 : 0.05))
  return full(nelderMead((part) => objective(full(part), slope), from, {steps, tolerance: 1e-9, maxEvaluations: 400}).x)
}

function outerProductAt(likelihood: Likelihood, x: Float64Array): Matrix {
  likelihood.objective(x, new Float64Array(SLOTS))
  return likelihood.outerProduct()
}

function diagonal(matrix: Matrix): Float64Array {
  return Float64Array.from({length: matrix.rows}, (_, i) => matrix.get(i, i))
}

function boundsOf({model, distribution, mean}: GarchSpecification): Bounds {
  const lower = new Float64Array(SLOTS).fill(-Infinity)
  const upper = new Float64Array(SLOTS).fill(Infinity)
  const between = (slot: number, least: number, most: number): void => {
    lower[slot] = least
    upper[slot] = most
  }
  if (mean === 'zero') between(SLOT.mu, 0, 0)
  if (model === 'egarch') {
    between(SLOT.beta, -LIMITS.egarchBeta, LIMITS.egarchBeta)
  } else {
    between(SLOT.omega, LIMITS.omega, Infinity)
    between(SLOT.alpha, 0, Infinity)
    between(SLOT.down, 0, model === 'gjr' ? Infinity : 0)
    between(SLOT.beta, 0, LIMITS.beta)
  }
  const [least, most] = LIMITS.nu
  between(SLOT.nu, distribution === 'normal' ? most : least, most)
  const skew = distribution === 'skew-t' ? LIMITS.lambda : 0
  between(SLOT.lambda, -skew, skew)
  return {lower, upper}
}

/** The best of a few points where series of returns usually have their optimum. */
function bestStart({objective}: Likelihood, returns: Float64Array, {model, distribution, mean}: GarchSpecification) {
  const centre = mean === 'constant' ? meanOf(returns) : 0
  const nu = distribution === 'normal' ? LIMITS.nu[1] : 6
  const slope = new Float64Array(SLOTS)
  let best: {x: Float64Array; value: number} | undefined
  for (const persistence of model === 'egarch' ? [0.5, 0.9, 0.98] : [0.8, 0.95, 0.99]) {
    for (const news of model === 'egarch' ? [0.1, 0.3] : [0.05, 0.12]) {
      const x =
        model === 'egarch'
          ? Float64Array.of(centre, 0, 0, news, persistence, nu, 0)
          : Float64Array.of(centre, 1 - persistence, news, model === 'gjr' ? news : 0, persistence - news, nu, 0)
      const value = objective(x, slope)
      if (Number.isFinite(value) && (!best || value < best.value)) best = {x, value}
    }
  }
  return best?.x ?? Float64Array.of(centre, model === 'egarch' ? 0 : 0.9, 0.05, model === 'gjr' ? 0.05 : 0, 0.05, nu, 0)
}

/**
 * EGARCH's likelihood has a kink in mu wherever mu passes a return, because of |z|. Between two neighbouring returns it
 * is smooth: each interval near the first optimum is searched by itself, and the best of them is polished. An optimum may
 * sit on a kink; mu then equals a return.
 */
function acrossKinks(
  returns: Float64Array,
  specification: GarchSpecification,
  rough: Minimum,
  bounds: Bounds,
): Optimum {
  const kinks = kinksOf(returns, specification)
  const hessian = outerProductAt(likelihoodOf(returns, specification), rough.x)
  const pieces = new Map<number, {likelihood: Likelihood; bounds: Bounds; minimum: Minimum}>()
  const pieceAt = (i: number, from: Float64Array) => {
    const known = pieces.get(i)
    if (known) return known
    const [low, high] = [kinks[i] ?? -Infinity, kinks[i + 1] ?? Infinity]
    const inside = {lower: Float64Array.from(bounds.lower), upper: Float64Array.from(bounds.upper)}
    inside.lower[SLOT.mu] = low
    inside.upper[SLOT.mu] = high
    const likelihood = likelihoodOf(returns, specification, signsAround(returns, low, high))
    const start = Float64Array.from(from)
    start[SLOT.mu] = Math.min(Math.max(from[SLOT.mu] as number, low), high)
    const piece = {
      likelihood,
      bounds: inside,
      minimum: bfgs(likelihood.objective, start, {bounds: inside, hessian, tolerance: 1e-5, maxEvaluations: 60}),
    }
    pieces.set(i, piece)
    return piece
  }
  const mu = rough.x[SLOT.mu] as number
  const next = kinks.findIndex((kink) => kink > mu)
  const first = Math.max(0, next < 0 ? kinks.length - 2 : next - 1)
  let [at, best] = [first, pieceAt(first, rough.x)]
  for (let moved = true; moved && pieces.size < MOST_PIECES;) {
    const middle = at
    moved = false
    for (const side of [-1, 1]) {
      let from = (pieces.get(middle) ?? best).minimum.x
      for (let i = middle + side; Math.abs(i - middle) <= NEIGHBOURS && i >= 0 && i < kinks.length - 1; i += side) {
        const piece = pieceAt(i, from)
        from = piece.minimum.x
        // On a shared kink both neighbours have one value: only a real gain moves on.
        if (piece.minimum.value < best.minimum.value - 1e-11 * Math.abs(best.minimum.value)) {
          ;[at, best] = [i, piece]
          moved = true
        }
      }
    }
  }
  return {...best, minimum: settle(best.likelihood, best.minimum.x, best.bounds)}
}

/** Where |e_t|, or |e_0| = |mean(e)|, changes sides: ascending and distinct. */
function kinksOf(returns: Float64Array, {presample}: GarchSpecification): Float64Array {
  const all = Float64Array.from([...returns, ...(presample === 'mean-square' ? [meanOf(returns)] : [])]).sort()
  return all.filter((value, i) => i === 0 || value > (all[i - 1] as number))
}

/** The sign of each r_t - mu for mu between two kinks; last, that of mean(r) - mu. */
function signsAround(returns: Float64Array, low: number, high: number): Int8Array {
  const middle = (low + high) / 2
  const sign = (value: number): number => (value < middle ? -1 : 1)
  return Int8Array.from([...Array.from(returns, sign), sign(meanOf(returns))])
}
