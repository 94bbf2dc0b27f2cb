import type {MarginResult} from '../../commands/margin.js'
import {normalQuantile} from '../../src/numerics/special/normal.js'
import {expectRelative} from '../helpers/goldens.js'
import {plimsoll} from '../helpers/run.js'

const json = async (...args: string[]): Promise<MarginResult> =>
  JSON.parse((await plimsoll('margin', ...args, '--json')).stdout) as MarginResult

test('a table of at most 80 columns with the margin and its three tools', async () => {
  const {stdout, error} = await plimsoll('margin', 'ETH-USDT')
  expect(error).toBeUndefined()
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  expect(stdout).toMatch(/as it is +\(a\) 25% buffer +\(b\) 25% stressed +\(c\) long-run floor/)
  for (const label of ['breaches', 'coverage', 'p-value at 99.5%', 'mean cost', 'peak to trough', 'most in 30 bars'])
    expect(stdout).toMatch(new RegExp(`^${label} `, 'm'))
  expect(stdout).not.toMatch(/NaN|undefined/)
})

test('the tools cost margin, breach less and swing less; breaches have their dates', async () => {
  const {variants, digest, from, to, horizonBars} = await json('ETH-USDT')
  expect(variants.map(({id}) => id)).toEqual(['base', 'buffer', 'stress', 'floor'])
  expect(digest).toMatch(/^[0-9a-f]{64}$/)
  expect([from, to, horizonBars]).toEqual(['2018-04-24', '2025-12-31', 1])
  const [base, ...tools] = variants
  expect(base!.breachedFrom).toHaveLength(base!.breaches)
  expect(base!.breachedFrom).toContain('2020-03-11')
  expect(base!.cost).toBe(0)
  for (const tool of tools) {
    expect(tool.cost).toBeGreaterThan(0)
    expect(tool.breaches).toBeLessThan(base!.breaches)
    expect(tool.peakToTrough).toBeLessThan(base!.peakToTrough)
  }
})

test('doubled volatility: the closed form of an EWMA, a buffer that is used up first', async () => {
  const {variants} = await json('ETH-USDT', '--lambda', '0.97')
  const [base, buffer, stress] = variants
  for (const [i, t] of [1, 5, 30].entries()) {
    const ratio = Math.sqrt(1 + 3 * (1 - 0.97 ** t))
    expectRelative(base!.impulse[i]!.ratio, ratio, 1e-9)
    expectRelative(buffer!.impulse[i]!.ratio, Math.max(1, ratio / 1.25), 1e-9)
    expect(stress!.impulse[i]!.ratio).toBeLessThan(ratio)
  }
})

test('a margin scales with its quantile and the root of its horizon, whose windows overlap', async () => {
  const [low, high] = [await json('BTC-USDT'), await json('BTC-USDT', '--confidence', '99.5%', '--horizon', '4d')]
  expectRelative(high.variants[0]!.peakToTrough / low.variants[0]!.peakToTrough, 1, 1e-9)
  expectRelative(
    high.variants[0]!.mean / low.variants[0]!.mean,
    (2 * normalQuantile(0.005)) / normalQuantile(0.01),
    0.01,
  )
  expect(high.variants[0]!.levels[0]!.test.id).toBe('phases')
  const short = await json('BTC-USDT', '--side', 'short')
  expect(short.variants[0]!.mean).toBe(low.variants[0]!.mean)
  expect(short.variants[0]!.breaches).not.toBe(low.variants[0]!.breaches)
})

test.each<[string, string[], string, number]>([
  ['a decay of 1', ['ETH-USDT', '--lambda', '1'], 'VOLATILITY_LAMBDA', 2],
  ['a decay that is no number', ['ETH-USDT', '--lambda', 'slow'], 'VOLATILITY_LAMBDA', 2],
  ['a tail for a confidence', ['ETH-USDT', '--confidence', '1%'], 'BACKTEST_LEVEL', 2],
  ['a horizon finer than the bars', ['ETH-USDT', '--horizon', '6h'], 'DATA_HORIZON_TOO_FINE', 2],
  ['a series without a history', ['ETH-USD-1h-2020-03', '--horizon', '90d'], 'BACKTEST_MARGIN_SAMPLE', 3],
  ['an unknown series', ['NO-SUCH'], 'DATA_UNKNOWN_SERIES', 2],
])('%s is refused with its code', async (_, args, code, exit) => {
  const {error, stdout} = await plimsoll('margin', ...args, '--json')
  expect(JSON.parse(stdout)).toMatchObject({error: {code}})
  expect(error).toMatchObject({oclif: {exit}})
})
