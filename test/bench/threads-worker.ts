import {parentPort} from 'node:worker_threads'

/** The side of `onThreads` that works: answers each request for the tasks `from … to − 1`. */
export function answerTasks(run: (from: number, to: number) => readonly unknown[]): void {
  parentPort?.on('message', ([from, to]: [number, number]) => {
    parentPort?.postMessage(run(from, to))
  })
  parentPort?.postMessage('ready')
}
