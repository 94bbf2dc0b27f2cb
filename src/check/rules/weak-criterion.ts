import {formatRatio} from '../../units/ratio.js'
import {compare, multiply, ONE, rational, subtract} from '../../units/rational.js'
import {criteriaOf} from '../criteria.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'
import {confidenceIn} from './weak-confidence.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'
const TIMES = rational(5n)
const ONE_IN_200 = rational(5n, 1000n)

export const weakCriterion: FileRule = {
  id: 'weak-criterion',
  severity: 'warning',
  summary: 'a criterion is weaker than what is customary',
  rationale:
    'A coverage criterion that allows more than five times the breaches that the confidence aims at tests nothing; a fund ' +
    'that may run dry more often than once in 200 years is weaker than what insurers must meet (Solvency II, article 101).',
  failing: example(CHANGE, {rest: backtest({accept: '{coverage: ">= 90%"}'})}),
  passing: example(CHANGE, {rest: backtest({accept: '{coverage: ">= 97%"}'})}),
  checkFile({value}) {
    const confidence = confidenceIn(value)
    return criteriaOf(value).flatMap(({path, name, text, limit}) => {
      if (name === 'coverage' && confidence && compare(confidence, ONE) < 0) {
        const [allowed, aimed] = [subtract(ONE, limit), subtract(ONE, confidence)]
        if (compare(allowed, multiply(TIMES, aimed)) <= 0) return []
        const message = `\`${text}\` allows ${formatRatio(allowed)} of the windows to be breached, more than five times the ${formatRatio(aimed)} that the confidence aims at.`
        return [{path, message}]
      }
      if (name !== 'fundExhaustion' || compare(limit, ONE_IN_200) <= 0) return []
      return [{path, message: `\`${text}\` lets the fund run dry more often than once in 200 years (0.5% per year).`}]
    })
  },
}
