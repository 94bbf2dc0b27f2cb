import {parentPort} from 'node:worker_threads'

import {sweepTask} from './sweep-task.js'

const run = sweepTask()
parentPort?.on('message', ([from, to]: [number, number]) => {
  parentPort?.postMessage(run(from, to))
})
parentPort?.postMessage('ready')
