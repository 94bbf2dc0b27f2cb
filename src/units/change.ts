import {formatAmount} from './amount.js'
import type {Quantity} from './quantity.js'
import {formatRatio} from './ratio.js'
import {divide, formatExact, multiply, rational, subtract, toNumber, ZERO, type Rational} from './rational.js'

const signed = (value: Rational, text: (size: Rational) => string): string => {
  if (value.n === 0n) return 'no change'
  const size = value.n < 0n ? subtract(ZERO, value) : value
  return `${value.n < 0n ? '-' : '+'}${text(size)}`
}

/**
 * How far one value is from another, for people: `-0.50 points` (percentage points), `+200,000 WETH (+11.11%)`.
 * Undefined where the two cannot be subtracted.
 */
export function formatChange(from: Quantity, to: Quantity): string | undefined {
  if (from.kind === 'ratio' && to.kind === 'ratio') {
    return signed(subtract(to.value, from.value), (size) => {
      const points = formatExact(multiply(size, rational(100n)), {minDecimals: 2})
      return points.includes('/') ? formatRatio(size) : `${points} points`
    })
  }
  if (from.kind !== 'amount' || to.kind !== 'amount' || from.unit !== to.unit) return undefined
  const difference = subtract(to.value, from.value)
  const absolute = signed(difference, (value) => formatAmount({value, unit: to.unit}))
  if (from.value.n === 0n || difference.n === 0n) return absolute
  const percent = toNumber(divide(difference, from.value)) * 100
  return `${absolute} (${percent > 0 ? '+' : ''}${percent.toFixed(2)}%)`
}
