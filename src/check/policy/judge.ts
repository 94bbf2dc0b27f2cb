import {PlimsollError} from '../../errors.js'
import type {GovernedValue} from '../../protocols/model.js'
import {rational} from '../../units/rational.js'
import type {Limit, Policy} from './model.js'
import {limitsFor} from './limits-for.js'
import {breachOf, breachOfBounds, unitLimit, type Breach, type UnitLimit} from './unit-limit.js'

/** What a policy says about one change: `no` it is refused, `cannot tell`, or nothing when it is inside. */
export interface Judgement {
  readonly answer: 'cannot tell' | 'no'
  readonly message: string
}

const cannotTell = (message: string): Judgement => ({answer: 'cannot tell', message: `CANNOT TELL: ${message}`})

/** "MIN_COLLATERAL_FACTOR of ETH", "ltv of WETH". */
export const nameOf = ({parameter, subject}: GovernedValue, title: string = parameter): string =>
  `${title} of ${subject}`

/** What is wrong, in the value's own unit. */
export function explain(breach: Breach, value: GovernedValue, current: bigint | undefined, next: bigint): string {
  const show = (units: bigint): string => value.show(rational(units, value.perOne))
  switch (breach.kind) {
    case 'above': {
      return `${show(next)} is above the maximum of ${show(breach.bound)}`
    }
    case 'below': {
      return `${show(next)} is below the minimum of ${show(breach.bound)}`
    }
    case 'fixed': {
      return 'it may not be changed'
    }
    case 'unlimited': {
      return `${show(0n)} means no limit, which is above the maximum`
    }
    case 'zero': {
      return `a change to ${show(0n)} is refused`
    }
    case 'change': {
      const from = current ?? 0n
      if (breach.most === 0n)
        return `no change from ${show(from)} is small enough: the largest one allowed is ${show(0n)}`
      const difference = next > from ? next - from : from - next
      const low = from > breach.most ? from - breach.most : 0n
      return (
        `${show(from)} -> ${show(next)} is a change of ${show(difference)}, and the largest one allowed is ` +
        `${show(breach.most)}: to between ${show(low)} and ${show(from + breach.most)}`
      )
    }
  }
}

function judgeLimit(limit: Limit, value: GovernedValue, policy: string): Judgement[] {
  const name = nameOf(value, limit.title)
  const {before, after} = value
  let units: UnitLimit
  try {
    units = unitLimit(limit, value)
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error
    return [cannotTell(`the limit of ${policy} for ${name} is not in its unit: ${error.message}`)]
  }
  const breach = before === undefined ? breachOfBounds(units, after) : breachOf(units, before, after)
  if (breach) return [{answer: 'no', message: `${name}: ${explain(breach, value, before, after)} (${policy}).`}]
  if (before !== undefined || units.change === undefined) return []
  return [cannotTell(`${policy} limits the change of ${name}, and its current value is missing: add \`from:\`.`)]
}

/** What a policy says about the changed values, each with the value it is about. A value that is kept is not judged. */
export function judgeChanges(
  policy: Policy,
  values: readonly GovernedValue[],
): {readonly value: GovernedValue; readonly judgement: Judgement}[] {
  return values
    .filter(({changes}) => changes)
    .flatMap((value) => {
      const limits = limitsFor(policy, value)
      const judgements =
        limits.length === 0
          ? [cannotTell(`${policy.name} has no limit for ${nameOf(value)}.`)]
          : limits.flatMap((limit) => judgeLimit(limit, value, policy.name))
      return judgements.map((judgement) => ({value, judgement}))
    })
}
