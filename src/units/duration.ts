import {PlimsollError} from '../errors.js'
import {multiply, parseDecimal, rational} from './rational.js'

const SECONDS: Readonly<Record<string, bigint>> = {s: 1n, min: 60n, h: 3600n, d: 86_400n, w: 604_800n}
const LONG: Readonly<Record<string, string>> = {
  second: 's',
  seconds: 's',
  minute: 'min',
  minutes: 'min',
  hour: 'h',
  hours: 'h',
  day: 'd',
  days: 'd',
  week: 'w',
  weeks: 'w',
}
const DURATION = /^(?<number>[\d_.]+)\s?(?<unit>[a-z]+)$/

/** What a duration looks like in a file, as a JSON-Schema pattern. */
export const DURATION_PATTERN = String.raw`^\d(_?\d)*(\.\d+)?\s?(s|min|h|d|w|seconds?|minutes?|hours?|days?|weeks?)$`

/**
 * Reads `1d`, `36h`, `30min`, `2 weeks` into whole seconds. `m` alone is refused: it could be minutes or months.
 * @throws UNITS_NOT_A_DURATION otherwise, or when it is no whole number of seconds.
 */
export function parseDuration(text: string): number {
  const groups = DURATION.exec(text.trim())?.groups
  const number = groups && parseDecimal(groups['number'] ?? '')
  const unit = groups?.['unit'] ?? ''
  const seconds = SECONDS[LONG[unit] ?? unit]
  const total = number && seconds !== undefined ? multiply(number, rational(seconds)) : undefined
  if (total?.d !== 1n) {
    throw new PlimsollError(
      'UNITS_NOT_A_DURATION',
      `\`${text}\` is not a duration: write it as in \`1d\`, \`36h\` or \`30min\`.`,
    )
  }
  return Number(total.n)
}

/** `1d`, `36h`, `90min`, `45s`: the largest unit that divides it. */
export function formatDuration(seconds: number): string {
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const) {
    if (seconds !== 0 && seconds % size === 0) return `${seconds / size}${unit}`
  }
  return `${seconds}s`
}
