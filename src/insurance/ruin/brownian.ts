import {PlimsollError} from '../../errors.js'
import {logNormalCdf, normalCdf} from '../../numerics/special/normal.js'

/** A surplus that moves as Brownian motion: capital u, drift and standard deviation per unit of time and its root. */
export interface BrownianSurplus {
  readonly u: number
  readonly drift: number
  readonly sigma: number
}

/**
 * Probability that the surplus touches zero within `horizon` (Infinity: ever):
 * `Phi((-u - mu T)/(s sqrt T)) + exp(-2 mu u / s^2) Phi((-u + mu T)/(s sqrt T))`; ever: `min(1, exp(-2 mu u / s^2))`.
 * The product is taken in logarithms: its factors over- and underflow long before it does.
 * Source: reflection principle, e.g. Asmussen & Albrecher, V.6; METHODS 5.
 * @throws RUIN_RANGE
 */
export function brownianRuin({drift, sigma, u}: BrownianSurplus, horizon: number): number {
  if (!(u >= 0 && sigma > 0 && horizon >= 0 && Number.isFinite(u + sigma + drift))) {
    throw new PlimsollError(
      'RUIN_RANGE',
      `Ruin of a Brownian surplus needs u >= 0, sigma > 0 and a horizon >= 0, not ${u}, ${sigma}, ${horizon}.`,
    )
  }
  if (u === 0) return horizon > 0 ? 1 : 0
  if (horizon === 0) return 0
  const tilt = (-2 * drift * u) / (sigma * sigma)
  if (horizon === Infinity) return Math.min(1, Math.exp(tilt))
  const spread = sigma * Math.sqrt(horizon)
  const reflected = Math.exp(tilt + logNormalCdf((-u + drift * horizon) / spread))
  return Math.min(1, normalCdf((-u - drift * horizon) / spread) + reflected)
}
