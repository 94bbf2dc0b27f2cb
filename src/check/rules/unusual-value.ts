import type {Role} from '../../protocols/model.js'
import {formatRatio} from '../../units/ratio.js'
import {compare, isZero, rational, type Rational} from '../../units/rational.js'
import {isPlausible} from '../plausible.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'

interface Customary {
  readonly min?: Rational
  readonly max?: Rational
  readonly why: string
}

const LOAN: Customary = {min: rational(5n, 100n), why: 'nobody would post such collateral'}
const MARGIN: Customary = {min: rational(1n, 1000n), why: 'that is a leverage above 1,000'}

/** What nobody sets on purpose: wide margins around what markets use. 0% has meanings of its own and is left alone. */
const CUSTOMARY: Readonly<Partial<Record<Role, Customary>>> = {
  loanToValue: LOAN,
  liquidationThreshold: LOAN,
  liquidationBonus: {max: rational(25n, 100n), why: 'a liquidation would cost the borrower more than a quarter'},
  maintenanceMargin: MARGIN,
  initialMargin: MARGIN,
}

export const unusualValue: Rule = {
  id: 'unusual-value',
  severity: 'warning',
  summary: 'a value lies far from what anybody uses',
  rationale: 'A value that the contract takes can still be a slip: 0.8% for 0.8x, 50% for 5%. A reviewer asks.',
  failing: example('- asset: WETH\n  liquidationBonus: {from: 5%, to: 50%}', {through: 'risk-steward'}),
  passing: example('- asset: WETH\n  liquidationBonus: {from: 5%, to: 5.5%}', {through: 'risk-steward'}),
  check({values}) {
    return values.flatMap((value) => {
      const customary = CUSTOMARY[value.role]
      if (!customary || isZero(value.after) || !isPlausible(value)) return []
      const {min, max, why} = customary
      const low = min !== undefined && compare(value.after, min) < 0
      const high = max !== undefined && compare(value.after, max) > 0
      if (!low && !high) return []
      const message = `${formatRatio(value.after)} is unusually ${low ? 'low' : 'high'} for ${value.parameter} of ${value.subject}: ${why}.`
      return [{path: value.path, message}]
    })
  },
}
