import {once} from 'node:events'
import {Worker} from 'node:worker_threads'

import type {PerpTotals} from '../../src/backtest/book/perps/sweep.js'
import {CELLS} from './sweep-task.js'

/** Cells that a thread takes at a time, so that none waits long for another. */
const AT_ONCE = 25

/** Seconds that the sweep takes on so many threads; books and paths are made before the clock starts, sorting counts. */
export async function sweepOnThreads(threads: number): Promise<number> {
  const workers = Array.from({length: threads}, () => new Worker(new URL('sweep-worker.js', import.meta.url)))
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const start = performance.now()
  let next = 0
  await Promise.all(
    workers.map(async (worker) => {
      while (next < CELLS) {
        const from = next
        next = Math.min(CELLS, from + AT_ONCE)
        worker.postMessage([from, next])
        const [totals] = (await once(worker, 'message')) as [PerpTotals[]]
        if (totals.length !== Math.min(CELLS, from + AT_ONCE) - from) throw new Error('a part of the sweep is missing')
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  await Promise.all(workers.map((worker) => worker.terminate()))
  return seconds
}
