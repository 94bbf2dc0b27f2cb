import type {Maintenance} from '../../src/backtest/book/perps/maintenance.js'
import type {PerpPath, PerpRules} from '../../src/backtest/book/perps/rules.js'
import {syntheticPerps} from '../../src/backtest/book/synthetic.js'
import {normal} from '../../src/numerics/random/normal.js'
import {stream} from '../../src/numerics/random/stream.js'

const PRICE = 100
export const flat = (rate: number): Maintenance => ({kind: 'flat', rate})
export const RULES: PerpRules = {maintenance: flat(0.02), penalty: 0.01}

export const benchBook = (count: number) =>
  syntheticPerps({count, market: 'X', openInterest: 1e8, price: PRICE, seed: 1})

export function benchPath(bars: number, seed: number, volatility: number): PerpPath {
  const random = stream(seed)
  const [open, high, low, close] = [0, 1, 2, 3].map(() => new Float64Array(bars)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let price = PRICE
  for (let bar = 0; bar < bars; bar++) {
    open[bar] = price
    const last = price * Math.exp(volatility * normal(random))
    high[bar] = Math.max(price, last) * (1 + 0.5 * volatility * Math.abs(normal(random)))
    low[bar] = Math.min(price, last) / (1 + 0.5 * volatility * Math.abs(normal(random)))
    close[bar] = price = last
  }
  return {barSeconds: 60, close, high, low, open}
}
