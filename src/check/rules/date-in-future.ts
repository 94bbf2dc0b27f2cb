import {textAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const dateInFuture: FileRule = {
  id: 'date-in-future',
  severity: 'error',
  summary: 'the backtest reaches into the future',
  rationale:
    'No price is known for those days; a sample that would grow from run to run proves something else each time.',
  failing: example(CHANGE, {rest: backtest({prices: 'eth-prices.csv', to: '2026-07-01'})}),
  passing: example(CHANGE, {rest: backtest({prices: 'eth-prices.csv', to: '2026-01-01'})}),
  world: {today: '2026-01-31'},
  checkFile({value, today}) {
    if (today === undefined) return []
    return ['from', 'to'].flatMap((key) => {
      const path = ['backtest', key]
      const date = textAt(value, path)
      return date !== undefined && date > today
        ? [{path, message: `${date} is in the future (today is ${today}).`}]
        : []
    })
  },
}
