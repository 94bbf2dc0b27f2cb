import type {Maintenance} from '../../src/backtest/book/perps/maintenance.js'
import {runIsolated} from '../../src/backtest/book/perps/isolated.js'
import {bracketsOf} from '../../src/backtest/book/perps/maintenance.js'
import {preparePerps} from '../../src/backtest/book/perps/prepare.js'
import type {PerpPath, PerpRules} from '../../src/backtest/book/perps/rules.js'
import {runPerps} from '../../src/backtest/book/perps/run.js'
import {sweepPerps} from '../../src/backtest/book/perps/sweep.js'
import {syntheticPerps} from '../../src/backtest/book/synthetic.js'
import {normal} from '../../src/numerics/random/normal.js'
import {stream} from '../../src/numerics/random/stream.js'
import {median, type BenchCase} from './case.js'

const PRICE = 100
const flat = (rate: number): Maintenance => ({kind: 'flat', rate})
const RULES: PerpRules = {maintenance: flat(0.02), penalty: 0.01}

const book = (count: number) => syntheticPerps({count, market: 'X', openInterest: 1e8, price: PRICE, seed: 1})

function path(bars: number, seed: number, volatility: number): PerpPath {
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

/** Milliseconds of `work`: the median of `times` runs after as many to warm up. */
function timed(work: () => void, times: number): number {
  for (let i = 0; i < times; i++) work()
  return median(
    Array.from({length: times}, () => {
      const start = performance.now()
      work()
      return performance.now() - start
    }),
  )
}

/** The slope of log time over log size: 1 means that doubling the size doubles the time. */
function exponent(sizes: readonly number[], times: readonly number[]): number {
  const x = sizes.map(Math.log)
  const y = times.map(Math.log)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [mx, my] = [mean(x), mean(y)]
  const covariance = x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? NaN) - my), 0)
  return covariance / x.reduce((sum, value) => sum + (value - mx) ** 2, 0)
}

const SIZES = [125_000, 250_000, 500_000, 1_000_000]

/** Engine time only: books and paths are made before the clock starts; the sort counts. */
export const bookCases: readonly BenchCase[] = [
  {
    bar: '<= 100',
    id: 'book.perps.2000x7200x100',
    run() {
      const positions = book(2000)
      const paths = Array.from({length: 100}, (_, i) => path(7200, i, 0.0015))
      return timed(() => {
        const prepared = preparePerps(positions, bracketsOf(RULES.maintenance))
        for (const one of paths) runIsolated(prepared, one, RULES)
      }, 7)
    },
    unit: 'ms',
  },
  {
    bar: '<= 2',
    id: 'book.perps.1Mx1M',
    run() {
      const positions = book(1_000_000)
      const prices = path(1_000_000, 3, 0.0005)
      return timed(() => runPerps(positions, prices, RULES), 3) / 1000
    },
    unit: 's',
  },
  {
    // The peak of the whole process: run it alone (--only book.memory).
    bar: '<= 1000',
    id: 'book.memory.1Mx1M',
    run() {
      runPerps(book(1_000_000), path(1_000_000, 3, 0.0005), RULES)
      return process.resourceUsage().maxRSS / 1000
    },
    unit: 'MB',
  },
  {
    bar: '<= 1.15',
    id: 'book.scaling.positions',
    run() {
      const prices = path(100_000, 3, 0.002)
      const times = SIZES.map((count) => {
        const positions = book(count)
        return timed(() => runPerps(positions, prices, RULES), 3)
      })
      return exponent(SIZES, times)
    },
    unit: 'exponent',
  },
  {
    bar: '<= 1.15',
    id: 'book.scaling.bars',
    run() {
      const prepared = preparePerps(book(1000), bracketsOf(RULES.maintenance))
      const times = SIZES.map((bars) => {
        const prices = path(4 * bars, 3, 0.0002)
        return timed(() => runIsolated(prepared, prices, RULES), 5)
      })
      return exponent(SIZES, times)
    },
    unit: 'exponent',
  },
  {
    // One core; cells are independent, so two cores take half.
    bar: '<= 60',
    id: 'book.sweep.1000x70kx100k',
    run() {
      const positions = book(100_000)
      const prices = path(70_000, 5, 0.003)
      const cells = Array.from({length: 1000}, (_, i) => ({...RULES, maintenance: flat(0.005 + i * 4e-5)}))
      sweepPerps(positions, prices, cells.slice(0, 5))
      const start = performance.now()
      sweepPerps(positions, prices, cells)
      return (performance.now() - start) / 1000
    },
    unit: 's',
  },
]
