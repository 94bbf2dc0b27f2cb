import {isZero} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'
import {bySubject} from './subjects.js'

const changes = (bonus: string): string =>
  `- asset: WETH\n  ltv: {keep: 80.5%}\n  liquidationThreshold: {keep: 83%}\n  liquidationBonus: {from: 5%, to: ${bonus}}`

export const zeroBonus: Rule = {
  id: 'zero-bonus',
  severity: 'error',
  summary: 'collateral has no liquidation bonus, or a bonus has no collateral',
  rationale:
    'Without a premium nobody liquidates, and Aave reverts (InvalidReserveParams): with a threshold above 0% the bonus must be ' +
    'above 0%, with a threshold of 0% it must be 0%.',
  failing: example(changes('0%')),
  passing: example(changes('4.5%')),
  check({values}) {
    return bySubject(values, ['liquidationThreshold', 'liquidationBonus']).flatMap(([threshold, bonus]) => {
      if (!threshold || !bonus || isZero(threshold.after) === isZero(bonus.after)) return []
      const message = isZero(bonus.after)
        ? `${bonus.subject} has a liquidation threshold but no liquidation bonus: nobody would liquidate.`
        : `with a liquidation threshold of 0% the liquidation bonus of ${bonus.subject} must be 0% too.`
      return [{path: bonus.path, message}]
    })
  },
}
