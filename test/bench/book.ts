import {runIsolated} from '../../src/backtest/book/perps/isolated.js'
import {bracketsOf} from '../../src/backtest/book/perps/maintenance.js'
import {preparePerps} from '../../src/backtest/book/perps/prepare.js'
import {runPerps} from '../../src/backtest/book/perps/run.js'
import {median, type BenchCase} from './case.js'
import {benchBook, benchPath, RULES} from './perp-input.js'
import {CELLS} from './sweep-task.js'
import {onThreads} from './threads.js'

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
      const positions = benchBook(2000)
      const paths = Array.from({length: 100}, (_, i) => benchPath(7200, i, 0.0015))
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
      const positions = benchBook(1_000_000)
      const prices = benchPath(1_000_000, 3, 0.0005)
      return timed(() => runPerps(positions, prices, RULES), 3) / 1000
    },
    unit: 's',
  },
  {
    // The peak of the whole process: run it alone (--only book.memory).
    bar: '<= 1000',
    id: 'book.memory.1Mx1M',
    run() {
      runPerps(benchBook(1_000_000), benchPath(1_000_000, 3, 0.0005), RULES)
      return process.resourceUsage().maxRSS / 1000
    },
    unit: 'MB',
  },
  {
    bar: '<= 1.15',
    id: 'book.scaling.positions',
    run() {
      const prices = benchPath(100_000, 3, 0.002)
      const times = SIZES.map((count) => {
        const positions = benchBook(count)
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
      const prepared = preparePerps(benchBook(1000), bracketsOf(RULES.maintenance))
      const times = SIZES.map((bars) => {
        const prices = benchPath(4 * bars, 3, 0.0002)
        return timed(() => runIsolated(prepared, prices, RULES), 5)
      })
      return exponent(SIZES, times)
    },
    unit: 'exponent',
  },
  {
    bar: '<= 30',
    id: 'book.sweep.1000x70kx100k',
    run: async () => (await onThreads({atOnce: 25, count: CELLS, name: 'sweep-worker', threads: 2})).seconds,
    unit: 's',
  },
]
