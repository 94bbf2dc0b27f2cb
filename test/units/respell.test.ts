import fc from 'fast-check'

import {parseAmount} from '../../src/units/amount.js'
import {parseDuration} from '../../src/units/duration.js'
import {parseRatio} from '../../src/units/ratio.js'
import {rational} from '../../src/units/rational.js'
import {respell} from '../../src/units/respell.js'

it.each([
  ['80.5%', [81, 100], '81%'],
  ['80.5 %', [8275, 10_000], '82.75 %'],
  ['8050bps', [81, 100], '8100bps'],
  ['0.8x', [1, 3], '1/3'],
  ['83/100', [825, 1000], '82.5%'],
  ['1_800_000 WETH', [2_000_000, 1], '2_000_000 WETH'],
  ['1.8m WETH', [2_000_000, 1], '2_000_000 WETH'],
  ['1800000 WETH', [2_000_000, 1], '2000000 WETH'],
  ['1,800,000 WETH', [2_000_000, 1], '2,000,000 WETH'],
  ['1000 USD', [1500, 1], '1500 USD'],
  ['36h', [86_400, 1], '1d'],
  ['12', [13, 1], '13'],
] as const)('like %s', (sample, [n, d], expected) => {
  expect(respell(sample, rational(n, d))).toBe(expected)
})

it('reads back as the same value', () => {
  const amount = (text: string) => parseAmount(text).value
  const samples = [
    ...['5%', '5 bps', '5x', '1/2'].map((sample) => [sample, parseRatio] as const),
    ...['1_0 WETH', '1.5k USD', '10 cbBTC'].map((sample) => [sample, amount] as const),
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.nat(10_000_000),
      fc.constantFrom(1, 100, 10_000),
      ([sample, read], n, d) => {
        const value = rational(n, d)
        expect(read(respell(sample, value))).toEqual(value)
      },
    ),
  )
  expect(parseDuration(respell('1d', rational(90)))).toBe(90)
})
