import {PlimsollError} from '../errors.js'
import {formatExact, multiply, parseDecimal, rational, type Rational} from './rational.js'

/** So many of something: a token (by symbol) or USD. Exact. */
export interface Amount {
  readonly value: Rational
  readonly unit: string
}

const MULTIPLIERS: Readonly<Record<string, bigint>> = {'': 1n, k: 1000n, m: 1_000_000n, bn: 1_000_000_000n}
const AMOUNT = /^(?<number>[+-]?[\d_.]+)\s?(?<multiplier>k|m|bn)?\s+(?<unit>[A-Za-z][\w.+-]*)$/

/** What an amount looks like in a file, as a JSON-Schema pattern. */
export const AMOUNT_PATTERN = String.raw`^[+-]?\d(_?\d)*(\.\d(_?\d)*)?\s?(k|m|bn)?\s+[A-Za-z][\w.+-]*$`

/**
 * Reads `1_800_000 WETH`, `12.5m USD`, `250k USDC`: a decimal, k/m/bn if wanted, a blank, the token or USD.
 * @throws UNITS_NOT_AN_AMOUNT otherwise.
 */
export function parseAmount(text: string): Amount {
  const groups = AMOUNT.exec(text.trim())?.groups
  const number = groups && parseDecimal(groups['number'] ?? '')
  const multiplier = groups && MULTIPLIERS[groups['multiplier'] ?? '']
  if (!number || multiplier === undefined) {
    const hint = parseDecimal(text.trim()) ? `\`${text}\` lacks its token` : `\`${text}\` is not an amount`
    throw new PlimsollError('UNITS_NOT_AN_AMOUNT', `${hint}: write it as in \`1_800_000 WETH\` or \`12.5m USD\`.`)
  }
  return {value: multiply(number, rational(multiplier)), unit: groups['unit'] ?? ''}
}

/** `1,800,000 WETH`, exact. */
export function formatAmount({value, unit}: Amount): string {
  return `${formatExact(value, {group: ','})} ${unit}`
}
