import {PlimsollError} from '../../errors.js'

/**
 * The distribution of one claim, as far as ruin needs it. `logMgf(r)` is `ln E exp(r X)`, finite for `r < limit`;
 * a heavy tail has none for any r > 0.
 */
export type Claim =
  | {readonly law: 'deterministic'; readonly amount: number}
  | {readonly law: 'exponential'; readonly mean: number}
  | {readonly law: 'gamma'; readonly rate: number; readonly shape: number}
  | {readonly law: 'lognormal'; readonly mu: number; readonly sigma: number}
  | {readonly law: 'pareto'; readonly alpha: number; readonly scale: number}

/**
 * Lundberg's adjustment coefficient R: the positive root of `1 + (1 + theta) mu r = E exp(r X)`; ruin is less likely than
 * `exp(-R u)`. Source: Asmussen & Albrecher, IV.5; Bowers et al., 13.4.
 * @param loading theta, premium income over expected claims less 1
 * @throws RUIN_NO_ADJUSTMENT for heavy tails and where premiums do not exceed expected claims: R does not exist
 */
export function adjustmentCoefficient(claim: Claim, loading: number): number {
  if (!(loading > 0)) {
    throw new PlimsollError(
      'RUIN_NO_ADJUSTMENT',
      `There is no adjustment coefficient at a loading of ${loading}: premiums do not exceed expected claims, and ruin is certain.`,
      {suggestions: ['Raise the premium above the expected loss.']},
    )
  }
  const {limit, logMgf, mean} = transform(claim)
  // ln E exp(r X) - ln(1 + (1 + theta) mu r): below zero right of 0, above it near the limit of the transform.
  const gap = (r: number): number => logMgf(r) - Math.log1p((1 + loading) * mean * r)
  let high = limit < Infinity ? limit : 1 / mean
  if (limit === Infinity) while (gap(high) <= 0) high *= 2
  let low = 0
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) break
    if (gap(middle) > 0) high = middle
    else low = middle
  }
  return (low + high) / 2
}

interface Transform {
  readonly limit: number
  readonly mean: number
  readonly logMgf: (r: number) => number
}

function transform(claim: Claim): Transform {
  switch (claim.law) {
    case 'deterministic':
      return {limit: Infinity, logMgf: (r) => r * claim.amount, mean: claim.amount}
    case 'exponential':
      return {limit: 1 / claim.mean, logMgf: (r) => -Math.log1p(-r * claim.mean), mean: claim.mean}
    case 'gamma':
      return {
        limit: claim.rate,
        logMgf: (r) => -claim.shape * Math.log1p(-r / claim.rate),
        mean: claim.shape / claim.rate,
      }
    case 'lognormal':
    case 'pareto':
      throw new PlimsollError(
        'RUIN_NO_ADJUSTMENT',
        `There is no adjustment coefficient for ${claim.law} claims: their tail is heavier than any exponential, and so is that of ruin.`,
        {suggestions: ['Use the asymptotic formula for heavy tails, or simulate.']},
      )
  }
}
