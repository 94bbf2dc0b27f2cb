import {PlimsollError} from '../../errors.js'

/** What a sample of returns must be before anything is estimated from it. */
export interface SampleNeeds {
  /** For the message: what the returns are wanted for. */
  readonly purpose: string
  readonly atLeast: number
}

/**
 * The returns as numbers that can be worked with.
 * @throws VOLATILITY_NOT_FINITE, VOLATILITY_TOO_SHORT or VOLATILITY_CONSTANT, saying which bar or how many
 */
export function usableReturns(returns: ArrayLike<number>, {purpose, atLeast}: SampleNeeds): Float64Array {
  const out = Float64Array.from(returns)
  const bad = out.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    throw new PlimsollError(
      'VOLATILITY_NOT_FINITE',
      `Return ${bad + 1} of ${out.length} is ${out[bad] as number}: ${purpose} needs a number for every bar.`,
      {suggestions: ['Remove the bar, or fill the gap in the prices.']},
    )
  }
  if (out.length < atLeast) {
    throw new PlimsollError(
      'VOLATILITY_TOO_SHORT',
      `${purpose} needs at least ${atLeast} returns; there are ${out.length}.`,
      {suggestions: ['Take a longer history or shorter bars.']},
    )
  }
  const first = out[0] as number
  if (out.every((value) => value === first)) {
    throw new PlimsollError(
      'VOLATILITY_CONSTANT',
      `All ${out.length} returns are ${first}: a series that does not move has no volatility to estimate.`,
    )
  }
  return out
}

/** The mean. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] as number
  return sum / values.length
}

/** The mean of (x - centre)^2. */
export function meanSquare(values: ArrayLike<number>, centre = 0): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - centre) ** 2
  return sum / values.length
}
