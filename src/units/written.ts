import {parseAmount} from './amount.js'
import {formatDuration, parseDuration} from './duration.js'
import type {Quantity} from './quantity.js'
import {parseRatio} from './ratio.js'
import {formatExact, multiply, parseDecimal, rational, type Rational} from './rational.js'

/** A ratio as a file has it: `82.5%`, or a fraction when its decimals have no end. */
function ratio(value: Rational): string {
  const percent = formatExact(multiply(value, rational(100n)))
  return percent.includes('/') ? formatExact(value) : `${percent}%`
}

/** A quantity the way a proposal file spells it, exactly: `82.5%`, `1_800_000 WETH`, `3d`. `readWritten` reads it back. */
export function writeQuantity(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'ratio': {
      return ratio(quantity.value)
    }
    case 'amount': {
      return `${formatExact(quantity.value, {group: '_'})} ${quantity.unit}`
    }
    case 'duration': {
      return formatDuration(quantity.seconds)
    }
    case 'number': {
      return formatExact(quantity.value)
    }
    case 'address':
    case 'boolean':
    case 'bytes':
    case 'text': {
      return String(quantity.value)
    }
  }
}

const READERS: readonly ((text: string) => Quantity | undefined)[] = [
  (text) => ({kind: 'ratio', value: parseRatio(text)}),
  (text) => ({kind: 'duration', seconds: parseDuration(text)}),
  (text) => ({kind: 'amount', ...parseAmount(text)}),
  (text) => {
    const value = parseDecimal(text.trim())
    return value && {kind: 'number', value}
  },
  (text) => (/^0x[\da-f]{40}$/i.test(text.trim()) ? {kind: 'address', value: text.trim()} : undefined),
]

/** The quantity that a text of a file means; what has no unit of ours is text. Spellings of one value give one quantity. */
export function readWritten(text: string): Quantity {
  for (const read of READERS) {
    try {
      const quantity = read(text)
      if (quantity) return quantity
    } catch {
      // not of this kind
    }
  }
  return {kind: 'text', value: text.trim()}
}
