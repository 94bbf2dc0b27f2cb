import {PlimsollError} from '../../errors.js'

/**
 * Ruin with heavy-tailed claims, for large u: `psi(u) ~ (1/theta) P(X_I > u)`, X_I being the integrated tail of the claim
 * (Embrechts & Veraverbeke 1982). Claims are Pareto, `P(X > x) = (scale/x)^alpha` for x >= scale, whose integrated tail is
 * `(u/scale)^(1 - alpha) / alpha` for u >= scale.
 * It is an approximation: below some tens of claims it may even exceed 1, where 1 is returned.
 * @param loading theta, premium income over expected claims less 1
 * @throws RUIN_INFINITE_MEAN for alpha <= 1: no premium is enough; RUIN_RANGE
 */
export function paretoRuin(u: number, alpha: number, scale: number, loading: number): number {
  if (!(alpha > 1)) {
    throw new PlimsollError(
      'RUIN_INFINITE_MEAN',
      `Pareto claims with a tail index of ${alpha} have an infinite mean: no premium and no fund is enough.`,
      {suggestions: ['Cap the loss (a limit on open interest, a layer of loss allocation) and study the capped one.']},
    )
  }
  if (!(u >= scale && scale > 0)) {
    throw new PlimsollError(
      'RUIN_RANGE',
      `The approximation for heavy tails needs a capital of at least one smallest claim (${scale}), not ${u}.`,
    )
  }
  if (!(loading > 0)) return 1
  return Math.min(1, Math.pow(u / scale, 1 - alpha) / (alpha * loading))
}
