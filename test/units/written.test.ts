import fc from 'fast-check'

import {formatChange} from '../../src/units/change.js'
import {canonical, type Quantity} from '../../src/units/quantity.js'
import {rational} from '../../src/units/rational.js'
import {readWritten, writeQuantity} from '../../src/units/written.js'

const ratio = (n: number, d = 1): Quantity => ({kind: 'ratio', value: rational(n, d)})
const amount = (n: bigint, unit: string): Quantity => ({kind: 'amount', value: rational(n), unit})

it.each<[Quantity, string]>([
  [ratio(825, 1000), '82.5%'],
  [ratio(83, 100), '83%'],
  [ratio(0), '0%'],
  [ratio(1, 3), '1/3'],
  [ratio(-5, 1000), '-0.5%'],
  [amount(1_800_000n, 'WETH'), '1_800_000 WETH'],
  [amount(0n, 'USDC.e'), '0 USDC.e'],
  [{kind: 'duration', seconds: 129_600}, '36h'],
])('writes %j as %s', (quantity, text) => {
  expect(writeQuantity(quantity)).toBe(text)
})

it('reads back what it writes', () => {
  const whole = fc.bigInt({min: 0n, max: 10n ** 30n})
  const exact = fc.tuple(whole, fc.bigInt({min: 1n, max: 10n ** 9n})).map(([n, d]) => rational(n, d))
  const quantities = fc.oneof(
    exact.map((value): Quantity => ({kind: 'ratio', value})),
    // Amounts come from integers on chain, scaled by a power of ten.
    fc
      .tuple(whole, fc.nat(18), fc.stringMatching(/^[A-Z][A-Za-z\d]{1,9}$/))
      .map(([n, decimals, unit]): Quantity => ({kind: 'amount', value: rational(n, 10n ** BigInt(decimals)), unit})),
    fc.integer({min: 1, max: 10 ** 9}).map((seconds): Quantity => ({kind: 'duration', seconds})),
  )
  fc.assert(
    fc.property(quantities, (quantity) => {
      expect(canonical(readWritten(writeQuantity(quantity)))).toBe(canonical(quantity))
    }),
    {numRuns: 500},
  )
})

it.each([
  ['83%', '8300bps'],
  ['0.83x', '83/100'],
  ['1.8m WETH', '1_800_000 WETH'],
  ['1d', '24h'],
  ['2 weeks', '14d'],
  ['0x000000000000000000000000000000000000bEEF', '0x000000000000000000000000000000000000beef'],
])('%s means %s', (a, b) => {
  expect(canonical(readWritten(a))).toBe(canonical(readWritten(b)))
})

it('reads an address as one', () => {
  expect(readWritten('0x000000000000000000000000000000000000bEEF').kind).toBe('address')
})

it.each(['83', 'WETH', '', '0xabc', '>= 97%'])('%p is no value with a unit', (text) => {
  expect(['number', 'text']).toContain(readWritten(text).kind)
})

it.each([
  ['83%', '82.5%', '-0.50 points'],
  ['5%', '525bps', '+0.25 points'],
  ['5%', '5%', 'no change'],
  ['0%', '1/3', '+1/3'],
  ['1_800_000 WETH', '2m WETH', '+200,000 WETH (+11.11%)'],
  ['2m WETH', '1m WETH', '-1,000,000 WETH (-50.00%)'],
  ['0 WETH', '5 WETH', '+5 WETH'],
  ['5 WETH', '5 USDC', undefined],
  ['5%', '5 USDC', undefined],
])('from %s to %s: %s', (from, to, change) => {
  expect(formatChange(readWritten(from), readWritten(to))).toBe(change)
})
