import type {ParameterInfo} from '../protocols/model.js'
import type {Quantity} from '../units/quantity.js'
import {compare, type Rational} from '../units/rational.js'
import {ROLE_BOUNDS, unitSlip} from './plausible.js'
import type {ReadSetting} from './settings.js'

/** The number of a quantity that a range may be about. */
export function numberOf(quantity: Quantity | undefined): Rational | undefined {
  return quantity && (quantity.kind === 'ratio' || quantity.kind === 'amount' || quantity.kind === 'number')
    ? quantity.value
    : undefined
}

/** What a parameter, or else a role, can be. */
export function rangeOf({
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

/** Whether a ratio moves by about 100 or 10,000 times. */
export function slips({before, after, to}: ReadSetting): boolean {
  return (
    to !== undefined &&
    before?.kind === 'ratio' &&
    after?.kind === 'ratio' &&
    unitSlip(before.value, after.value) !== undefined
  )
}

/** Whether a setting has a value that a rule of its own says cannot be meant: no other rule then reasons from it. */
export const isDoubtful = (setting: ReadSetting): boolean =>
  slips(setting) || outside(setting, setting.after) || outside(setting, setting.before)
