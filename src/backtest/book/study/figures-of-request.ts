import {PlimsollError} from '../../../errors.js'
import {parseAmount} from '../../../units/amount.js'
import {parseRatio} from '../../../units/ratio.js'
import {toNumber} from '../../../units/rational.js'

/** A ratio of the file as a number: `5%` is 0.05. */
export const ratioOf = (text: string): number => toNumber(parseRatio(text))

/** An amount of the file in quote units. @throws BOOK_RULES when it is not in USD */
export function usdOf(what: string, text: string): number {
  const {unit, value} = parseAmount(text)
  if (unit === 'USD') return toNumber(value)
  throw new PlimsollError('BOOK_RULES', `${what} is counted in USD, not in ${unit}: \`${text}\`.`)
}
