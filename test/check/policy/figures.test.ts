import {restate, type Figure} from '../../../src/check/policy/figures.js'
import {parseRatio} from '../../../src/units/ratio.js'
import {rational} from '../../../src/units/rational.js'

const figures: Figure[] = [
  {whole: '83%', step: parseRatio('82.5%')},
  {whole: '80%', step: parseRatio('82%')},
  {whole: '1_800_000 WETH', step: rational(900_000)},
  {whole: '5%', step: parseRatio('5%')},
]

it.each([
  ['Lowers it from 83% to 80%.', 'Lowers it from 82.5% to 82%.'],
  ['from 8300bps (83 %) to 0.80x', 'from 8250bps (82.5 %) to 0.82x'],
  ['the cap of 1,800,000 WETH, 1.8m WETH', 'the cap of 900,000 WETH, 900_000 WETH'],
  ['WETH on Aave v3 stays at 5%', 'WETH on Aave v3 stays at 5%'],
  ['no figures', 'no figures'],
])('%s', (text, expected) => {
  expect(restate(text, figures)).toBe(expected)
})

it.each([
  ['a figure that is of nothing here', 'the buffer grows to 12.85%'],
  ['a year', 'since 2023'],
  ['a bare number', 'from 83 to 80'],
])('cannot be kept: %s', (_what, text) => {
  expect(restate(text, figures)).toBeUndefined()
})

it('a figure that could be two that differ, or that this step does not have', () => {
  const twice = [...figures, {whole: '8300bps', step: parseRatio('81%')}]
  expect(restate('from 83%', twice)).toBeUndefined()
  expect(restate('from 83%', [{whole: '83%', step: undefined}])).toBeUndefined()
})
