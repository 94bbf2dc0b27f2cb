import {PlimsollError} from '../../errors.js'

/** A discrete law of a loss: ascending values, USD, and their probabilities, which add up to 1. */
export interface LossLaw {
  readonly values: Float64Array
  readonly probabilities: Float64Array
}

/** @throws PREMIUM_RANGE unless there are as many finite values as probabilities, which add up to 1 */
export function lossLaw(values: ArrayLike<number>, probabilities: ArrayLike<number>): LossLaw {
  const order = Array.from({length: values.length}, (_, i) => i).sort(
    (a, b) => (values[a] as number) - (values[b] as number),
  )
  const law = {
    probabilities: Float64Array.from(order, (i) => probabilities[i] as number),
    values: Float64Array.from(order, (i) => values[i] as number),
  }
  const total = law.probabilities.reduce((sum, p) => sum + p, 0)
  if (values.length === 0 || values.length !== probabilities.length || !law.values.every(Number.isFinite)) {
    throw new PlimsollError(
      'PREMIUM_RANGE',
      'A law of losses needs finite losses, at least one, and a probability for each.',
    )
  }
  if (law.probabilities.some((p) => !(p >= 0)) || Math.abs(total - 1) > 1e-9) {
    throw new PlimsollError('PREMIUM_RANGE', `The probabilities of a law of losses must add up to 1, not ${total}.`)
  }
  return law
}

/** The law of a sample: each loss as likely as the others. */
export function sampleLaw(losses: ArrayLike<number>): LossLaw {
  return lossLaw(losses, new Float64Array(losses.length).fill(1 / losses.length))
}

export function meanOf({probabilities, values}: LossLaw): number {
  return values.reduce((sum, value, i) => sum + (probabilities[i] as number) * value, 0)
}

export function varianceOf(law: LossLaw): number {
  const mean = meanOf(law)
  return law.values.reduce((sum, value, i) => sum + (law.probabilities[i] as number) * (value - mean) ** 2, 0)
}
