import {syntheticPerps} from '../../../src/backtest/book/synthetic.js'

const OPTIONS = {count: 5000, longShort: 1.25, market: 'X', openInterest: 1e8, price: 2000, seed: 7}

it('is the same book for the same seed, another for another', () => {
  expect(syntheticPerps(OPTIONS).size).toEqual(syntheticPerps(OPTIONS).size)
  expect(syntheticPerps({...OPTIONS, seed: 8}).size).not.toEqual(syntheticPerps(OPTIONS).size)
})

it('has the open interest, imbalance and leverage that were asked for', () => {
  const {collateral, count, entry, side, size} = syntheticPerps(OPTIONS)
  let long = 0
  let short = 0
  const leverages = []
  for (let i = 0; i < count; i++) {
    if (side[i] === 1) long += size[i]! * 2000
    else short += size[i]! * 2000
    leverages.push((size[i]! * entry[i]!) / collateral[i]!)
  }
  expect(long).toBeCloseTo(1e8, 2)
  expect(long / short).toBeCloseTo(1.25, 9)
  leverages.sort((a, b) => a - b)
  expect(leverages[0]).toBeGreaterThanOrEqual(1 - 1e-9)
  expect(leverages.at(-1)).toBeLessThanOrEqual(50 + 1e-9)
  const median = leverages[count / 2]!
  const error = (1.2533 * 0.8) / Math.sqrt(count) // of the median of a log-normal
  expect(Math.abs(Math.log(median / 8))).toBeLessThan(4 * error)
})

it('holds nobody whom the venue would not hold', () => {
  const {collateral, count, entry, side, size} = syntheticPerps(OPTIONS)
  for (let i = 0; i < count; i++) {
    expect(collateral[i]! + side[i]! * size[i]! * (2000 - entry[i]!)).toBeGreaterThanOrEqual(
      0.5 * collateral[i]! - 1e-6,
    )
  }
})

it('refuses what is no book', () => {
  expect(() => syntheticPerps({...OPTIONS, count: 0})).toThrow(expect.objectContaining({code: 'BOOK_SYNTHETIC'}))
})
