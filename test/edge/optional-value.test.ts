import {optionalValue} from '../../src/edge/optional-value.js'

test.each([
  [
    ['p.yaml', '--bundle'],
    ['p.yaml', '--bundle', '.'],
  ],
  [
    ['--bundle', 'p.yaml'],
    ['--bundle', '.', 'p.yaml'],
  ],
  [
    ['p.yaml', '--bundle', '--json'],
    ['p.yaml', '--bundle', '.', '--json'],
  ],
  [
    ['p.yaml', '--bundle', 'out'],
    ['p.yaml', '--bundle', 'out'],
  ],
  [['p.yaml'], ['p.yaml']],
])('%j', (given, expected) => {
  expect(optionalValue(given, '--bundle', '.')).toEqual(expected)
})
