import {parentPort, workerData} from 'node:worker_threads'

import {FundJob, type FundTask} from '../../insurance/simulation/job.js'
import type {FundInput} from '../../insurance/simulation/setup.js'

// One worker of a fund study: the input once, then task after task. The main thread has read the input without an error.
const job = new FundJob(workerData as FundInput)
parentPort?.on('message', (task: FundTask) => {
  parentPort?.postMessage(job.run(task))
})
