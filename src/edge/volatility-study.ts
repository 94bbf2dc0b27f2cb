import {compareVolatilityModels, type VolatilityComparison} from '../backtest/compare/volatility-models.js'
import {sensibleCandidates} from '../market/volatility/candidates.js'
import type {Distribution, MeanModel, Presample, ReturnUnit} from '../market/volatility/model.js'
import {type ModelName, type Studied, studyModel} from '../market/volatility/study.js'
import {studyTail, type TailStudy} from '../market/volatility/tail-study.js'
import {type DataReport, readLosses, readReturns} from './volatility-input.js'

export interface VolatilityRequest {
  /** Compare the usual models when there is none. */
  readonly model?: ModelName | undefined
  readonly dist: Distribution
  readonly mean: MeanModel
  readonly presample: Presample
  readonly horizon: number
  readonly seed: number
  /** Probability of the tail: 1 - confidence. */
  readonly level: number
  /** The source holds returns in this unit. */
  readonly returns?: ReturnUnit | undefined
  /** Fit the tail of the values themselves instead. */
  readonly tail: boolean
  readonly threshold?: string | undefined
}

export type VolatilityStudy =
  | ({readonly kind: 'comparison'; readonly data: DataReport} & VolatilityComparison)
  | ({readonly kind: 'model'; readonly data: DataReport} & Studied)
  | {readonly kind: 'tail'; readonly data: DataReport; readonly tail: TailStudy}

/** Reads the source and does what is asked of it. */
export async function studyVolatility(
  source: string,
  request: VolatilityRequest,
  dataDir: string,
): Promise<VolatilityStudy> {
  const {model, dist: distribution, level, threshold} = request
  if (request.tail) {
    const {data, values} = await readLosses(source, dataDir)
    return {kind: 'tail', data, tail: studyTail(values, level, threshold === undefined ? undefined : Number(threshold))}
  }
  const {data, history, ...known} = await readReturns(source, request.returns, dataDir)
  if (model === undefined) {
    const comparison = compareVolatilityModels(history, sensibleCandidates(request), {tail: level, seed: request.seed})
    return {kind: 'comparison', data, ...comparison}
  }
  const {mean, presample, horizon} = request
  const options = {...known, model: 'garch' as const, distribution, mean, presample, horizon, tail: level}
  return {kind: 'model', data, ...studyModel(model, history, options)}
}
