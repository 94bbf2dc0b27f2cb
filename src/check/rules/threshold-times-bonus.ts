import {formatRatio} from '../../units/ratio.js'
import {add, compare, multiply, ONE} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'
import {bySubject} from './subjects.js'

export const thresholdTimesBonus: Rule = {
  id: 'threshold-times-bonus',
  severity: 'error',
  summary: 'liquidation threshold x (1 + bonus) is above 100%',
  rationale:
    'At the threshold the collateral could not pay the debt and the liquidator: each liquidation would leave bad debt ' +
    'and push the rest further under (the toxic frontier, arXiv 2212.07306).',
  failing: example(
    '- asset: WETH\n  ltv: {keep: 80.5%}\n  liquidationThreshold: {from: 83%, to: 97%}\n  liquidationBonus: {keep: 5%}',
  ),
  passing: example(
    '- asset: WETH\n  ltv: {keep: 80.5%}\n  liquidationThreshold: {from: 83%, to: 84%}\n  liquidationBonus: {keep: 5%}',
  ),
  check({values}) {
    return bySubject(values, ['liquidationThreshold', 'liquidationBonus']).flatMap(([threshold, bonus]) => {
      if (!threshold || !bonus) return []
      const product = multiply(threshold.after, add(ONE, bonus.after))
      if (compare(product, ONE) <= 0) return []
      const message =
        `the liquidation threshold of ${threshold.subject} times (1 + bonus) is ` +
        `${formatRatio(threshold.after)} x ${formatRatio(add(ONE, bonus.after))} = ${formatRatio(product)}, above 100%.`
      return [{path: threshold.path, message}]
    })
  },
}
