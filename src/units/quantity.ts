import {formatAmount} from './amount.js'
import {formatDuration} from './duration.js'
import {formatRatio} from './ratio.js'
import {formatExact, type Rational} from './rational.js'

/** A value in human terms, exact, in whatever kind of unit it has. */
export type Quantity =
  | {readonly kind: 'ratio'; readonly value: Rational}
  | {readonly kind: 'amount'; readonly value: Rational; readonly unit: string}
  | {readonly kind: 'duration'; readonly seconds: number}
  | {readonly kind: 'number'; readonly value: Rational}
  | {readonly kind: 'address'; readonly value: string}
  | {readonly kind: 'bytes'; readonly value: string}
  | {readonly kind: 'boolean'; readonly value: boolean}
  | {readonly kind: 'text'; readonly value: string}

/** One spelling for each value: two quantities are the same exactly when these strings are. */
export function canonical(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'amount': {
      return `amount ${quantity.value.n}/${quantity.value.d} ${quantity.unit}`
    }
    case 'duration': {
      return `duration ${quantity.seconds}`
    }
    case 'number':
    case 'ratio': {
      return `${quantity.kind} ${quantity.value.n}/${quantity.value.d}`
    }
    case 'address':
    case 'bytes': {
      return `${quantity.kind} ${quantity.value.toLowerCase()}`
    }
    case 'boolean':
    case 'text': {
      return `${quantity.kind} ${String(quantity.value)}`
    }
  }
}

/** The value as a person reads it: `82.50%`, `1,800,000 WETH`, `3d`. */
export function formatQuantity(quantity: Quantity): string {
  switch (quantity.kind) {
    case 'amount': {
      return formatAmount(quantity)
    }
    case 'duration': {
      return formatDuration(quantity.seconds)
    }
    case 'ratio': {
      return formatRatio(quantity.value)
    }
    case 'number': {
      return formatExact(quantity.value, {group: ','})
    }
    case 'address':
    case 'boolean':
    case 'bytes':
    case 'text': {
      return String(quantity.value)
    }
  }
}
