import {formatDuration} from './duration.js'
import {formatExact, multiply, rational, toNumber, type Rational} from './rational.js'

const RATIO = /^[+-]?[\d_.]+(?<blank>\s?)(?<unit>%|bps|x)$/
const FRACTION = /^\d[\d_]*\s?\/\s?\d[\d_]*$/
const DURATION = /^[\d_.]+\s?(s|min|h|d|w|seconds?|minutes?|hours?|days?|weeks?)$/
const AMOUNT = /^[+-]?[\d_,.]+\s?(?:k|m|bn)?(?<unit>\s+[A-Za-z][\w.+-]*)$/
const PER_ONE = {'%': 100n, bps: 10_000n, x: 1n} as const

/** The digit separator that a spelling uses; long numbers without one stay without. */
function groupOf(sample: string): string {
  if (sample.includes(',')) return ','
  return sample.includes('_') || /\d\s?(?:k|m|bn)\s/.test(sample) ? '_' : ''
}

/**
 * Another value in the spelling of a sample: per cent stay per cent, bps bps, `1_800_000 WETH` keeps its grouping and
 * token. A multiplier (`1.8m`) is written out, a fraction becomes per cent. Exact: what has no end is a fraction.
 */
export function respell(sample: string, value: Rational): string {
  const text = sample.trim()
  const ratio = RATIO.exec(text)?.groups
  if (ratio) {
    const {blank = '', unit} = ratio
    const digits = formatExact(multiply(value, rational(PER_ONE[unit as keyof typeof PER_ONE])))
    return digits.includes('/') ? formatExact(value) : `${digits}${blank}${unit ?? ''}`
  }
  if (FRACTION.test(text)) {
    const percent = formatExact(multiply(value, rational(100n)))
    return percent.includes('/') ? formatExact(value) : `${percent}%`
  }
  if (DURATION.test(text)) return value.d === 1n ? formatDuration(toNumber(value)) : `${formatExact(value)}s`
  return `${formatExact(value, {group: groupOf(text)})}${AMOUNT.exec(text)?.groups?.['unit'] ?? ''}`
}
