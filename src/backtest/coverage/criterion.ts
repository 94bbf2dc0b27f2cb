import {PlimsollError} from '../../errors.js'
import {formatRatio, parseRatio} from '../../units/ratio.js'
import {toNumber, type Rational} from '../../units/rational.js'

const CRITERION = /^(?<relation>>=|<=|>|<)\s*(?<value>\S.*)$/

/** `>= 97%` as a question that a figure answers. */
export interface Criterion {
  readonly text: string
  readonly limit: Rational
  holds(figure: number): boolean
}

/** @throws CRITERION_UNREADABLE when it is no comparison with a ratio. */
export function parseCriterion(text: string): Criterion {
  const groups = CRITERION.exec(text.trim())?.groups
  if (!groups) {
    throw new PlimsollError('CRITERION_UNREADABLE', `\`${text}\` is not a criterion: write it as in \`>= 97%\`.`)
  }
  const limit = parseRatio(groups['value'] ?? '')
  const bound = toNumber(limit)
  const relation = groups['relation'] ?? ''
  const compare: Record<string, (figure: number) => boolean> = {
    '>=': (figure) => figure >= bound,
    '<=': (figure) => figure <= bound,
    '>': (figure) => figure > bound,
    '<': (figure) => figure < bound,
  }
  return {text: `${relation} ${formatRatio(limit)}`, limit, holds: (figure) => compare[relation]?.(figure) ?? false}
}
