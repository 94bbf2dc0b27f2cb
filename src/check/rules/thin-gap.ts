import {formatRatio} from '../../units/ratio.js'
import {compare, divide, isZero, ONE, rational, subtract} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'
import {bySubject} from './subjects.js'

const LEAST = rational(1n, 100n)

export const thinGap: Rule = {
  id: 'thin-gap',
  severity: 'warning',
  summary: 'the LTV is less than one point below the liquidation threshold',
  rationale:
    'A borrower at the maximum LTV is liquidated by a price move of 1 - LTV / threshold; below about one per cent that is a ' +
    'move of minutes. Markets of volatile assets keep two to five points.',
  failing: example(
    '- asset: WETH\n  ltv: {from: 80.5%, to: 82%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}',
  ),
  passing: example(
    '- asset: WETH\n  ltv: {from: 80.5%, to: 80%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}',
  ),
  check({values}) {
    return bySubject(values, ['loanToValue', 'liquidationThreshold']).flatMap(([ltv, threshold]) => {
      if (!ltv || !threshold || isZero(ltv.after) || isZero(threshold.after)) return []
      const gap = subtract(threshold.after, ltv.after)
      if (compare(gap, LEAST) >= 0 || gap.n < 0n) return []
      const move = subtract(ONE, divide(ltv.after, threshold.after))
      const shown = rational((move.n * 10_000n) / move.d, 10_000n)
      const message =
        `the LTV of ${ltv.subject} is ${isZero(gap) ? 'the liquidation threshold itself' : `only ${formatRatio(gap)} below the liquidation threshold`}: ` +
        `whoever borrows the most is liquidated by a price move of ${formatRatio(shown)}.`
      return [{path: ltv.path, message}]
    })
  },
}
