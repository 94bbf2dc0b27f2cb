import {formatRatio} from '../../units/ratio.js'
import {add, compare, multiply, ONE, rational, subtract} from '../../units/rational.js'
import type {Rule} from '../rule.js'
import {example} from './examples.js'
import {bySubject} from './subjects.js'

const LEAST_BUFFER = rational(3n, 100n)

export const toxicFrontier: Rule = {
  id: 'toxic-frontier',
  severity: 'warning',
  summary: 'liquidation threshold x (1 + bonus) is close to 100%',
  rationale:
    'What is left between the two, 1 - threshold x (1 + bonus), is all that a price may fall while liquidators work; ' +
    'beyond it each liquidation leaves bad debt (the toxic frontier, arXiv 2212.07306).',
  failing: example(
    '- asset: WETH\n  ltv: {keep: 80.5%}\n  liquidationThreshold: {from: 83%, to: 93%}\n  liquidationBonus: {keep: 5%}',
  ),
  passing: example(
    '- asset: WETH\n  ltv: {keep: 80.5%}\n  liquidationThreshold: {from: 83%, to: 84%}\n  liquidationBonus: {keep: 5%}',
  ),
  check({values}) {
    return bySubject(values, ['liquidationThreshold', 'liquidationBonus']).flatMap(([threshold, bonus]) => {
      if (!threshold || !bonus) return []
      const buffer = subtract(ONE, multiply(threshold.after, add(ONE, bonus.after)))
      if (buffer.n < 0n || compare(buffer, LEAST_BUFFER) >= 0) return []
      const message = `the buffer of ${threshold.subject} after the bonus, 1 - threshold x (1 + bonus), is ${formatRatio(buffer)}: less than 3% for liquidators to work in.`
      return [{path: threshold.path, message}]
    })
  },
}
