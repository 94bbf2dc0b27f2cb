import {formatRatio, parseRatio} from '../../units/ratio.js'
import {compare, ONE, rational, ZERO, type Rational} from '../../units/rational.js'
import {textAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'
const PATH = ['backtest', 'confidence']
const CUSTOMARY = rational(95n, 100n)

export function confidenceIn(value: unknown): Rational | undefined {
  const text = textAt(value, PATH)
  if (text === undefined) return undefined
  try {
    return parseRatio(text)
  } catch {
    return undefined // the schema says why
  }
}

export const isConfidence = (ratio: Rational): boolean => compare(ratio, ZERO) > 0 && compare(ratio, ONE) < 0

export const weakConfidence: FileRule = {
  id: 'weak-confidence',
  severity: 'warning',
  summary: 'the confidence is below 95%',
  rationale:
    'Margins are set to cover 99% or more of the moves (PFMI principle 6; 99.5% for derivatives under EMIR), and no test of ' +
    'Basel goes below 95%. A lower aim makes a small margin look sufficient.',
  failing: example(CHANGE, {rest: backtest({confidence: '90%', accept: '{coverage: ">= 88%"}'})}),
  passing: example(CHANGE, {rest: backtest({confidence: '99%'})}),
  checkFile({value}) {
    const confidence = confidenceIn(value)
    if (!confidence || !isConfidence(confidence) || compare(confidence, CUSTOMARY) >= 0) return []
    return [
      {
        path: PATH,
        message: `a confidence of ${formatRatio(confidence)} is lower than anybody's custom for margins (95% to 99.9%).`,
      },
    ]
  },
}
