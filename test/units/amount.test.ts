import fc from 'fast-check'

import {AMOUNT_PATTERN, formatAmount, parseAmount} from '../../src/units/amount.js'
import {rational} from '../../src/units/rational.js'

describe('parseAmount', () => {
  it.each([
    ['12_000_000 USD', 12_000_000n, 1n, 'USD'],
    ['12.5m USD', 12_500_000n, 1n, 'USD'],
    ['12.5 m USD', 12_500_000n, 1n, 'USD'],
    ['250k USDC', 250_000n, 1n, 'USDC'],
    ['2bn USD', 2_000_000_000n, 1n, 'USD'],
    ['1.5 WETH', 3n, 2n, 'WETH'],
    ['0 WETH', 0n, 1n, 'WETH'],
    ['7 USDC.e', 7n, 1n, 'USDC.e'],
  ])('reads %s exactly', (text, n, d, unit) => {
    expect(parseAmount(text)).toEqual({value: rational(n, d), unit})
    expect(text).toMatch(new RegExp(AMOUNT_PATTERN))
  })

  it.each(['12', '12m', 'USD', '12,000 USD', '1e6 USD', '12 ', '$12', '12USD'])('refuses %j', (text) => {
    expect(() => parseAmount(text)).toThrow(expect.objectContaining({code: 'UNITS_NOT_AN_AMOUNT'}))
    expect(text).not.toMatch(new RegExp(AMOUNT_PATTERN))
  })

  it('says that a token is missing', () => {
    expect(() => parseAmount('1800000')).toThrow('lacks its token')
  })

  it('reads back what formatAmount writes', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.nat(18), (n, decimals) => {
        const amount = {value: rational(n, 10n ** BigInt(decimals)), unit: 'WETH'}
        expect(parseAmount(formatAmount(amount).replaceAll(',', '_'))).toEqual(amount)
      }),
    )
  })
})
