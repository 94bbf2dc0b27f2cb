import {nearest} from '../../src/nearest.js'
import {sameValue} from '../../src/units/same.js'

it.each([
  ['83%', '8300bps', true],
  ['83%', '0.83x', true],
  ['83%', '83.1%', false],
  ['1m WETH', '1_000_000 WETH', true],
  ['1 WETH', '1 WBTC', false],
  ['100', '1_00', true],
  ['abc', 'abc', true],
  ['abc', 'abd', false],
  ['83%', '83 WETH', false],
])('sameValue(%s, %s) is %s', (a, b, same) => {
  expect(sameValue(a, b)).toBe(same)
})

it('suggests near names, closest first', () => {
  expect(nearest('WETHH', ['USDC', 'WETH', 'weETH'])[0]).toBe('WETH')
  expect(nearest('nothing-like-it', ['USDC', 'WETH'])).toEqual([])
})
