import {availableParallelism} from 'node:os'

import {PlimsollError} from '../../errors.js'
import type {FundStudy} from '../../insurance/simulation/model.js'
import type {FundInput} from '../../insurance/simulation/setup.js'
import {fundStudy} from '../../insurance/simulation/study.js'
import type {Series} from '../../market/series.js'
import type {BacktestRequest} from '../../proposal/model.js'
import type {RiskValue} from '../../protocols/model.js'
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

/** The study that `accept.fundExhaustion` of a proposal asks for, or why there is none; undefined where nothing asks. */
export async function fundAsked(
  request: BacktestRequest | undefined,
  values: readonly RiskValue[],
  series: PlimsollError | ReadonlyMap<string, Series>,
  positions: FundInput['positions'] | PlimsollError,
): Promise<FundStudy | PlimsollError | undefined> {
  if (request?.accept?.fundExhaustion === undefined || request.fund === undefined) return undefined
  try {
    if (series instanceof PlimsollError) return series
    if (positions instanceof PlimsollError) return positions
    return await studyFund({request, values, series, ...(positions && {positions})})
  } catch (error) {
    if (error instanceof PlimsollError) return error
    throw error
  }
}
