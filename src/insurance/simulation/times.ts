import type {Figure} from '../../market/volatility/model.js'
import {quantileOfSorted, sorted} from '../../numerics/quantile.js'

/** How long something takes, over the paths on which it happens. */
export interface Times {
  readonly paths: number
  readonly early: Figure
  readonly median: Figure
  readonly late: Figure
}

const LEAST = 10

/** Days until exhaustion, over the paths that see it: 5%, 50% and 95% quantiles, counted from 1. */
export function timeToExhaustion(exhausted: Int32Array): Times {
  const days = sorted([...exhausted].filter((step) => step >= 0).map((step) => step + 1))
  const at = (p: number): Figure =>
    days.length < LEAST
      ? {value: null, because: `${days.length} of ${exhausted.length} paths are exhausted: fewer than ${LEAST}`}
      : {value: quantileOfSorted(days, p, 1)}
  return {paths: days.length, early: at(0.05), median: at(0.5), late: at(0.95)}
}

/** How exhausted funds come back. */
export interface Recovery {
  readonly exhausted: number
  readonly recovered: number
  /** Days until half of the exhausted funds hold their opening balance again. */
  readonly median: Figure
}

/**
 * Median time to recovery by Kaplan & Meier (JASA 53 (1958) 457-481): a path that ends before its fund has recovered is
 * counted as long as it was seen.
 * @param days length of a path
 */
export function timeToRecovery(exhausted: Int32Array, recovered: Int32Array, days: number): Recovery {
  const seen: {after: number; recovered: boolean}[] = []
  exhausted.forEach((step, path) => {
    const after = recovered[path] as number
    if (step >= 0) seen.push(after >= 0 ? {after, recovered: true} : {after: days - 1 - step, recovered: false})
  })
  seen.sort((a, b) => a.after - b.after || Number(b.recovered) - Number(a.recovered))
  const count = seen.filter((each) => each.recovered).length
  const known = {exhausted: seen.length, recovered: count}
  if (seen.length < LEAST) {
    return {...known, median: {value: null, because: `${seen.length} paths are exhausted: fewer than ${LEAST}`}}
  }
  let standing = 1
  for (const [k, each] of seen.entries()) {
    if (!each.recovered) continue
    standing *= 1 - 1 / (seen.length - k)
    if (standing <= 0.5) return {...known, median: {value: each.after}}
  }
  return {...known, median: {value: null, because: 'fewer than half recover within the horizon'}}
}
