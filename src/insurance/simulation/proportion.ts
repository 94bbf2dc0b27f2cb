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

/** The same, a year: for a horizon of other length the chance that the first year sees it, were years alike. */
export function perYear(probability: number, days: number): number {
  return days === 365 ? probability : -Math.expm1((365 / days) * Math.log1p(-probability))
}
