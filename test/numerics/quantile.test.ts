import {readFileSync} from 'node:fs'

import {quantile, quantileOfSorted, sorted} from '../../src/numerics/quantile.js'

test('types 1 and 7 of Hyndman and Fan', () => {
  const values = [40, 10, 30, 20, 50]
  expect([0, 0.2, 0.21, 0.5, 0.9, 1].map((p) => quantile(values, p, 1))).toEqual([10, 10, 20, 30, 50, 50])
  expect([0, 0.25, 0.1, 1].map((p) => quantile(values, p, 7))).toEqual([10, 20, 14, 50])
  expect(values).toEqual([40, 10, 30, 20, 50])
})

test('n p that is whole but for rounding takes the order statistic that it means', () => {
  const ranks = Float64Array.from({length: 1000}, (_, i) => i + 1)
  for (const p of [0.001, 0.007, 0.029, 0.07, 0.57, 0.999])
    expect(quantileOfSorted(ranks, p, 1)).toBe(Math.round(1000 * p))
})

test('no sample or no probability gives no number', () => {
  expect([quantile([], 0.5, 7), quantile([1], 1.5, 1), quantile([1, 2], Number.NaN, 7)]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ])
  expect([...sorted([3, Number.NaN, 1])]).toEqual([1, 3, Number.NaN])
})

test('the golden 99% VaR differs between the types', () => {
  const {actual} = JSON.parse(readFileSync('test/goldens/var_backtests.json', 'utf8')) as {actual: number[]}
  expect(quantile(actual, 0.01, 1)).toBeLessThanOrEqual(quantile(actual, 0.01, 7))
})
