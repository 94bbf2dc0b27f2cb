import fc from 'fast-check'

import {toFixedPoint, type FixedPoint} from '../../src/units/fixed.js'
import {formatRatio, parseRatio} from '../../src/units/ratio.js'
import {formatExact, rational} from '../../src/units/rational.js'

const BPS: FixedPoint = {name: 'bps', perOne: 10_000n, min: 0n, max: 65_535n}
const CAP: FixedPoint = {name: 'whole tokens', perOne: 1n, min: 0n, max: 2n ** 36n - 1n}

describe('toFixedPoint', () => {
  it('keeps what fits', () => {
    expect(toFixedPoint(parseRatio('82.5%'), BPS, formatRatio)).toBe(8250n)
    expect(toFixedPoint(parseRatio('0%'), BPS, formatRatio)).toBe(0n)
    expect(toFixedPoint(rational(2n ** 36n - 1n), CAP, formatExact)).toBe(2n ** 36n - 1n)
  })

  it('names the nearest values that fit', () => {
    expect(() => toFixedPoint(parseRatio('83.333333%'), BPS, formatRatio)).toThrow(
      '83.333333% falls between two values that the contract can hold (bps); the nearest that fit are 83.33% and 83.34%.',
    )
    expect(() => toFixedPoint(rational(3n, 2n), CAP, formatExact)).toThrow('the nearest that fit are 1 and 2')
    expect(() => toFixedPoint(parseRatio('1/3'), BPS, formatRatio)).toThrow('33.33% and 33.34%')
  })

  it.each(['-1%', '655.36%', '655.355%'])('refuses %s, which is out of range', (text) => {
    expect(() => toFixedPoint(parseRatio(text), BPS, formatRatio)).toThrow(
      /outside what the contract can hold \(0\.00% to 655\.35%/,
    )
  })

  it('is exact or an error, never rounded', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(1n, 10n ** 6n), (n, d) => {
        const value = rational(n, d)
        let units: bigint
        try {
          units = toFixedPoint(value, CAP, formatExact)
        } catch {
          expect(value.d !== 1n || value.n > CAP.max).toBe(true)
          return
        }
        expect(rational(units)).toEqual(value)
      }),
    )
  })
})
