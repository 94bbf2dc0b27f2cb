import type {Role, RiskValue} from '../protocols/model.js'
import {compare, divide, multiply, ONE, rational, ZERO, type Rational} from '../units/rational.js'

const CLOSE = rational(3n, 2n)
const SLIPS = [rational(100n), rational(10_000n)] as const

/** A step of about a hundred or ten thousand times, which is what a lost or doubled unit makes of a value. */
export interface Slip {
  /** What the value would be with the unit put right. */
  readonly meant: Rational
  readonly times: Rational
  readonly direction: 'above' | 'below'
}

/**
 * Whether `after` is about 100 or 10,000 times `before`, or a hundredth or ten-thousandth of it (within a factor of 1.5):
 * `%` for `x`, `bps` for `%`, `bps` for `x`, or the other way round.
 */
export function unitSlip(before: Rational, after: Rational): Slip | undefined {
  if (compare(before, ZERO) <= 0 || compare(after, ZERO) <= 0) return undefined
  for (const times of SLIPS) {
    for (const direction of ['below', 'above'] as const) {
      const meant = direction === 'below' ? multiply(after, times) : divide(after, times)
      const step = divide(meant, before)
      if (compare(step, CLOSE) <= 0 && compare(divide(ONE, step), CLOSE) <= 0) return {meant, times, direction}
    }
  }
  return undefined
}

interface Bounds {
  readonly min: Rational
  readonly max: Rational | undefined
  readonly why: string
}

const SHARE: Bounds = {min: ZERO, max: ONE, why: 'it is a share of a value'}

/** What a value of a role can mean at all; undefined where a role has no bounds of its own. */
export const ROLE_BOUNDS: Readonly<Partial<Record<Role, Bounds>>> = {
  loanToValue: SHARE,
  liquidationThreshold: SHARE,
  maintenanceMargin: SHARE,
  initialMargin: SHARE,
  liquidationBonus: {...SHARE, why: 'it is the premium alone: 5%, not 105%'},
  collateralRatio: {min: ONE, max: undefined, why: 'below 100% the collateral is worth less than the debt'},
}

/** Whether a value lies inside what its role can mean and is no slip of units: only then is it compared with others. */
export function isPlausible({role, before, after}: RiskValue): boolean {
  const bounds = ROLE_BOUNDS[role]
  if (!bounds) return true
  const inside = compare(after, bounds.min) >= 0 && (bounds.max === undefined || compare(after, bounds.max) <= 0)
  return inside && !(before && unitSlip(before, after))
}
