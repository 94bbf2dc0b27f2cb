import {digestOf} from '../../src/market/digest.js'
import {barsFor, slice} from '../../src/market/slice.js'
import {summarise} from '../../src/market/summary.js'
import {seriesOf} from '../helpers/series.js'

const series = seriesOf([
  [100, 110, 90, 100],
  [100, 120, 95, 110],
  [110, 111, 50, 88],
  [88, 90, 80, 89],
])
const ms = Date.parse

describe('slice', () => {
  it('takes bars that open in [from, to)', () => {
    expect([...slice(series, ms('2024-01-02'), ms('2024-01-04')).close]).toEqual([110, 88])
    expect([...slice(series, ms('2024-01-01T00:00:01Z')).close]).toEqual([110, 88, 89])
    expect([...slice(series, undefined, ms('2024-01-02')).close]).toEqual([100])
  })

  it('gives the series itself when nothing is cut, and a digest of its own otherwise', () => {
    expect(slice(series)).toBe(series)
    const part = slice(series, ms('2024-01-02'))
    expect(part.digest).toBe(digestOf(part))
    expect(part.digest).not.toBe(series.digest)
  })

  it('says what there is when nothing is left', () => {
    expect(() => slice(series, ms('2025-01-01'))).toThrow(
      'The series TEST has no bar from 2025-01-01: it runs from 2024-01-01 to 2024-01-04.',
    )
    expect(() => slice(series, ms('2024-01-03'), ms('2024-01-02'))).toThrow(
      'no bar from 2024-01-03 and before 2024-01-02',
    )
  })
})

describe('barsFor', () => {
  it('counts whole bars', () => {
    expect(barsFor(86_400, series)).toBe(1)
    expect(barsFor(3 * 86_400, series)).toBe(3)
  })

  it('refuses what the bars do not record', () => {
    expect(() => barsFor(3600, series)).toThrow('A horizon of 1h is finer than the bars of TEST (1d)')
    expect(() => barsFor(129_600, series)).toThrow('A horizon of 36h is no whole number of the bars of TEST (1d).')
    expect(() => barsFor(0, series)).toThrow('finer')
  })
})

it('summarises', () => {
  const returns = [Math.log(1.1), Math.log(0.8), Math.log(89 / 88)]
  const mean = (returns[0]! + returns[1]! + returns[2]!) / 3
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2
  const summary = summarise(series)
  expect(summary).toMatchObject({
    bars: 4,
    min: {at: '2024-01-03', price: 50},
    max: {at: '2024-01-02', price: 120},
    worstClose: {at: '2024-01-03', from: 110, to: 88},
    worstLow: {at: '2024-01-03', from: 110, to: 50},
    barsPerYear: 365,
  })
  expect(summary.volatility).toBeCloseTo(Math.sqrt(variance * 365), 12)
  expect(summary.worstLow!.return).toBeCloseTo(50 / 110 - 1, 12)
  expect(summarise(seriesOf([[1, 1, 1, 1]]))).toMatchObject({worstClose: null, volatility: null})
})
