import {PlimsollError} from '../errors.js'
import {parseRatio} from '../units/ratio.js'

/**
 * A confidence level as people write it: `0.99`, `99%`, `9900bps`. It lies between one half and one.
 * @throws BACKTEST_LEVEL otherwise; a tail probability gets its level named
 */
export function parseLevel(text: string): number {
  const level = numberOf(text.trim())
  if (level > 0.5 && level < 1) return level
  const meant = level > 0 && level < 0.5 ? 1 - level : level > 50 && level < 100 ? level / 100 : undefined
  throw new PlimsollError(
    'BACKTEST_LEVEL',
    `\`${text}\` is not a confidence level: it lies between 0.5 and 1, as 0.99 or 99%.`,
    {
      suggestions: meant === undefined ? [] : [`Did you mean ${Number(meant.toPrecision(12))}?`],
    },
  )
}

function numberOf(text: string): number {
  if (/^\d*\.?\d+$/.test(text)) return Number(text)
  try {
    const {n, d} = parseRatio(text)
    return Number(n) / Number(d)
  } catch {
    return Number.NaN
  }
}
