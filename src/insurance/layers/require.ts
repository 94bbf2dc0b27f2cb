import {PlimsollError} from '../../errors.js'

const refuse = (name: string, need: string, value: number): PlimsollError =>
  new PlimsollError('INSURANCE_TERMS', `\`${name}\` of a layer must be ${need}, not ${value}.`)

/** @throws INSURANCE_TERMS unless 0 <= value <= 1 */
export function requireShare(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw refuse(name, 'between 0% and 100%', value)
}

/** @throws INSURANCE_TERMS unless value is a finite number, 0 or more */
export function requireAmount(name: string, value: number): void {
  if (!(value >= 0 && value < Infinity)) throw refuse(name, 'a finite amount, zero or more', value)
}

/** @throws INSURANCE_TERMS unless value is finite and above 0 */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity)) throw refuse(name, 'finite and above zero', value)
}

/** @throws INSURANCE_TERMS unless value is finite and at least `least` */
export function requireAtLeast(name: string, value: number, least: number): void {
  if (!(value >= least && value < Infinity)) throw refuse(name, `finite and at least ${least}`, value)
}

/** @throws INSURANCE_TERMS unless value is zero or more; Infinity (no limit, never) is allowed */
export function requireLimit(name: string, value: number): void {
  if (!(value >= 0)) throw refuse(name, 'zero or more', value)
}
