import {availableParallelism} from 'node:os'
import path from 'node:path'
import {Worker} from 'node:worker_threads'

import {isRolling, rollingParts, type BookInput, type RolledStarts} from '../../backtest/book/study/study.js'
import {PACKAGE_ROOT} from '../package-root.js'
import type {RollingJob} from './rolling-worker.js'

/** Positions times starts below which threads cost more than they save. */
const WORTH_A_THREAD = 2_000_000
const MOST_WORKERS = 8

/**
 * Replays the starts of a rolling backtest on several threads; the figures do not depend on how many.
 * @param workers how many; without a number as many as the machine and the work are good for
 * @returns undefined where there is nothing to share out, and `bookStudy` does it itself
 */
export async function rolledStarts(input: BookInput, workers?: number): Promise<RolledStarts | undefined> {
  if (!isRolling(input) || (input.positions === undefined && input.request.book === undefined)) return undefined
  const {positions, starts} = rollingParts(input)
  const useful = Math.floor((positions * starts) / WORTH_A_THREAD)
  const threads = Math.min(starts, workers ?? Math.min(MOST_WORKERS, availableParallelism(), useful))
  if (threads < 2) return undefined
  const edges = Array.from({length: threads + 1}, (_, k) => Math.floor((k * starts) / threads))
  const parts = await Promise.all(edges.slice(1).map((to, k) => part({from: edges[k] as number, input, to})))
  return {
    after: parts.flatMap(({after}) => after),
    ...(parts[0]?.before && {before: parts.flatMap(({before}) => before ?? [])}),
  }
}

async function part(job: RollingJob): Promise<RolledStarts> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(PACKAGE_ROOT, 'dist/rolling-worker.js'), {workerData: job})
    worker.once('message', resolve).once('error', reject)
  })
}
