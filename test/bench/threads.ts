import {once} from 'node:events'
import {Worker} from 'node:worker_threads'

/** Tasks `0 … count − 1` that are given to threads of the worker `name`, so many at a time that none waits long for another. */
export interface Shared {
  readonly atOnce: number
  readonly count: number
  readonly name: string
  readonly threads: number
}

/** What the tasks answer, in their order, and how long they take; what a worker does before it says it is ready is not counted. */
export async function onThreads({
  atOnce,
  count,
  name,
  threads,
}: Shared): Promise<{answers: unknown[]; seconds: number}> {
  const workers = Array.from({length: threads}, () => new Worker(new URL(`${name}.js`, import.meta.url)))
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const answers = Array.from<unknown>({length: count})
  const start = performance.now()
  let next = 0
  await Promise.all(
    workers.map(async (worker) => {
      while (next < count) {
        const from = next
        next = Math.min(count, from + atOnce)
        const to = next
        worker.postMessage([from, to])
        const [part] = (await once(worker, 'message')) as [unknown[]]
        if (part.length !== to - from) throw new Error(`tasks ${from} to ${to} gave ${part.length} answers`)
        answers.splice(from, part.length, ...part)
      }
    }),
  )
  const seconds = (performance.now() - start) / 1000
  await Promise.all(workers.map((worker) => worker.terminate()))
  return {answers, seconds}
}
