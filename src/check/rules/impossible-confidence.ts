import {formatRatio} from '../../units/ratio.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'
import {confidenceIn, isConfidence} from './weak-confidence.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const impossibleConfidence: FileRule = {
  id: 'impossible-confidence',
  severity: 'error',
  summary: 'the confidence is not between 0% and 100%',
  rationale:
    'No margin covers every move that can be, so that a confidence of 100% cannot be tested, and one of 0% need not be.',
  failing: example(CHANGE, {rest: backtest({confidence: '100%'})}),
  passing: example(CHANGE, {rest: backtest({confidence: '99%'})}),
  checkFile({value}) {
    const confidence = confidenceIn(value)
    if (!confidence || isConfidence(confidence)) return []
    return [
      {
        path: ['backtest', 'confidence'],
        message: `a confidence lies between 0% and 100%, not at ${formatRatio(confidence)}.`,
      },
    ]
  },
}
