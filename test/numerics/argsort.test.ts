import fc from 'fast-check'

import {argsortDescending} from '../../src/numerics/argsort.js'

it('sorts as a comparison does, ties in their order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({noNaN: true}), fc.constantFrom(0, -0, 1, Infinity, -Infinity)), {maxLength: 300}),
      (keys) => {
        const expected = [...keys.keys()].sort((a, b) => (keys[a]! < keys[b]! ? 1 : keys[a]! > keys[b]! ? -1 : a - b))
        expect([...argsortDescending(Float64Array.from(keys))]).toEqual(expected)
      },
    ),
    {numRuns: 500},
  )
})

it('leaves its input alone', () => {
  const keys = Float64Array.of(1, -0, 3)
  argsortDescending(keys)
  expect([...keys]).toEqual([1, -0, 3])
})
