import type {Scalar} from '../fields.js'
import type {ExactJson} from './exact-json.js'

export function textOf(json: ExactJson | undefined): string | undefined {
  return json?.kind === 'text' ? json.text : undefined
}

/** A scalar as its source has it. */
export function scalarOf(json: ExactJson): Scalar {
  switch (json.kind) {
    case 'text': {
      return {text: json.text}
    }
    case 'number': {
      return {number: json.digits}
    }
    case 'literal': {
      return {other: String(json.value)}
    }
    case 'list': {
      return {other: 'a list'}
    }
    case 'object': {
      return {other: 'an object'}
    }
  }
}

/** The same key whatever its spelling: `safe_tx_hash`, `safeTxHash`, `SafeTxHash`. */
export const spelled = (key: string): string => key.toLowerCase().replaceAll(/[_-]/g, '')

/** An integer of JSON: digits, or a text of decimal digits or hex. */
export function integerOf(json: ExactJson | undefined): bigint | undefined {
  const source = json?.kind === 'number' ? json.digits : textOf(json)
  if (source === undefined || !/^(?:\d{1,78}|0x[\da-fA-F]{1,64})$/.test(source)) return undefined
  return BigInt(source)
}

/** A 32-byte hash, lower case. */
export function hashOf(json: ExactJson | undefined): string | undefined {
  const text = textOf(json)
  return text !== undefined && /^0x[\da-fA-F]{64}$/.test(text) ? text.toLowerCase() : undefined
}

export function bytesOf(json: ExactJson | undefined): string | undefined {
  const text = textOf(json)
  return text !== undefined && /^0x(?:[\da-fA-F]{2})*$/.test(text) ? text.toLowerCase() : undefined
}

export function addressOf(json: ExactJson | undefined): string | undefined {
  const text = textOf(json)
  return text !== undefined && /^0x[\da-fA-F]{40}$/.test(text) ? text.toLowerCase() : undefined
}
