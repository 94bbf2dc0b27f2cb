import type {GovernedValue, Role} from '../../protocols/model.js'
import type {Constraint} from './ladder.js'

export interface NamedConstraint {
  /** "the LTV of WETH must not exceed its liquidation threshold". */
  readonly text: string
  readonly holds: Constraint
}

/** Whether a value has moved in this step, and upwards. */
const rose = (values: readonly bigint[], before: readonly bigint[], i: number): boolean =>
  (values[i] ?? 0n) > (before[i] ?? 0n)

/** lower <= upper, in units of which so many make one. */
function atMost(lower: number, upper: number, perOne: readonly [bigint, bigint]): Constraint {
  return (values, before) => {
    const [low, high] = [values[lower] ?? 0n, values[upper] ?? 0n]
    if (low * perOne[1] <= high * perOne[0]) return undefined
    if (rose(values, before, lower)) return {index: lower, value: (high * perOne[0]) / perOne[1]}
    return {index: upper, value: (low * perOne[1] + perOne[0] - 1n) / perOne[0]}
  }
}

/**
 * threshold x (1 + bonus) <= 1. Aave's PoolConfigurator tests percentMul(threshold, bonus) <= 10000, rounded half up;
 * this is the same without the rounding, so never looser.
 */
function covered(threshold: number, bonus: number, perOne: readonly [bigint, bigint]): Constraint {
  const [one, unit] = perOne
  return (values, before) => {
    const [lt, premium] = [values[threshold] ?? 0n, values[bonus] ?? 0n]
    if (lt * (unit + premium) <= one * unit) return undefined
    if (rose(values, before, threshold)) return {index: threshold, value: (one * unit) / (unit + premium)}
    return {index: bonus, value: (one * unit) / lt - unit}
  }
}

/** A bonus of 0 belongs to a threshold of 0 and to no other: PoolConfigurator refuses the one without the other. */
function zeroTogether(threshold: number, bonus: number): Constraint {
  return (values, before) => {
    if ((values[threshold] === 0n) === (values[bonus] === 0n)) return undefined
    const [zero, other] = values[threshold] === 0n ? [threshold, bonus] : [bonus, threshold]
    return before[zero] === 0n ? {index: other, value: 0n} : {index: zero, value: 1n}
  }
}

/** The constraints among the values of each subject: those of its roles that the file gives, kept ones included. */
export function constraintsAmong(values: readonly GovernedValue[], protocol: string): NamedConstraint[] {
  return [...new Set(values.map(({subject}) => subject))].flatMap((subject) => {
    const find = (role: Role): {at: number; perOne: bigint} | undefined => {
      const at = values.findIndex((value) => value.subject === subject && value.role === role)
      const found = values[at]
      return found && {at, perOne: found.perOne}
    }
    const [ltv, lt, bonus] = [find('loanToValue'), find('liquidationThreshold'), find('liquidationBonus')]
    return [
      ...(ltv && lt
        ? [
            {
              text: `the LTV of ${subject} must not exceed its liquidation threshold`,
              holds: atMost(ltv.at, lt.at, [ltv.perOne, lt.perOne]),
            },
          ]
        : []),
      ...(lt && bonus
        ? [
            {
              text: `the liquidation threshold of ${subject} times (1 + bonus) must not exceed 100%`,
              holds: covered(lt.at, bonus.at, [lt.perOne, bonus.perOne]),
            },
          ]
        : []),
      ...(lt && bonus && protocol === 'aave-v3'
        ? [
            {
              text: `the bonus of ${subject} is 0% exactly when its liquidation threshold is`,
              holds: zeroTogether(lt.at, bonus.at),
            },
          ]
        : []),
    ]
  })
}
