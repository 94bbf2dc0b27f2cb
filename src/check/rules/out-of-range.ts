import type {ParameterInfo} from '../../protocols/model.js'
import {formatQuantity, type Quantity} from '../../units/quantity.js'
import {compare, ONE, subtract, type Rational} from '../../units/rational.js'
import {ROLE_BOUNDS, unitSlip} from '../plausible.js'
import type {Rule} from '../rule.js'
import {titleOf, type ReadSetting} from '../settings.js'
import {example} from './examples.js'

/** The number of a quantity that a range may be about. */
export function numberOf(quantity: Quantity | undefined): Rational | undefined {
  return quantity && (quantity.kind === 'ratio' || quantity.kind === 'amount' || quantity.kind === 'number')
    ? quantity.value
    : undefined
}

function rangeOf({
  parameter,
  role,
  after,
}: ReadSetting): Pick<ParameterInfo['range'], 'max' | 'min' | 'why'> | undefined {
  if (parameter) return parameter.range
  const bounds = after?.kind === 'ratio' ? ROLE_BOUNDS[role] : undefined
  return bounds && {min: bounds.min, max: bounds.max ?? bounds.min, why: bounds.why}
}

/** Whether a value lies outside what its parameter or role can mean, and is no slip of units, which has a rule of its own. */
export function outside(setting: ReadSetting, quantity: Quantity | undefined): boolean {
  const range = rangeOf(setting)
  const value = numberOf(quantity)
  if (!range || !value) return false
  const before = numberOf(setting.before)
  if (before && quantity === setting.after && unitSlip(before, value)) return false
  const unbounded = !setting.parameter && ROLE_BOUNDS[setting.role]?.max === undefined
  return compare(value, range.min) < 0 || (!unbounded && compare(value, range.max) > 0)
}

function hint({role}: ReadSetting, value: Rational): string {
  if (role !== 'liquidationBonus' || compare(value, ONE) < 0) return ''
  return ` Did you mean ${formatQuantity({kind: 'ratio', value: subtract(value, ONE)})}?`
}

export const outOfRange: Rule = {
  id: 'out-of-range',
  severity: 'error',
  summary: 'a value lies outside what the parameter can be',
  rationale: 'The call would revert, or set a value that nobody can mean; each parameter says which of the two.',
  failing: example('- asset: WETH\n  reserveFactor: {from: 85%, to: 120%}'),
  passing: example('- asset: WETH\n  reserveFactor: {from: 85%, to: 100bps}', {through: 'configurator'})
    .replace('100bps', '90%')
    .replace('100bps', '90%'),
  check({settings}) {
    return settings.flatMap((setting) => {
      const texts = setting.keep === undefined ? (['from', 'to'] as const) : (['keep'] as const)
      return texts.flatMap((key) => {
        const quantity = key === 'from' ? setting.before : setting.after
        const value = numberOf(quantity)
        const text = setting[key]
        if (text === undefined || !value || !outside(setting, quantity)) return []
        const {min, max, why} = rangeOf(setting) ?? {min: value, max: value, why: ''}
        const shown = (end: Rational): string =>
          formatQuantity(
            quantity?.kind === 'amount'
              ? {...quantity, value: end}
              : {kind: quantity?.kind === 'ratio' ? 'ratio' : 'number', value: end},
          )
        const limits = compare(min, max) === 0 ? `${shown(min)} or more` : `${shown(min)} to ${shown(max)}`
        const message = `the ${titleOf(setting)} of ${setting.asset} cannot be ${text} (${limits}): ${why}.${hint(setting, value)}`
        return [{path: [...setting.path, key], message}]
      })
    })
  },
}
