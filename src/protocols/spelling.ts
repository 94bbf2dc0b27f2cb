import {getAddress} from 'ethers'

import {PlimsollError} from '../errors.js'
import {AMOUNT_PATTERN, formatAmount, parseAmount} from '../units/amount.js'
import {DURATION_PATTERN, formatDuration, parseDuration} from '../units/duration.js'
import {formatRatio, parseRatio, RATIO_PATTERN} from '../units/ratio.js'
import {formatExact, multiply, parseDecimal, rational, toNumber, type Rational} from '../units/rational.js'
import {checkedAddress} from './checked-address.js'
import type {ParameterInfo} from './model.js'

/** How values of one kind stand in a file, and what they mean. */
export interface Spelling {
  readonly kind: ParameterInfo['kind']
  /** The JSON-Schema pattern that editors check while typing. */
  readonly pattern: string
  readonly examples: readonly string[]
  /** @throws UNITS_*, or PROTOCOL_WRONG_TOKEN for an amount of something else */
  read(text: string, token: string): Rational
  /** For people: `82.50%`, `1,800,000 WETH`. */
  show(value: Rational, token: string): string
  /** As a file has it; `read` reads it back. */
  write(value: Rational, token: string): string
}

function percent(value: Rational): string {
  const text = formatExact(multiply(value, rational(100n)))
  return text.includes('/') ? formatExact(value) : `${text}%`
}

export const RATIO: Spelling = {
  kind: 'ratio',
  pattern: RATIO_PATTERN,
  examples: ['82.5%', '8250bps'],
  read: (text) => parseRatio(text),
  show: (value) => formatRatio(value),
  write: (value) => percent(value),
}

/** A ratio per second, written as a multiple: a per cent of it would have a row of zeros. */
export const FACTOR: Spelling = {...RATIO, examples: ['0.00000001x', '0.000001%']}

export const AMOUNT: Spelling = {
  kind: 'amount',
  pattern: AMOUNT_PATTERN,
  examples: ['1_800_000 WETH', '1.8m WETH'],
  read(text, token) {
    const {value, unit} = parseAmount(text)
    if (unit === token) return value
    throw new PlimsollError(
      'PROTOCOL_WRONG_TOKEN',
      `\`${text}\` is counted in ${unit}, and the contract counts ${token}.`,
      {
        suggestions: [`Write the amount in ${token}, as in \`1_800_000 ${token}\`.`],
      },
    )
  },
  show: (value, token) => formatAmount({value, unit: token}),
  write: (value, token) => `${formatExact(value, {group: '_'})} ${token}`,
}

export const DURATION: Spelling = {
  kind: 'duration',
  pattern: DURATION_PATTERN,
  examples: ['2h', '90min'],
  read: (text) => rational(parseDuration(text)),
  show: (value) => (value.d === 1n ? formatDuration(toNumber(value)) : `${formatExact(value)}s`),
  write: (value) => formatDuration(toNumber(value)),
}

/** A bare number, in quotes so that YAML leaves it alone. */
export const NUMBER: Spelling = {
  kind: 'number',
  pattern: String.raw`^\d(_?\d)*(\.\d(_?\d)*)?$`,
  examples: ['"3"', '"0.5"'],
  read(text) {
    const value = parseDecimal(text.trim())
    if (value) return value
    throw new PlimsollError('UNITS_NOT_A_NUMBER', `\`${text}\` is not a number: write it as in \`"3"\` or \`"0.5"\`.`)
  },
  show: (value) => formatExact(value, {group: ','}),
  write: (value) => formatExact(value),
}

/** A switch: 1 for yes, 0 for no. */
export const YES_NO: Spelling = {
  kind: 'boolean',
  pattern: '^(yes|no)$',
  examples: ['yes', 'no'],
  read(text) {
    if (text === 'yes' || text === 'no') return rational(text === 'yes' ? 1n : 0n)
    throw new PlimsollError('UNITS_NOT_YES_OR_NO', `\`${text}\` is neither \`yes\` nor \`no\`.`)
  },
  show: ({n}) => (n === 0n ? 'no' : 'yes'),
  write: ({n}) => (n === 0n ? 'no' : 'yes'),
}

/** An address, with its checksum; as a number so that it can stand where values do. */
export const ADDRESS: Spelling = {
  kind: 'number',
  pattern: '^0x[0-9a-fA-F]{40}$',
  examples: ['"0x0000000000000000000000000000000000000000"'],
  read: (text) => rational(BigInt(checkedAddress(text))),
  show: (value) => addressText(value.n),
  write: (value) => addressText(value.n),
}

/** The address that a number stands for, with its checksum. */
export const addressText = (value: bigint): string => getAddress(`0x${value.toString(16).padStart(40, '0')}`)
