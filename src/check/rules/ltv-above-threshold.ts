import {formatRatio} from '../../units/ratio.js'
import {compare} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'
import {bySubject} from './subjects.js'

export const ltvAboveThreshold: Rule = {
  id: 'ltv-above-threshold',
  severity: 'error',
  summary: 'the LTV is above the liquidation threshold',
  rationale: 'A borrower at the maximum LTV would be liquidatable at once; Aave reverts such a call.',
  failing: example(
    '- asset: WETH\n  ltv: {from: 80.5%, to: 84%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}',
  ),
  passing: example(
    '- asset: WETH\n  ltv: {from: 80.5%, to: 80%}\n  liquidationThreshold: {from: 83%, to: 82.5%}\n  liquidationBonus: {keep: 5%}',
  ),
  check({values}) {
    return bySubject(values, ['loanToValue', 'liquidationThreshold']).flatMap(([ltv, threshold]) => {
      if (!ltv || !threshold || compare(ltv.after, threshold.after) <= 0) return []
      const message = `the LTV of ${ltv.subject} (${formatRatio(ltv.after)}) is above its liquidation threshold (${formatRatio(threshold.after)}).`
      return [{path: ltv.path, message}]
    })
  },
}
