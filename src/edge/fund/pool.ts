import path from 'node:path'
import {Worker} from 'node:worker_threads'

import {FundJob, type FundAnswer, type FundTask} from '../../insurance/simulation/job.js'
import type {FundInput} from '../../insurance/simulation/setup.js'
import type {RunTasks} from '../../insurance/simulation/study.js'
import {BUNDLED, PACKAGE_ROOT} from '../package-root.js'

export interface FundPool {
  readonly run: RunTasks
  close(): Promise<void>
}

/**
 * Where the tasks of a study are done: in so many threads, or in this one when it is one, or when the sources are run without
 * a bundle. Which thread does a task changes nothing in its answer.
 */
export function fundPool(input: FundInput, workers: number): FundPool {
  if (workers <= 1 || !BUNDLED) {
    let job: FundJob | undefined
    return {
      run: async (tasks) => {
        job ??= new FundJob(input)
        const own = job
        return tasks.map((task) => own.run(task))
      },
      close: async () => undefined,
    }
  }
  const threads = Array.from(
    {length: workers},
    () => new Worker(path.join(PACKAGE_ROOT, 'dist/fund-worker.js'), {workerData: input}),
  )
  return {
    run: (tasks) => shared(threads, tasks),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

/** Hands out tasks as threads come free; answers come back in the order of the tasks. */
async function shared(threads: readonly Worker[], tasks: readonly FundTask[]): Promise<FundAnswer[]> {
  const answers = new Array<FundAnswer>(tasks.length)
  let next = 0
  await Promise.all(
    threads.map(async (thread) => {
      while (next < tasks.length) {
        const mine = next++
        answers[mine] = await asked(thread, tasks[mine] as FundTask)
      }
    }),
  )
  return answers
}

async function asked(thread: Worker, task: FundTask): Promise<FundAnswer> {
  return new Promise((resolve, reject) => {
    const done = (answer: FundAnswer): void => {
      thread.off('error', failed)
      resolve(answer)
    }
    const failed = (error: Error): void => {
      thread.off('message', done)
      reject(error)
    }
    thread.once('message', done).once('error', failed)
    thread.postMessage(task)
  })
}
