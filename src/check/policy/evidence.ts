import {PlimsollError} from '../../errors.js'
import {parseRatio} from '../../units/ratio.js'
import {compare, type Rational} from '../../units/rational.js'
import type {Evidence} from './model.js'

/** The part of a proposal that evidence is asked of. */
export interface Offered {
  readonly require?: readonly string[]
  readonly backtest?: {readonly accept?: Readonly<Record<string, string>>}
}

interface Bound {
  readonly direction: '<' | '>'
  readonly strict: boolean
  readonly limit: Rational
  /** `of debt`, `per year`, or nothing. */
  readonly basis: string
}

const BOUND = /^(?<direction>[<>])(?<equal>=?)\s*(?<limit>[\d_.]+\s?(?:%|bps))\s*(?<basis>.*)$/

function boundOf(text: string): Bound {
  const {direction, equal, limit = '', basis = ''} = BOUND.exec(text.trim())?.groups ?? {}
  if (direction !== '<' && direction !== '>') {
    throw new PlimsollError('POLICY_CRITERION', `\`${text}\` is not a criterion: write it as in \`>= 97%\`.`)
  }
  return {direction, strict: equal === '', limit: parseRatio(limit), basis: basis.replaceAll(/\s+/g, ' ')}
}

/** Whether whatever meets `own` also meets `wanted`. */
export function atLeastAsStrict(own: string, wanted: string): boolean {
  const [a, b] = [boundOf(own), boundOf(wanted)]
  if (a.direction !== b.direction || a.basis !== b.basis) return false
  const beyond = compare(a.limit, b.limit) * (a.direction === '>' ? 1 : -1)
  return beyond > 0 || (beyond === 0 && (a.strict || !b.strict))
}

/** What a proposal lacks of the evidence that a policy asks for, one sentence each. */
export function missingEvidence({steps = [], accept = {}}: Evidence, offered: Offered, policy: string): string[] {
  const required = offered.require ?? []
  const own = offered.backtest?.accept ?? {}
  return [
    ...steps
      .filter((step) => !required.includes(step))
      .map((step) => `${policy} wants the step ${step} under \`require:\`.`),
    ...Object.entries(accept).flatMap(([name, wanted]) => {
      const criterion = own[name]
      if (criterion === undefined)
        return [`${policy} wants the criterion \`${name}: ${wanted}\` under \`backtest.accept:\`.`]
      if (atLeastAsStrict(criterion, wanted)) return []
      return [`${policy} wants \`${name}: ${wanted}\` or stricter; the proposal says \`${criterion}\`.`]
    }),
  ]
}
