import {clopperPearsonLower, clopperPearsonUpper} from '../../numerics/special/binomial.js'

/** A probability as so many paths show it. */
export interface Proportion {
  readonly value: number
  readonly standardError: number
  /** One-sided 95% bounds (Clopper & Pearson): each is on the wrong side in at most one simulation of twenty. */
  readonly atLeast: number
  readonly atMost: number
  readonly hits: number
  readonly paths: number
}

const SIZE = 0.05

export function proportion(hits: number, paths: number): Proportion {
  const value = hits / paths
  return {
    value,
    standardError: Math.sqrt((value * (1 - value)) / paths),
    atLeast: clopperPearsonLower(hits, paths, SIZE),
    atMost: clopperPearsonUpper(hits, paths, SIZE),
    hits,
    paths,
  }
}

/** Hits from which on a sum of weights is taken for normal. */
const ENOUGH = 30
const Z = 1.6448536269514722

/**
 * A probability by importance sampling. Bounds are normal from 30 hits on; before that each hit is taken to weigh the most
 * that a path can: P = E[w hit] is at most that weight times the chance of a hit, of which Clopper & Pearson give the bound.
 * @param hits which paths see it
 */
export function weightedProportion(hits: ArrayLike<number>, weights: Float64Array, largest: number): Proportion {
  const paths = weights.length
  let [count, sum, squares] = [0, 0, 0]
  weights.forEach((weight, row) => {
    if (hits[row] !== 1) return
    count++
    sum += weight
    squares += weight * weight
  })
  const value = sum / paths
  const standardError = Math.sqrt(Math.max(0, squares / paths - value * value) / paths)
  const enough = count >= ENOUGH
  return {
    value,
    standardError,
    atLeast: enough ? Math.max(0, value - Z * standardError) : 0,
    atMost: Math.min(1, enough ? value + Z * standardError : largest * clopperPearsonUpper(count, paths, SIZE)),
    hits: count,
    paths,
  }
}

/** The same, a year: for a horizon of other length the chance that the first year sees it, were years alike. */
export function perYear(probability: number, days: number): number {
  return days === 365 ? probability : -Math.expm1((365 / days) * Math.log1p(-probability))
}
