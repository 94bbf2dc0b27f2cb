import type {GovernedValue} from '../../protocols/model.js'
import {parseDuration} from '../../units/duration.js'
import {parseRatio} from '../../units/ratio.js'
import {floor, multiply, rational, type Rational} from '../../units/rational.js'
import type {Limit} from './model.js'

/** A limit in the integers that the contract holds for one value. */
export interface UnitLimit {
  readonly min: bigint | undefined
  readonly max: bigint | undefined
  /** The most that one change may move it: so many units, or a share of the current value. */
  readonly change: {readonly absolute: bigint} | {readonly relative: Rational} | undefined
  readonly fixed: boolean
  readonly zero: Limit['zero']
  /** Seconds between two changes. */
  readonly minDelay: number
}

const ceil = (value: Rational): bigint => -floor(rational(-value.n, value.d))

/**
 * A limit for one value, in its units. A bound between two integers admits what an integer can reach: `min` is rounded
 * up, `max` and an absolute change down. `tokens` stands for the asset itself.
 * @throws UNITS_* when a text is of another kind than the value
 */
export function unitLimit(limit: Limit, value: Pick<GovernedValue, 'perOne' | 'read' | 'subject'>): UnitLimit {
  const units = (text: string): Rational =>
    multiply(value.read(text.replace(/\stokens?$/, ` ${value.subject}`)), rational(value.perOne))
  const {min, max, maxChange, fixed, zero, minDelay} = limit
  return {
    min: min === undefined ? undefined : ceil(units(min)),
    max: max === undefined ? undefined : floor(units(max)),
    change:
      maxChange === undefined
        ? undefined
        : 'absolute' in maxChange
          ? {absolute: floor(units(maxChange.absolute))}
          : {relative: parseRatio(maxChange.relative)},
    fixed: fixed ?? false,
    zero,
    minDelay: minDelay === undefined ? 0 : parseDuration(minDelay),
  }
}

/**
 * The largest change from a current value, in units; undefined when there is no limit.
 * Aave's RiskSteward.sol, _updateWithinAllowedRange: `maxDiff = isChangeRelative ? maxPercentChange * current / 10000 :
 * maxPercentChange`, in integers, so a relative limit is floored, and 0 of a current value of 0.
 */
export function maxDifference({change, fixed}: UnitLimit, current: bigint): bigint | undefined {
  if (fixed) return 0n
  if (change === undefined) return undefined
  if ('absolute' in change) return change.absolute
  return floor(multiply(change.relative, rational(current < 0n ? -current : current)))
}

/** Why a limit refuses a new value, with what it allows instead. */
export type Breach =
  | {readonly kind: 'above' | 'below'; readonly bound: bigint}
  | {readonly kind: 'change'; readonly most: bigint}
  | {readonly kind: 'fixed' | 'unlimited' | 'zero'}

/** What a limit has against a new value, whatever the current one is. */
export function breachOfBounds({min, max, zero, fixed}: UnitLimit, next: bigint): Breach | undefined {
  if (fixed) return {kind: 'fixed'}
  if (next === 0n && zero === 'refused') return {kind: 'zero'}
  if (next === 0n && zero === 'unlimited') return max === undefined ? undefined : {kind: 'unlimited'}
  if (min !== undefined && next < min) return {kind: 'below', bound: min}
  return max !== undefined && next > max ? {kind: 'above', bound: max} : undefined
}

/** What a limit has against the move to a new value: as the contract checks it, zero first, then the difference. */
export function breachOf(limit: UnitLimit, current: bigint, next: bigint): Breach | undefined {
  const most = maxDifference(limit, current)
  const difference = next > current ? next - current : current - next
  return breachOfBounds(limit, next) ?? (most !== undefined && difference > most ? {kind: 'change', most} : undefined)
}
