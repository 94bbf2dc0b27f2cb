import {hexlify, toUtf8Bytes, toUtf8String} from 'ethers'

import {PlimsollError} from '../../errors.js'
import {parseAmount} from '../../units/amount.js'
import type {FixedPoint} from '../../units/fixed.js'
import {ONE, rational, ZERO} from '../../units/rational.js'
import type {ParameterRange} from '../model.js'
import {AMOUNT, RATIO, YES_NO, type Spelling} from '../spelling.js'
import type {Spec} from './subject.js'

const BASIS_POINT = rational(1n, 10_000n)

/** A share in basis points that goes up to `max` of them. */
export const bps = (max: bigint, min = 0n): FixedPoint => ({name: 'bps', perOne: 10_000n, min, max})

export const shareRange = (why: string, max = 10_000n, min = 0n): ParameterRange => ({
  min: rational(min, 10_000n),
  max: rational(max, 10_000n),
  step: BASIS_POINT,
  why,
})

/** What a share, a switch or an amount of whole units needs beside its words. */
export const ratio = (max: bigint, min = 0n): Pick<Spec, 'spelling' | 'units'> => ({
  spelling: RATIO,
  units: () => bps(max, min),
})

const SWITCH_RANGE: ParameterRange = {min: ZERO, max: ONE, step: ONE, why: 'it is a switch'}

export const SWITCH: Pick<Spec, 'accepts' | 'range' | 'spelling' | 'unit' | 'units'> = {
  spelling: YES_NO,
  unit: 'bool',
  range: SWITCH_RANGE,
  accepts: 'yes or no',
  units: () => ({name: 'a switch', perOne: 1n, min: 0n, max: 1n}),
}

/** An amount of the asset itself. */
export const OF_ITSELF: Spelling = {
  ...AMOUNT,
  read(text, token) {
    const {value, unit} = parseAmount(text)
    if (unit === token) return value
    throw new PlimsollError(
      'AAVE_WRONG_TOKEN',
      `\`${text}\` is not counted in ${token}: a cap counts the asset itself.`,
      {
        suggestions: [`Write the amount in ${token}, as in \`1_800_000 ${token}\`.`],
      },
    )
  },
}

/** A digit in front, so that leading zeros stay. */
const MARK = '1'

/** A text, as a number so that it can stand where values do: 1, then its bytes in UTF-8. */
export const TEXT: Spelling = {
  kind: 'text',
  pattern: String.raw`^\S(.*\S)?$`,
  examples: ['ETH correlated'],
  read: (text) => rational(BigInt(`0x${MARK}${hexlify(toUtf8Bytes(text.trim())).slice(2)}`)),
  show: ({n}) => textOf(n),
  write: ({n}) => textOf(n),
}

/** The text that a number stands for. */
export const textOf = (value: bigint): string => toUtf8String(`0x${value.toString(16).slice(1)}`)
