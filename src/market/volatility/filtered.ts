import {PlimsollError} from '../../errors.js'
import {quantileOfSorted, sorted} from '../../numerics/quantile.js'
import type {Stream} from '../../numerics/random/stream.js'
import type {Figure} from './model.js'
import {fitGpd, type GpdFit, tailEs, tailVar} from './gpd.js'
import {checkTail, coherentTailMean, type QuantileType, type TailRisk} from './quantile-risk.js'

/** What filtered simulation needs of a volatility model: residuals, and how the variance takes up a new return. */
export interface Filter {
  /** z_t, oldest first. */
  readonly residuals: ArrayLike<number>
  /** h of the first bar after the sample. */
  readonly nextVariance: number
  /** Mean of the return. */
  readonly mean: number
  /** h_{t+1} from h_t and z_t. */
  readonly update: (variance: number, residual: number) => number
}

/** A filter for an EWMA: h_{t+1} = lambda h_t + (1 - lambda) h_t z_t^2. */
export function ewmaFilter({
  residuals,
  nextVariance,
  lambda,
}: {
  readonly residuals: ArrayLike<number>
  readonly nextVariance: number
  readonly lambda: number
}): Filter {
  const update = (h: number, z: number): number => h * (lambda + (1 - lambda) * z * z)
  return {residuals, nextVariance, mean: 0, update}
}

/** One bar ahead: mean + sqrt(h_{T+1}) times the quantile and tail mean of the residuals. */
export function filteredRisk({residuals, nextVariance, mean}: Filter, tail: number, type: QuantileType = 1): TailRisk {
  checkTail(tail)
  const ascending = sorted(residuals)
  const sigma = Math.sqrt(nextVariance)
  return {
    ...{method: 'filtered historical simulation', tail, observations: residuals.length},
    valueAtRisk: mean + sigma * quantileOfSorted(ascending, tail, type),
    expectedShortfall: mean + sigma * coherentTailMean(ascending, tail),
  }
}

/**
 * The return over one path that draws the residuals at `indices` in turn, the variance following the model along the
 * way (Barone-Adesi, Giannopoulos and Vosper 1999).
 */
export function filteredPath({residuals, nextVariance, mean, update}: Filter, indices: ArrayLike<number>): number {
  let h = nextVariance
  let sum = 0
  for (let k = 0; k < indices.length; k++) {
    const z = residuals[indices[k] as number] as number
    sum += mean + Math.sqrt(h) * z
    h = update(h, z)
  }
  return sum
}

/** Returns over `steps` bars of as many paths as `out` has room for, residuals drawn with replacement. */
export function filteredReturns(filter: Filter, steps: number, random: Stream, out: Float64Array): Float64Array {
  const n = filter.residuals.length
  const indices = new Uint32Array(steps)
  for (let path = 0; path < out.length; path++) {
    for (let k = 0; k < steps; k++) indices[k] = random.below(n)
    out[path] = filteredPath(filter, indices)
  }
  return out
}

/** McNeil and Frey (2000): a generalised Pareto tail on the losses among the residuals, scaled by the forecast. */
export interface ConditionalTail {
  readonly gpd: GpdFit
  /** Quantile and tail mean of the residual loss at `tail`. */
  risk(tail: number): {
    readonly quantile: number
    readonly tailMean: Figure
    readonly valueAtRisk: number
    readonly expectedShortfall: Figure
  }
}

/**
 * @param share share of the residuals that make the tail; the threshold is the largest residual loss that is not in it
 */
export function conditionalTail({residuals, nextVariance, mean}: Filter, share = 0.1): ConditionalTail {
  if (!(share > 0 && share < 0.5)) {
    throw new PlimsollError('VOLATILITY_CONFIDENCE', `A tail that holds ${share} of the residuals is none.`)
  }
  const losses = Float64Array.from({length: residuals.length}, (_, i) => -(residuals[i] as number)).sort()
  const k = Math.floor(losses.length * share + 1e-9)
  const gpd = fitGpd(losses, losses[losses.length - k - 1] ?? Number.NaN)
  const sigma = Math.sqrt(nextVariance)
  return {
    gpd,
    risk(tail) {
      const quantile = tailVar(gpd, tail)
      const tailMean = tailEs(gpd, tail)
      return {
        ...{quantile, tailMean},
        valueAtRisk: mean - sigma * quantile,
        expectedShortfall: tailMean.value === null ? tailMean : {value: mean - sigma * tailMean.value},
      }
    },
  }
}
