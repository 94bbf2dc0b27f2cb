import {CATALOGUE} from '../../market/catalogue.js'
import {lookAt, mapAt, textAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const dateOutsideSeries: FileRule = {
  id: 'date-outside-series',
  severity: 'error',
  summary: 'the backtest asks for days that the series does not have',
  rationale:
    'The sample would be shorter than the text says, and the crash that readers think of may be what is missing.',
  failing: example(CHANGE, {rest: backtest({from: '2016-01-01'})}),
  passing: example(CHANGE, {rest: backtest({from: '2018-01-01'})}),
  checkFile({value, today}) {
    const prices = lookAt(value, ['backtest', 'prices'])
    const ids = typeof prices === 'string' ? [prices] : Object.values(mapAt(prices, [])).map(String)
    return ids.flatMap((id) => {
      const series = CATALOGUE.find((entry) => entry.id === id)
      if (!series) return []
      return ['from', 'to'].flatMap((key) => {
        const path = ['backtest', key]
        const date = textAt(value, path)
        if (date === undefined || (date >= series.firstDay && date <= series.lastDay)) return []
        if (today !== undefined && date > today) return [] // of date-in-future
        return [{path, message: `${id} has prices from ${series.firstDay} to ${series.lastDay}, not for ${date}.`}]
      })
    })
  },
}
