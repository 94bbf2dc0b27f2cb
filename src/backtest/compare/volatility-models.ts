import type {Candidate, History} from '../../market/volatility/candidates.js'
import {type RankOptions, rankModels, type Ranking} from '../../market/volatility/rank.js'
import {modelConfidenceSet} from './model-confidence-set.js'

/** A ranking, and which models chance could have put below the best. */
export interface VolatilityComparison {
  readonly comparison: Ranking
  readonly confidenceSet: {
    readonly loss: 'qlike'
    /** Of the bootstrap. */
    readonly seed: number
    /** At the size of the test or below, the model is worse than the best by more than chance. */
    readonly pValues: Readonly<Record<string, number>>
  }
}

/** Ranks models by the losses of their one-bar forecasts, with the model confidence set of the QLIKE losses. */
export function compareVolatilityModels(
  history: History,
  candidates: readonly Candidate[],
  {seed, ...options}: RankOptions & {readonly seed: number},
): VolatilityComparison {
  const {ranking, losses} = rankModels(history, candidates, options)
  const qlike = losses.map((loss) => loss.qlike)
  const {pValues} = qlike.length > 1 ? modelConfidenceSet(qlike, {seed}) : {pValues: qlike.map(() => 1)}
  const named = Object.fromEntries(losses.map(({id}, i) => [id, pValues[i] as number]))
  return {comparison: ranking, confidenceSet: {loss: 'qlike', seed, pValues: named}}
}
