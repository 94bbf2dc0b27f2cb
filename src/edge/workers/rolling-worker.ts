import {parentPort, workerData} from 'node:worker_threads'

import {rollingParts, type BookInput} from '../../backtest/book/study/study.js'

/** What a worker is given: the whole input, and which starts are its own. */
export interface RollingJob {
  readonly input: BookInput
  readonly from: number
  readonly to: number
}

const {from, input, to} = workerData as RollingJob
parentPort?.postMessage(rollingParts(input).part(from, to))
