import {bug} from '../errors.js'

/** An exact number n/d in lowest terms, d > 0. Everything governed is held like this until it becomes an integer on chain. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** n/d in lowest terms. The denominator must not be zero. */
export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
  const [top, bottom] = [BigInt(n), BigInt(d)]
  if (bottom === 0n) throw bug('a rational with denominator 0')
  const sign = bottom < 0n ? -1n : 1n
  const divisor = gcd(top, bottom) || 1n
  return {n: (sign * top) / divisor, d: (sign * bottom) / divisor}
}

export const ZERO = rational(0n)
export const ONE = rational(1n)

export const add = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Rational, b: Rational): Rational => rational(a.n * b.d - b.n * a.d, a.d * b.d)
export const multiply = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d)
export const divide = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n)
export const isZero = ({n}: Rational): boolean => n === 0n
export const equal = (a: Rational, b: Rational): boolean => a.n === b.n && a.d === b.d

/** Negative, zero or positive as a is below, equal to or above b. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Rounds towards minus infinity. */
export function floor({n, d}: Rational): bigint {
  const quotient = n / d
  return n % d !== 0n && n < 0n ? quotient - 1n : quotient
}

/** The nearest float64. Only for statistics: never on the way to the chain. */
export function toNumber({n, d}: Rational): number {
  const direct = Number(n) / Number(d)
  if (Number.isFinite(direct)) return direct
  const shift = BigInt(Math.max(n.toString(2).length, d.toString(2).length) - 1000)
  return Number(n >> shift) / Number(d >> shift)
}

const DECIMAL = /^([+-])?(\d(?:_?\d)*)(?:\.(\d(?:_?\d)*))?$/

/** Reads `12_000_000`, `0.83`, `-1.5`; undefined when the text is not a plain decimal. No exponent, no thousands comma. */
export function parseDecimal(text: string): Rational | undefined {
  const match = DECIMAL.exec(text)
  if (!match) return undefined
  const whole = (match[2] ?? '').replaceAll('_', '')
  const fraction = (match[3] ?? '').replaceAll('_', '')
  const value = rational(BigInt(whole + fraction), 10n ** BigInt(fraction.length))
  return match[1] === '-' ? rational(-value.n, value.d) : value
}

/** How many decimals the exact decimal form needs, or undefined when it never ends (1/3). */
function decimalsNeeded(d: bigint): number | undefined {
  let [rest, twos, fives] = [d, 0, 0]
  for (; rest % 2n === 0n; twos++) rest /= 2n
  for (; rest % 5n === 0n; fives++) rest /= 5n
  return rest === 1n ? Math.max(twos, fives) : undefined
}

/**
 * The exact decimal form with at least `minDecimals` decimals and `_`-free digits; a value that has none is written `n/d`.
 * `group` sets a separator every three digits of the whole part.
 */
export function formatExact(value: Rational, {minDecimals = 0, group = ''} = {}): string {
  const needed = decimalsNeeded(value.d)
  if (needed === undefined) return `${value.n}/${value.d}`
  const decimals = Math.max(needed, minDecimals)
  const scaled = (value.n < 0n ? -value.n : value.n) * (10n ** BigInt(decimals) / value.d)
  const digits = scaled.toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const grouped = group === '' ? whole : whole.replaceAll(/\B(?=(\d{3})+$)/g, group)
  return `${value.n < 0n ? '-' : ''}${grouped}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''}`
}
