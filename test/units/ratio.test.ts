import fc from 'fast-check'

import {formatRatio, parseRatio, RATIO_PATTERN} from '../../src/units/ratio.js'
import {rational} from '../../src/units/rational.js'

describe('parseRatio', () => {
  it.each([
    ['83%', 83n, 100n],
    ['8300bps', 83n, 100n],
    ['8300 bps', 83n, 100n],
    ['0.83x', 83n, 100n],
    ['83/100', 83n, 100n],
    ['82.5%', 33n, 40n],
    ['1_250bps', 1n, 8n],
    ['-5%', -1n, 20n],
    ['0%', 0n, 1n],
    ['1/3', 1n, 3n],
  ])('reads %s exactly', (text, n, d) => {
    expect(parseRatio(text)).toEqual(rational(n, d))
    expect(text).toMatch(new RegExp(RATIO_PATTERN))
  })

  it.each(['83', '0.83', '8300', '', '%', 'x', '83 percent', '83%%', '1e2%', '8.3.0%', '83 /0', '0x53', '٨٣%', '83％'])(
    'refuses %j',
    (text) => {
      expect(() => parseRatio(text)).toThrow(expect.objectContaining({code: 'UNITS_NOT_A_RATIO', exit: 2}))
      expect(text).not.toMatch(new RegExp(RATIO_PATTERN.replace(String.raw`/\s?\d`, String.raw`/\s?[1-9]`)))
    },
  )

  it('says what a bare number could have meant', () => {
    expect(() => parseRatio('0.83')).toThrow('it could be 0.83%, 0.83bps or 83.00%')
    expect(() => parseRatio('83')).toThrow('bare number where a ratio is meant')
  })

  it('reads back what formatRatio writes', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 12n), (n, d) => {
        const value = rational(n, d)
        const text = formatRatio(value)
        if (text.includes('/') && value.n < 0n) return // a negative fraction has no spelling of its own
        expect(parseRatio(text)).toEqual(value)
      }),
    )
  })
})
