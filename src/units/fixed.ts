import {PlimsollError} from '../errors.js'
import {floor, multiply, rational, type Rational} from './rational.js'

/** How a contract stores a number: an integer count of 1/perOne, between min and max. */
export interface FixedPoint {
  /** For messages: `bps`, `whole tokens`. */
  readonly name: string
  /** How many on-chain units make one: 10_000 for bps. */
  readonly perOne: bigint
  readonly min: bigint
  readonly max: bigint
}

/**
 * The on-chain integer for an exact value; never rounds.
 * @param show writes a value the way the user wrote it, for the message
 * @throws UNITS_DOES_NOT_FIT when the value is between two integers or out of range; names the nearest values that fit.
 */
export function toFixedPoint(value: Rational, unit: FixedPoint, show: (value: Rational) => string): bigint {
  const scaled = multiply(value, rational(unit.perOne))
  const lower = floor(scaled)
  const back = (units: bigint): string => show(rational(units, unit.perOne))
  if (lower < unit.min || lower > unit.max || (lower === unit.max && scaled.d !== 1n)) {
    throw new PlimsollError(
      'UNITS_DOES_NOT_FIT',
      `${show(value)} is outside what the contract can hold (${back(unit.min)} to ${back(unit.max)}, in ${unit.name}); ` +
        `the nearest that fits is ${back(lower < unit.min ? unit.min : unit.max)}.`,
    )
  }
  if (scaled.d !== 1n) {
    throw new PlimsollError(
      'UNITS_DOES_NOT_FIT',
      `${show(value)} falls between two values that the contract can hold (${unit.name}); ` +
        `the nearest that fit are ${back(lower)} and ${back(lower + 1n)}.`,
    )
  }
  return lower
}
