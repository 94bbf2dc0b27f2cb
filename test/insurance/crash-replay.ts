import {syntheticPerps} from '../../src/backtest/book/synthetic.js'
import {adlMetrics, type AdlMetrics} from '../../src/insurance/layers/adl-metrics.js'
import {allocateAdl, type AdlPolicy} from '../../src/insurance/layers/adl-allocation.js'
import type {Winners} from '../../src/insurance/model.js'
import {readLayers, type LayerItem} from '../../src/insurance/layers/registry.js'
import {Waterfall} from '../../src/insurance/waterfall.js'
import type {Series} from '../../src/market/series.js'
import {stream} from '../../src/numerics/random/stream.js'
import {day, lossOf} from './stack.js'

/** What the page says of its book; every figure is an assumption. */
export const BOOK = {count: 5000, maintenance: 0.0125, openInterest: 1e9, penalty: 0.005, seed: 20_251_010}
export const STACK = (policy: AdlPolicy): LayerItem[] => [
  {layer: 'defaulter-margin'},
  {layer: 'liquidation-penalties'},
  {balance: '10m USD', layer: 'insurance-fund'},
  {layer: 'adl', policy},
]

export interface Hour {
  readonly time: number
  readonly closed: number
  readonly notional: number
  readonly paid: readonly number[]
}

export interface Replay {
  readonly hours: readonly Hour[]
  readonly total: readonly number[]
  /** What auto-deleveraging took in its worst hour, by account, and the measures of it. */
  readonly worst:
    | {
        readonly metrics: AdlMetrics
        readonly shares: Float64Array
        readonly time: number
        readonly topTen: number
        readonly winners: Winners
      }
    | undefined
}

/**
 * Replays a synthetic book, hour by hour: whoever the bar's adverse extreme takes below maintenance is closed at that
 * extreme, the worst that can have happened. Nobody defends a position.
 */
export function replayCrash(series: Series, policy: AdlPolicy): Replay {
  const {close, high, low, open, time} = series
  const book = syntheticPerps({...BOOK, market: 'ETH', price: open[0]!})
  const alive = new Uint8Array(book.count).fill(1)
  const stack = new Waterfall(readLayers(STACK(policy), 'after'))
  const path = stack.open(() => ({
    openInterest: BOOK.openInterest,
    price: open[0]!,
    random: () => stream(1),
    stepSeconds: 3600,
    token: 1,
  }))
  const hours: Hour[] = []
  let worst: Replay['worst']
  for (let t = 0; t < close.length; t++) {
    const bar = {closed: 0, loss: 0, margin: 0, notional: 0, penalties: 0}
    for (let i = 0; i < book.count; i++) {
      if (alive[i] === 0) continue
      const side = book.side[i]!
      const price = side === 1 ? low[t]! : high[t]!
      const notional = book.size[i]! * price
      const loss = side * book.size[i]! * (book.entry[i]! - price)
      const equity = book.collateral[i]! - loss
      if (equity >= BOOK.maintenance * notional) continue
      alive[i] = 0
      bar.closed++
      bar.notional += notional
      const penalty = Math.min(Math.max(0, equity), BOOK.penalty * notional)
      bar.penalties += penalty
      bar.loss += loss
      bar.margin += Math.min(book.collateral[i]!, loss)
    }
    const winners = winnersOf(book, alive, low[t]!)
    const step = day({adverse: low[t]!, index: t, penalties: bar.penalties, price: close[t]!, years: 1 / 8760})
    path.step(step)
    if (bar.loss <= 0) continue
    const before = path.total[3]!
    path.settle(step, lossOf(bar.loss, {margin: bar.margin, notional: bar.notional, winners}))
    const taken = path.total[3]! - before
    hours.push({closed: bar.closed, notional: bar.notional, paid: [...path.paid], time: time[t]!})
    if (taken > (worst?.metrics.taken ?? 0)) {
      const shares = allocateAdl(policy, winners, taken)
      const topTen = [...shares]
        .sort((a, b) => b - a)
        .slice(0, 10)
        .reduce((sum, share) => sum + share, 0)
      worst = {metrics: adlMetrics(winners, shares, taken), shares, time: time[t]!, topTen: topTen / taken, winners}
    }
  }
  return {hours, total: [...path.total], worst}
}

function winnersOf(book: ReturnType<typeof syntheticPerps>, alive: Uint8Array, price: number): Winners {
  const kept = [...alive.keys()].filter((i) => alive[i] === 1 && book.side[i]! * (price - book.entry[i]!) > 0)
  const profit = Float64Array.from(kept, (i) => book.side[i]! * book.size[i]! * (price - book.entry[i]!))
  const notional = Float64Array.from(kept, (i) => book.size[i]! * price)
  const leverage = notional.map((value, k) => value / (book.collateral[kept[k]!]! + profit[k]!))
  return {leverage, notional, profit}
}
