import type {GovernedValue} from '../../protocols/model.js'
import {rational} from '../../units/rational.js'
import type {NamedConstraint} from './constraints.js'
import {explain, judgeChanges, nameOf} from './judge.js'
import {advance, MAX_STEPS, type Move} from './ladder.js'
import type {Policy} from './model.js'
import {breachOfBounds, maxDifference} from './unit-limit.js'

const show = (value: GovernedValue, units: bigint): string => value.show(rational(units, value.perOne))

/** What a plan would need to know and the file or the policy does not say, one sentence each. */
export function unknowns(policy: Policy, values: readonly GovernedValue[]): string[] {
  if (policy.source === undefined) return [`${policy.name} names no source for its limits, so it is a template.`]
  const changed = values.filter(({changes}) => changes)
  return [
    ...changed
      .filter(({before}) => before === undefined)
      .map((value) => `the current value of ${nameOf(value)} is missing: add \`from:\`.`),
    ...judgeChanges(
      policy,
      changed.filter(({before}) => before !== undefined),
    ).flatMap(({judgement: {answer, message}}) =>
      answer === 'cannot tell' ? [message.replace('CANNOT TELL: ', '')] : [],
    ),
  ]
}

/** Why a value that has come this far can go no further. */
function whyStopped(value: GovernedValue, {from, limits}: Move, current: bigint): string {
  const here = show(value, current)
  const blocked = limits.some((limit) => maxDifference(limit, current) === 0n)
  if (!blocked) return `no single change from ${here} reaches the values that are allowed`
  if (current === 0n) {
    return `it is ${here}${value.role === 'cap' ? ' (no cap)' : ''} now, and the largest change allowed is a share of that`
  }
  return `${current === from ? '' : 'it comes no further: '}the largest change allowed from ${here} is ${show(value, 0n)}`
}

/** Why one value, on its own, cannot reach its target; undefined when it can. */
function stuck(value: GovernedValue, move: Move): string | undefined {
  const {from, to, limits} = move
  for (const limit of limits) {
    const breach = breachOfBounds(limit, to)
    if (breach) return explain(breach, value, from, to)
  }
  let current = from
  for (let steps = 0; current !== to; steps++) {
    const next = advance(move, current)
    if (steps === MAX_STEPS) return `it would take more than ${MAX_STEPS} steps`
    if (next === current) return whyStopped(value, move, current)
    current = next
  }
  return undefined
}

/** Why no ladder can exist, one sentence each; empty when each value has one of its own. */
export function obstacles(
  values: readonly GovernedValue[],
  moves: readonly Move[],
  constraints: readonly NamedConstraint[],
): string[] {
  const [start, end] = [moves.map(({from}) => from), moves.map(({to}) => to)]
  const broken = constraints.flatMap(({text, holds}) =>
    holds(end, end)
      ? [`${text}: the targets break it.`]
      : holds(start, start)
        ? [`${text}: the current values do not.`]
        : [],
  )
  return [
    ...broken,
    ...values.flatMap((value, i) => {
      const move = moves[i]
      const reason = move && value.changes && move.from !== move.to ? stuck(value, move) : undefined
      return reason === undefined ? [] : [`${nameOf(value)}: ${reason}.`]
    }),
  ]
}

/**
 * A loan-to-value of 0% under a liquidation threshold is what a frozen Aave reserve stores: a new one stays pending
 * (PoolConfigurator 3.1+), so the next step would start from 0% again, and a ladder of several steps goes nowhere.
 */
export function frozenReserves(protocol: string, values: readonly GovernedValue[], first: readonly bigint[]): string[] {
  if (protocol !== 'aave-v3') return []
  return values.flatMap((value, i) => {
    const climbs = value.role === 'loanToValue' && value.before === 0n && value.changes && first[i] !== value.after
    if (!climbs) return []
    return [
      `${nameOf(value)}: it is 0% now, as in a frozen reserve, where a new value stays pending and each step would start ` +
        'from 0% again. Set it in one step through the configurator, once the reserve is not frozen.',
    ]
  })
}
