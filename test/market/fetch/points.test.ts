import {barsOfPoints} from '../../../src/market/fetch/points.js'
import {seriesOfRows} from '../../../src/market/fetch/series-of-rows.js'

const POINTS = [
  {price: 10, time: 50},
  {price: 12, time: 110},
  {price: 9, time: 160},
  {price: 11, time: 420},
]
const GRID = {barSeconds: 100, from: 100, to: 500}

test('an oracle’s answers stand until the next one', () => {
  const rows = barsOfPoints(POINTS, {...GRID, carry: true})
  expect(rows.map(({close, high, low, open, time}) => [time, open, high, low, close])).toEqual([
    [100, 10, 12, 9, 9],
    [200, 9, 9, 9, 9],
    [300, 9, 9, 9, 9],
    [400, 9, 11, 9, 11],
  ])
})

test('of samples, a bar without one is missing', () => {
  const rows = barsOfPoints(POINTS, {...GRID, carry: false})
  expect(rows.map(({close, open, time}) => [time, open, close])).toEqual([
    [100, 10, 9],
    [400, 9, 11],
  ])
})

test('before the first answer there is no bar', () => {
  expect(barsOfPoints(POINTS.slice(3), {...GRID, carry: true}).map(({time}) => time)).toEqual([400])
})

test('bars of two pages that disagree are refused, the same bar twice is one', () => {
  const row = (time: number, close = 1) => ({close, high: 2, low: 0.5, open: 1, quoteVolume: NaN, time})
  const request = {barSeconds: 100, base: 'A', from: 0, quote: 'USD', to: 400}
  const names = {id: 'x', source: 'test'}
  const made = (...rows: ReturnType<typeof row>[]) => seriesOfRows(rows, request, names).series
  expect([...made(row(200), row(100), row(0), row(100), row(400)).time]).toEqual([0, 100, 200])
  expect(() => made(row(0), row(100), row(100, 1.5))).toThrow(/two different bars of 1970-01-01T00:01:40Z/)
  expect(() => made(row(0))).toThrow(/one bar of A\/USD/)
  expect(() => made(row(0), {...row(100), high: 0.1})).toThrow(/cannot be trusted/)
})
