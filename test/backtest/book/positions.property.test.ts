import fc from 'fast-check'

import {PositionsReader} from '../../../src/backtest/book/positions.js'
import {assetMeant} from '../../../src/backtest/book/study/names.js'
import {refusal} from '../../helpers/refusal.js'

const HEADER = ['id', 'collateral_asset', 'collateral_amount', 'debt_asset', 'debt_amount']

test('whatever the order of columns, sound rows come back as they were, with one digest', () => {
  const row = fc.tuple(fc.double({min: 0, max: 1e9, noNaN: true}), fc.double({min: 0, max: 1e9, noNaN: true}))
  const order = fc.shuffledSubarray([0, 1, 2, 3, 4], {minLength: 5})
  fc.assert(
    fc.property(fc.array(row, {minLength: 1, maxLength: 20}), order, (rows, columns) => {
      const read = (picked: number[]) => {
        const reader = new PositionsReader()
        reader.header(picked.map((i) => HEADER[i]!))
        for (const [k, [units, debt]] of rows.entries()) {
          const cells = [`p${k}`, 'ETH', String(units), 'USD', String(debt)]
          reader.push(picked.map((i) => cells[i]!), k + 2) // prettier-ignore
        }
        return reader.finish()
      }
      const book = read(columns)
      expect(book.digest).toBe(read([0, 1, 2, 3, 4]).digest)
      expect(book.positions).toEqual(
        rows.map(([collateralAmount, debtAmount], k) => ({
          collateralAmount: collateralAmount + 0, collateralAsset: 'ETH', debtAmount: debtAmount + 0, debtAsset: 'USD', id: `p${k}`,
        })), // prettier-ignore
      )
    }),
  )
})

test('anything but a number that is not negative refuses the file', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.constantFrom('-1', 'NaN', 'Infinity', '1e999', '0x10', '1,000', '')),
      (text) => {
        fc.pre(!(/^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) && Number(text) < Infinity))
        fc.pre(!/^-0*\.?0*$/.test(text.trim()) || text.trim() === '-')
        const reader = new PositionsReader()
        reader.header(HEADER)
        reader.push(['a', 'ETH', '1', 'USD', text], 2)
        expect(refusal(() => reader.finish()).code).toBe('POSITIONS_ROWS')
      },
    ),
  )
})

test('assets are matched only where one is meant', () => {
  expect(assetMeant('eth', ['ETH-B'])).toBe('ETH-B')
  expect(assetMeant('ETH-USD', ['ETH', 'BTC'])).toBe('ETH')
  expect(assetMeant('WETH', ['ETH'])).toBe('ETH')
  expect(assetMeant('ETH-A', ['ETH-B'])).toBeUndefined()
  expect(assetMeant('ETH', ['ETH-A', 'ETH-B'])).toBeUndefined()
  expect(assetMeant('WBTC', ['BTC'])).toBeUndefined()
})
