import {PlimsollError} from '../../errors.js'

/** How premiums did against losses over a stretch of history. */
export interface Adequacy {
  /** USD over all steps. */
  readonly premiums: number
  readonly losses: number
  /** Losses over premiums; Infinity when nothing was charged against a loss, NaN when there was neither. */
  readonly lossRatio: number
  /** The flat annual rate on open interest that would have met the losses. NaN without open interest. */
  readonly breakEvenRate: number
  /** Largest shortfall of premiums to date behind losses to date: the fund that was needed beside the premiums, USD. */
  readonly deepest: number
  /** Longest run of steps in which premiums to date were behind losses to date. */
  readonly longestBehind: number
}

/**
 * @param rates annual premium rate on open interest, one for each step: a flat one, or what a dynamic premium was
 * @param years length of a step
 * @throws PREMIUM_RANGE when lengths differ
 */
export function premiumAdequacy(
  rates: Float64Array,
  openInterest: Float64Array,
  losses: Float64Array,
  years: number,
): Adequacy {
  if (rates.length !== losses.length || openInterest.length !== losses.length || losses.length === 0) {
    throw new PlimsollError(
      'PREMIUM_RANGE',
      'Premium adequacy needs rates, open interest and losses over the same steps.',
    )
  }
  let [paid, lost, exposure, deepest, behind, longestBehind] = [0, 0, 0, 0, 0, 0]
  for (let t = 0; t < losses.length; t++) {
    const open = openInterest[t] as number
    paid += (rates[t] as number) * open * years
    exposure += open * years
    lost += losses[t] as number
    deepest = Math.max(deepest, lost - paid)
    behind = lost > paid ? behind + 1 : 0
    longestBehind = Math.max(longestBehind, behind)
  }
  return {breakEvenRate: lost / exposure, deepest, longestBehind, losses: lost, lossRatio: lost / paid, premiums: paid}
}
