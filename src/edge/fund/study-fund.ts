import {availableParallelism} from 'node:os'

import {PlimsollError} from '../../errors.js'
import type {FundStudy} from '../../insurance/simulation/model.js'
import type {FundInput} from '../../insurance/simulation/setup.js'
import {fundStudy} from '../../insurance/simulation/study.js'
import {fundPool} from './pool.js'

/** More threads than this wait for each other. */
const MOST_WORKERS = 8

/** @throws FUND_* and whatever the study throws */
export async function studyFund(input: FundInput, workers?: number): Promise<FundStudy> {
  const pool = fundPool(input, workers ?? Math.min(MOST_WORKERS, availableParallelism()))
  try {
    return await fundStudy(input, pool.run)
  } finally {
    await pool.close()
  }
}

/** The study that a proposal asks for with `fund:`, or why there is none; undefined where it asks for none. */
export async function tryStudyFund(input: FundInput): Promise<FundStudy | PlimsollError | undefined> {
  if (input.request.fund === undefined) return undefined
  try {
    return await studyFund(input)
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
}
