import {textAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const datesReversed: FileRule = {
  id: 'dates-reversed',
  severity: 'error',
  summary: 'the backtest ends before it starts',
  rationale: 'There is no sample between the two dates; usually they were swapped, or a year is wrong.',
  failing: example(CHANGE, {rest: backtest({from: '2024-01-01', to: '2023-12-31'})}),
  passing: example(CHANGE, {rest: backtest({from: '2023-01-01', to: '2024-12-31'})}),
  checkFile({value}) {
    const [from, to] = ['from', 'to'].map((key) => textAt(value, ['backtest', key]))
    if (from === undefined || to === undefined || from <= to) return []
    return [{path: ['backtest', 'to'], message: `the sample would end on ${to}, before it starts on ${from}.`}]
  },
}
