import {criteriaOf} from '../criteria.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'
const LEAST = new Set(['coverage'])

export const criterionDirection: FileRule = {
  id: 'criterion-direction',
  severity: 'error',
  summary: 'a criterion points the wrong way',
  rationale: 'A coverage of at most 97% accepts every bad result and refuses the good ones.',
  failing: example(CHANGE, {rest: backtest({accept: '{coverage: "<= 97%"}'})}),
  passing: example(CHANGE, {rest: backtest({accept: '{coverage: ">= 97%"}'})}),
  checkFile({value}) {
    return criteriaOf(value).flatMap(({path, name, text, relation}) => {
      const wanted = LEAST.has(name) ? '>' : '<'
      if (relation.startsWith(wanted)) return []
      return [{path, message: `${name} should be \`${wanted}=\` a limit; \`${text}\` accepts what is bad.`}]
    })
  },
}
