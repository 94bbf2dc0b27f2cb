import type {Path} from '../proposal/model.js'
import {parseRatio} from '../units/ratio.js'
import type {Rational} from '../units/rational.js'
import {mapAt} from './look.js'

/** An acceptance criterion as far as rules compare it. */
export interface ReadCriterion {
  readonly path: Path
  readonly name: string
  readonly text: string
  readonly relation: string
  readonly limit: Rational
}

const CRITERION = /^(?<relation>>=|<=|>|<)\s*(?<limit>[\d_.]+\s?(?:%|bps))/

/** The criteria under `backtest.accept` that can be read. */
export function criteriaOf(value: unknown): ReadCriterion[] {
  return Object.entries(mapAt(value, ['backtest', 'accept'])).flatMap(([name, text]) => {
    const groups = typeof text === 'string' ? CRITERION.exec(text)?.groups : undefined
    if (!groups) return []
    try {
      const limit = parseRatio(groups['limit'] ?? '')
      return [{path: ['backtest', 'accept', name], name, text: String(text), relation: groups['relation'] ?? '', limit}]
    } catch {
      return [] // the schema says why
    }
  })
}
