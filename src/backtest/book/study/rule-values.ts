import type {Liquidity} from '../../../market/liquidity/model.js'
import type {RiskValue, Role} from '../../../protocols/model.js'
import type {PriceImpact} from '../impact.js'
import type {BookRequest} from './rules.js'

/** What the rules of a book are made from. */
export interface Building {
  readonly values: readonly RiskValue[]
  readonly subjects: readonly string[]
  readonly when: 'after' | 'before'
  readonly request: Partial<BookRequest>
  readonly barSeconds: number
  /** A duration of the file in whole bars. @throws DELAY_FINER_THAN_BAR */
  readonly bars: (what: string, text: string | undefined) => number
  readonly common: {readonly latencyBars: number; readonly slippage?: Liquidity; readonly impact?: PriceImpact}
  readonly assumptions: string[]
}

/** The value of a role, undefined inside when the file does not say it for this time; undefined when no change has the role. */
export function valueOf({values, when}: Building, subject: string, role: Role) {
  const found = values.find((value) => value.subject === subject && value.role === role)
  return found && {value: found[when]}
}
