import {fundSize} from '../../../src/insurance/simulation/fund-size.js'
import {perYear, proportion} from '../../../src/insurance/simulation/proportion.js'
import {drawRisk} from '../../../src/insurance/simulation/tail-risk.js'
import {timeToExhaustion, timeToRecovery} from '../../../src/insurance/simulation/times.js'
import {exponential} from '../../../src/numerics/random/exponential.js'
import {stream} from '../../../src/numerics/random/stream.js'

test('a proportion has its exact bounds, also when nothing or everything is hit', () => {
  // Clopper & Pearson: 1 - 0.05^(1/100), and the rule of three.
  expect(proportion(0, 100).atMost).toBeCloseTo(1 - 0.05 ** 0.01, 12)
  expect(proportion(100, 100).atLeast).toBeCloseTo(0.05 ** 0.01, 12)
  expect(proportion(30, 100)).toMatchObject({value: 0.3, hits: 30, paths: 100})
  expect(proportion(30, 100).standardError).toBeCloseTo(Math.sqrt(0.21) / 10, 15)
})

test('a chance over half a year, a year', () => {
  expect(perYear(0.19, 730)).toBeCloseTo(0.1, 12)
  expect(perYear(0.1, 365)).toBe(0.1)
})

describe('VaR and ES of the draw', () => {
  const losses = Float64Array.from({length: 1000}, (_, i) => i + 1)

  test('of 1 to 1000 at 99%', () => {
    const {expectedShortfall, standardError, valueAtRisk} = drawRisk(losses, 0.99)
    expect(valueAtRisk.value).toBe(990)
    expect(expectedShortfall.value).toBeCloseTo(995.5, 9)
    // Var of 991..1000 is 8.25; (8.25 + 0.99 x 5.5^2) / 10.
    expect(standardError).toBeCloseTo(Math.sqrt((8.25 + 0.99 * 5.5 ** 2) / 10), 9)
  })

  test('refused where fewer than ten paths lie beyond', () => {
    expect(drawRisk(losses, 0.995).valueAtRisk).toEqual({
      value: null,
      because: 'needs at least 2000 paths: of 1000 only 5 lie beyond',
    })
    expect(drawRisk(new Float64Array(10_000), 0.999).valueAtRisk).toEqual({value: 0})
  })
})

test('time to exhaustion counts days from 1, and is refused below ten', () => {
  const days = Int32Array.from({length: 40}, (_, i) => (i < 20 ? i : -1))
  expect(timeToExhaustion(days)).toMatchObject({paths: 20, median: {value: 10}, early: {value: 1}})
  expect(timeToExhaustion(days.fill(-1, 5)).median.value).toBeNull()
})

test('time to recovery takes account of paths that end first (Kaplan-Meier)', () => {
  // Ten exhausted: four back after 1, 2, 3, 4 days, six end unrecovered after 2 days: S = .9, .8, then .8 x 1/2.
  const exhausted = Int32Array.from({length: 10}, (_, i) => (i < 4 ? 0 : 7))
  const recovered = Int32Array.from({length: 10}, (_, i) => (i < 4 ? i + 1 : -1))
  expect(timeToRecovery(exhausted, recovered, 10)).toEqual({exhausted: 10, recovered: 4, median: {value: 3}})
  expect(timeToRecovery(exhausted, recovered.fill(-1), 10).median.value).toBeNull()
})

describe('the fund that a target takes', () => {
  // Path i needs a fund of M_i, exponential with mean 10: the fund for a chance p is 10 ln(1/p).
  const needs = (seed: number): Float64Array => {
    const random = stream(seed)
    return Float64Array.from({length: 4000}, () => 10 * exponential(random))
  }
  const sizeFor = async (target: number, balance: number, needed: Float64Array) => {
    const which = (scale: number): Int32Array =>
      Int32Array.from([...needed.keys()].filter((i) => needed[i]! > scale * balance))
    const input = {balance, drawn: Int32Array.from(needed.keys()), exhausted: which(1), paths: needed.length, target}
    return fundSize(input, async (scale, paths) =>
      Uint8Array.from(paths, (i) => (needed[i]! > scale * balance ? 1 : 0)),
    )
  }

  test.each([0.3, 40, 500])('is the same whatever the fund is now: %d', async (balance) => {
    const needed = needs(5)
    const exact = [...needed].sort((a, b) => b - a)[40]! // 1% of 4000 exceed it
    const {high, low, value} = await sizeFor(0.01, balance, needed)
    expect(Math.abs(value.value! / exact - 1)).toBeLessThan(2e-4)
    expect(low.value!).toBeLessThan(exact)
    expect(high.value!).toBeGreaterThan(exact)
  })

  test('its interval holds the truth in about 19 of 20 simulations', async () => {
    const truth = 10 * Math.log(50)
    const found = await Promise.all(Array.from({length: 100}, (_, seed) => sizeFor(0.02, 40, needs(100 + seed))))
    const held = found.filter(({high, low}) => low.value! <= truth && truth <= high.value!).length
    expect(held).toBeGreaterThanOrEqual(89)
  })

  test('refused for an empty fund, for too few paths, and where no fund is enough', async () => {
    expect((await sizeFor(0.01, 0, needs(1))).value).toMatchObject({
      value: null,
      because: expect.stringContaining('opens empty'),
    })
    expect((await sizeFor(1e-4, 40, needs(1))).value).toMatchObject({
      because: '4000 paths are too few for a chance of 0.0001: at least 10000 are needed',
    })
    expect((await sizeFor(5e-4, 40, needs(1))).high).toMatchObject({
      because: expect.stringContaining('too few for an upper bound'),
    })
    expect((await sizeFor(0.01, 40, needs(1).fill(Infinity))).value).toMatchObject({
      because: expect.stringContaining('no fund that was tried'),
    })
  })

  test('is nothing where too few paths ever ask the fund', async () => {
    const never = {balance: 5, drawn: new Int32Array(3), exhausted: new Int32Array(0), paths: 4000, target: 0.01}
    expect((await fundSize(never, async () => new Uint8Array(3))).value).toEqual({value: 0})
  })
})
