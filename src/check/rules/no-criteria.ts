import {lookAt, mapAt} from '../look.js'
import type {FileRule} from '../rule.js'
import {backtest, example} from './examples.js'

const CHANGE = '- asset: WETH\n  supplyCap: {from: 1m WETH, to: 2m WETH}'

export const noCriteria: FileRule = {
  id: 'no-criteria',
  severity: 'warning',
  summary: 'a backtest is asked for, but nothing says what it must show',
  rationale:
    'A backtest without a criterion passes whatever it finds. The limit is honest only when it was written down before.',
  failing: example(CHANGE, {rest: backtest({accept: ''})}),
  passing: example(CHANGE, {rest: backtest()}),
  checkFile({value, refused}) {
    const asked = Object.keys(mapAt(value, ['backtest'])).length > 0
    if (!asked || lookAt(value, ['backtest', 'accept']) !== undefined) return []
    if (refused.some(([first, second]) => first === 'backtest' && second === 'accept')) return []
    return [
      {
        path: ['backtest'],
        key: true,
        message: 'the backtest has no `accept:`: say what it must show, as in `accept: {coverage: ">= 97%"}`.',
      },
    ]
  },
}
