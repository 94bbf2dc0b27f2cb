import {readFileSync} from 'node:fs'

import {philox4x32} from '../../../src/numerics/random/philox.js'
import {splitmix64} from '../../../src/numerics/random/splitmix64.js'
import {Stream, stream} from '../../../src/numerics/random/stream.js'

const golden = JSON.parse(readFileSync('test/goldens/rng.json', 'utf8'))

type Hex = readonly string[]
const words = (hex: Hex) => hex.map(Number) as [number, number, number, number]

test.each<{counter: Hex; key: Hex; out: Hex}>(golden.philox4x32_10)('Philox4x32-10 of $counter', (known) => {
  expect(philox4x32(words(known.counter), words(known.key).slice(0, 2) as [number, number])).toEqual(words(known.out))
})

test('SplitMix64', () => {
  const generator = splitmix64(BigInt(golden.splitmix64.seed))
  expect(golden.splitmix64.out.map(() => String(generator.next().value))).toEqual(golden.splitmix64.out)
})

test('xoshiro128**', () => {
  const random = new Stream(golden.xoshiro128starstar.state)
  expect(golden.xoshiro128starstar.out.map(() => random.int32() >>> 0)).toEqual(golden.xoshiro128starstar.out)
})

describe('stream', () => {
  const start = (...name: Parameters<typeof stream>) => {
    const random = stream(...name)
    return Array.from({length: 4}, () => random.int32())
  }

  test('is a function of seed, block and lane alone', () => {
    expect(start(7, 3, 1)).toEqual(start(7n, 3, 1))
    const names: Parameters<typeof stream>[] = [[7], [8], [7, 1], [7, 0, 1], [7, 2 ** 32], [2 ** 32 + 7]]
    expect(new Set(names.map((name) => String(start(...name)))).size).toBe(names.length)
  })

  test.each<Parameters<typeof stream>>([[-1], [0.5], [Number.NaN], [1n << 64n], [1, -1], [1, 0, 2 ** 32]])(
    'refuses seed %p, block %p, lane %p',
    (...name) => {
      expect(() => stream(...name)).toThrow(expect.objectContaining({code: 'RANDOM_SEED'}))
    },
  )

  test('uniforms stay inside their interval', () => {
    const ones = new Stream([1, 2, 3, 4])
    ones.int32 = () => -1
    const zeros = new Stream([1, 2, 3, 4])
    zeros.int32 = () => 0
    expect([ones.uniform(), zeros.uniform()]).toEqual([1 - 2 ** -53, 0])
    expect([ones.uniformOpen(), zeros.uniformOpen()]).toEqual([1 - 2 ** -53, 2 ** -53])
  })

  test('below() is even over its range', () => {
    const random = stream(11)
    const counts = new Array<number>(6).fill(0)
    for (let i = 0; i < 60_000; i++) counts[random.below(6)]! += 1
    const chi2 = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(chi2).toBeLessThan(20.5) // 0.1% point of chi-squared with 5 degrees of freedom
    expect(stream(1).below(2 ** 32)).toBe(stream(1).int32() >>> 0)
  })
})
