import fc from 'fast-check'

import type {PerpMarket} from '../../../src/backtest/book/perps/accounts.js'
import type {PerpPosition} from '../../../src/backtest/book/perps/book.js'
import type {Maintenance} from '../../../src/backtest/book/perps/maintenance.js'
import {fundingIndex, type PerpPath, type PerpRules} from '../../../src/backtest/book/perps/rules.js'
import {feedAnswers} from '../../../src/market/oracle.js'
import {constantProduct} from '../../../src/market/liquidity/amm.js'
import {constantSlippage, linearImpact} from '../../../src/market/liquidity/constant.js'
import {depthTable} from '../../../src/market/liquidity/depth.js'
import type {Liquidity} from '../../../src/market/liquidity/model.js'
import {squareRoot} from '../../../src/market/liquidity/square-root.js'
import {normal} from '../../../src/numerics/random/normal.js'
import {stream, type Stream} from '../../../src/numerics/random/stream.js'

export interface PathShape {
  readonly seed: number
  readonly bars: number
  readonly volatility: number
  readonly gaps: boolean
  readonly funding: boolean
  readonly oracle: boolean
}

/** A random walk in OHLC bars; with `gaps` bars do not open where the last one closed. */
export function randomPath({bars, funding, gaps, oracle, seed, volatility}: PathShape): PerpPath {
  const random = stream(seed)
  const [open, high, low, close] = [0, 1, 2, 3].map(() => new Float64Array(bars)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let price = 100
  for (let t = 0; t < bars; t++) {
    if (gaps && random.uniform() < 0.2) price *= Math.exp(2 * volatility * normal(random))
    const last = price * Math.exp(volatility * normal(random))
    open[t] = price
    close[t] = last
    high[t] = Math.max(price, last) * (1 + volatility * random.uniform())
    low[t] = Math.min(price, last) * (1 - volatility * random.uniform())
    // A series whose opening is the close before: after a gap its bars need not contain it.
    if (gaps && t > 0 && random.uniform() < 0.2) open[t] = close[t - 1]! * (1 + 2 * volatility * normal(random))
    price = last
  }
  const rates = open.map(() => 0.0005 * normal(random))
  return {
    barSeconds: 3600,
    close,
    high,
    low,
    open,
    ...(funding && {funding: fundingIndex(rates, close)}),
    ...(oracle && {oracle: feedAnswers(open, {delayBars: 1, deviation: 0.01, heartbeatBars: 6})}),
  }
}

export function randomPositions(
  random: Stream,
  count: number,
  markets: readonly string[],
  cross: boolean,
): PerpPosition[] {
  return Array.from({length: count}, (_, i) => {
    const entryPrice = 100 * Math.exp(0.03 * normal(random))
    const size = Math.exp(2 * normal(random))
    const shared = cross && random.uniform() < 0.8
    return {
      collateral: (size * entryPrice) / (2 + 30 * random.uniform()),
      entryPrice,
      id: `p${i}`,
      market: markets[random.below(markets.length)]!,
      marginMode: shared ? ('cross' as const) : ('isolated' as const),
      ...(shared && {account: `a${random.below(Math.ceil(count / 3))}`}),
      side: random.uniform() < 0.5 ? ('long' as const) : ('short' as const),
      size,
    }
  })
}

const MAINTENANCES: readonly ((bars: number, random: Stream) => Maintenance)[] = [
  (_, random) => ({kind: 'flat', rate: 0.005 + 0.05 * random.uniform()}),
  (bars, random) => ({kind: 'series', rates: new Float64Array(bars).map(() => 0.01 + 0.03 * random.uniform())}),
  () => ({
    kind: 'tiers',
    tiers: [
      {from: 0, rate: 0.005},
      {from: 100, rate: 0.01},
      {from: 500, rate: 0.025},
      {from: 2000, rate: 0.05},
    ],
  }),
  () => ({fraction: 0.5, initial: 0.04, kind: 'open-interest', lowerCap: 500, upperCap: 20_000}),
]
const LIQUIDITIES: readonly (() => Liquidity | undefined)[] = [
  () => undefined,
  () => constantSlippage(0.004),
  () => squareRoot({sigma: 0.04, volume: 1e6}),
  () =>
    depthTable([
      {cumulative: 200, distance: 0.002},
      {cumulative: 3000, distance: 0.02},
    ]),
  () => constantProduct(20_000),
]
const IMPACTS: readonly (() => Liquidity | undefined)[] = [
  () => undefined,
  () => linearImpact(2e-5),
  () => squareRoot({sigma: 0.03, volume: 2e5}),
  () => constantProduct(50_000),
]

export interface Case {
  readonly positions: readonly PerpPosition[]
  readonly markets: ReadonlyMap<string, PerpMarket>
  readonly rules: PerpRules
}

/** Random books, paths and rules. Every choice that matters is fast-check's, so that a failure shrinks to a plain one. */
export function cases(mode: 'cross' | 'isolated'): fc.Arbitrary<Case> {
  return fc
    .record({
      bars: fc.integer({max: 24, min: 1}),
      count: fc.integer({max: 8, min: 1}),
      funding: fc.boolean(),
      gaps: fc.boolean(),
      impact: fc.nat({max: IMPACTS.length - 1}),
      latency: fc.nat({max: 3}),
      maintenance: fc.nat({max: MAINTENANCES.length - 1}),
      marketCount: mode === 'cross' ? fc.integer({max: 3, min: 1}) : fc.constant(1),
      oracle: fc.boolean(),
      partial: fc.option(fc.record({fraction: fc.constantFrom(0.2, 0.5), minNotional: fc.constantFrom(0, 300)}), {
        nil: undefined,
      }),
      penalty: fc.constantFrom(0, 0.005, 0.02),
      persistence: fc.constantFrom(0, 0.5, 1),
      remainder: fc.constantFrom('fund' as const, 'owner' as const),
      seed: fc.nat(),
      slippage: fc.nat({max: LIQUIDITIES.length - 1}),
      volatility: fc.constantFrom(0.005, 0.02, 0.06),
    })
    .map((choice) => {
      const {bars, count, funding, gaps, impact, latency, maintenance, marketCount, oracle, partial, penalty} = choice
      const random = stream(choice.seed)
      const names = ['A', 'B', 'C'].slice(0, marketCount)
      const paths = names.map((name, i): [string, PerpMarket] => [
        name,
        {path: randomPath({bars, funding, gaps, oracle, seed: choice.seed + i + 1, volatility: choice.volatility})},
      ])
      const slippage = LIQUIDITIES[choice.slippage]!()
      const moved = IMPACTS[impact]!()
      const rules: PerpRules = {
        latencyBars: latency,
        maintenance: MAINTENANCES[maintenance]!(bars, random),
        penalty,
        remainder: choice.remainder,
        ...(partial && {partial}),
        ...(slippage && {slippage}),
        ...(moved && {impact: {liquidity: moved, persistence: choice.persistence}}),
      }
      return {markets: new Map(paths), positions: randomPositions(random, count, names, mode === 'cross'), rules}
    })
}
