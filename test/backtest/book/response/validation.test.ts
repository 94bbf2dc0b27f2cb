import {expect, test} from '@jest/globals'

import {MAKER_ETH_B} from '../../../../src/backtest/book/response/maker-eth-b.js'
import {ownerData} from '../../../bench/owner-data.js'
import {forecast, intervalScore} from '../../../bench/owner-validate.js'

const FOLDER = process.env['PLIMSOLL_DATA']
const needsData = FOLDER === undefined ? test.skip : test

test('the interval score: width, and twenty times what is missed', () => {
  expect([intervalScore(1, 3, 2), intervalScore(1, 3, 0.5), intervalScore(1, 3, 4)]).toEqual([2, 12, 22])
})

needsData('on the nine dates the response beats the static book and a constant haircut (PLIMSOLL_DATA)', () => {
  const data = ownerData(FOLDER as string)
  const days = data.snapshots.map(({time, vaults}) => forecast(data, time, vaults, MAKER_ETH_B))
  const mean = (score: (day: (typeof days)[number]) => number): number =>
    days.reduce((sum, day) => sum + score(day), 0) / days.length
  const ratio = mean(({actual, fixed}) => actual / fixed)
  const response = mean(({actual, response: {high, low}}) => intervalScore(low, high, actual))
  expect(days).toHaveLength(9)
  expect(response).toBeLessThan(mean(({actual, fixed}) => intervalScore(fixed, fixed, actual)))
  expect(response).toBeLessThan(mean(({actual, fixed}) => intervalScore(ratio * fixed, ratio * fixed, actual)))
})
