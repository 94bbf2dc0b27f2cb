import {PlimsollError} from '../errors.js'
import {floor, multiply, parseDecimal, rational, type Rational} from './rational.js'

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

const NOT_A_DURATION = 'UNITS_NOT_A_DURATION'

/** What to write instead of a duration that is no whole number of seconds, or more of them than can be told apart. */
function misfit(text: string, seconds: Rational): PlimsollError {
  const most = BigInt(Number.MAX_SAFE_INTEGER)
  if (seconds.n > most * seconds.d) {
    return new PlimsollError(NOT_A_DURATION, `\`${text}\` is too long a duration: at most \`${most}s\` can be written.`)
  }
  const below = floor(seconds)
  const message = `\`${text}\` is no whole number of seconds; the nearest that fit are ${below}s and ${below + 1n}s.`
  return new PlimsollError(NOT_A_DURATION, message)
}

/**
 * Reads `1d`, `36h`, `30min`, `2 weeks` into whole seconds. `m` alone is refused: it could be minutes or months.
 * @throws UNITS_NOT_A_DURATION otherwise, or when it is no whole number of seconds.
 */
export function parseDuration(text: string): number {
  const groups = DURATION.exec(text.trim())?.groups
  const number = groups && parseDecimal(groups['number'] ?? '')
  const unit = groups?.['unit'] ?? ''
  const seconds = SECONDS[LONG[unit] ?? unit]
  if (!number || seconds === undefined) {
    const hint = text.trim().startsWith('-') ? ', and none is below 0s' : ''
    throw new PlimsollError(
      NOT_A_DURATION,
      `\`${text}\` is not a duration${hint}: write it as in \`1d\`, \`36h\` or \`30min\`.`,
    )
  }
  const total = multiply(number, rational(seconds))
  if (total.d !== 1n || total.n > BigInt(Number.MAX_SAFE_INTEGER)) throw misfit(text, total)
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
