import {PlimsollError} from '../errors.js'
import {formatExact, multiply, parseDecimal, rational, type Rational} from './rational.js'

const HUNDRED = rational(100n)
const UNITS = {'%': 100n, bps: 10_000n, x: 1n} as const
const RATIO = /^(?<number>[+-]?[\d_.]+)\s?(?<unit>%|bps|x)$/
const FRACTION = /^(?<top>\d[\d_]*)\s?\/\s?(?<bottom>\d[\d_]*)$/

/** The spellings a ratio may have, for messages. */
export const RATIO_SPELLINGS = '`83%`, `8300bps`, `0.83x` or `83/100`'

/** What a ratio looks like in a file: the JSON-Schema pattern that editors check while typing. */
export const RATIO_PATTERN = String.raw`^([+-]?\d(_?\d)*(\.\d(_?\d)*)?\s?(%|bps|x)|\d(_?\d)*\s?/\s?\d(_?\d)*)$`

function complaint(text: string): string {
  const bare = parseDecimal(text)
  if (!bare) return `\`${text}\` is not a ratio: write it with its unit, as in ${RATIO_SPELLINGS}.`
  const asFraction = formatRatio(bare)
  return (
    `\`${text}\` is a bare number where a ratio is meant: it could be ${text}%, ${text}bps or ${asFraction}. ` +
    `Write the unit, as in ${RATIO_SPELLINGS}.`
  )
}

/**
 * Reads a ratio with its unit (per cent, basis points, multiple, or fraction) exactly.
 * @throws UNITS_NOT_A_RATIO for a bare number or anything else.
 */
export function parseRatio(text: string): Rational {
  const trimmed = text.trim()
  const fraction = FRACTION.exec(trimmed)?.groups
  if (fraction) {
    const [top, bottom] = [fraction['top'] ?? '', fraction['bottom'] ?? ''].map((part) => parseDecimal(part))
    if (top && bottom && bottom.n !== 0n) return rational(top.n, bottom.n)
  }
  const groups = RATIO.exec(trimmed)?.groups
  const number = groups && parseDecimal(groups['number'] ?? '')
  if (!number) throw new PlimsollError('UNITS_NOT_A_RATIO', complaint(trimmed))
  return multiply(number, rational(1n, UNITS[groups['unit'] as keyof typeof UNITS]))
}

/** `82.50%`: per cent, exact, at least two decimals; a ratio without an end is written as a fraction. */
export function formatRatio(value: Rational): string {
  const text = formatExact(multiply(value, HUNDRED), {minDecimals: 2})
  return text.includes('/') ? formatExact(value) : `${text}%`
}
