import * as Address from 'ox/Address'

import {PlimsollError} from '../../errors.js'
import {parseAmount} from '../../units/amount.js'
import {parseDuration} from '../../units/duration.js'
import type {Quantity} from '../../units/quantity.js'
import {parseRatio} from '../../units/ratio.js'
import {parseDecimal} from '../../units/rational.js'
import type {Change, Setting} from '../model.js'

/** What kind of text the reading side expects of a parameter. */
export type ClaimKind = 'address' | 'amount' | 'duration' | 'number' | 'ratio' | 'yesNo'

/**
 * What a text of the file means, read without the setting side.
 * @throws UNITS_*, or CLAIM_UNREADABLE naming the parameter
 */
export function claimed(kind: ClaimKind, text: string, token: string, parameter: string): Quantity {
  switch (kind) {
    case 'ratio': {
      return {kind: 'ratio', value: parseRatio(text)}
    }
    case 'duration': {
      return {kind: 'duration', seconds: parseDuration(text)}
    }
    case 'amount': {
      const amount = parseAmount(text)
      if (amount.unit === token) return {kind: 'amount', ...amount}
      throw unreadable(parameter, text, `an amount of ${token}`)
    }
    case 'number': {
      const value = parseDecimal(text.trim())
      if (value) return {kind: 'number', value}
      throw unreadable(parameter, text, 'a number')
    }
    case 'yesNo': {
      if (text === 'yes' || text === 'no') return {kind: 'text', value: text}
      throw unreadable(parameter, text, 'yes or no')
    }
    case 'address': {
      if (Address.validate(text, {strict: true})) return {kind: 'address', value: text}
      throw unreadable(parameter, text, 'an address with its checksum')
    }
  }
}

const unreadable = (parameter: string, text: string, wanted: string): PlimsollError =>
  new PlimsollError('CLAIM_UNREADABLE', `${parameter} is \`${text}\`, and it should be ${wanted}.`)

const settingOf = (change: Change, id: string): Setting => {
  const value = change[id]
  return typeof value === 'object' && value !== null ? value : {}
}

/** Whether the change gives the parameter a new value. */
export const isSet = (change: Change, id: string): boolean => settingOf(change, id).to !== undefined

/**
 * The text that a call must carry for a parameter: `to`, or `keep` of one that is written with others.
 * @throws CLAIM_INCOMPLETE when the file does not say it
 */
export function textFor(change: Change, id: string): string {
  const {to, keep} = settingOf(change, id)
  const text = to ?? keep
  if (text !== undefined) return text
  throw new PlimsollError(
    'CLAIM_INCOMPLETE',
    `${String(change['asset'])}: \`${id}\` is written by the same call, and it is not given.`,
    {
      suggestions: [`Say what stays: \`${id}: {keep: ...}\`.`],
    },
  )
}
