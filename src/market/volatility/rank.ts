import {PlimsollError} from '../../errors.js'
import type {Candidate, Forecaster, History} from './candidates.js'
import {checkTail} from './quantile-risk.js'
import {usableReturns} from './sample.js'

export interface RankOptions {
  /** Bars at the end that models are judged on; by default a quarter of the sample, at most 500. */
  readonly holdOut?: number
  /** Bars between two fits; between them parameters stay and the variance follows the returns. */
  readonly refitEvery?: number
  /** Tail of the VaR that the tick loss judges. */
  readonly tail?: number
}

/** A model's losses bar by bar: what the model confidence set takes, one column a model. */
export interface Losses {
  readonly id: string
  /** ln h + r^2 / h (Patton 2011): ranks variance forecasts as the true variance would. */
  readonly qlike: Float64Array
  /** (tail - 1{r < VaR}) (r - VaR). */
  readonly tick: Float64Array
  /** 1 where the return fell below the VaR forecast. */
  readonly hits: Uint8Array
}

export interface Ranking {
  readonly holdOut: number
  readonly refitEvery: number
  readonly tail: number
  /** Best QLIKE first. */
  readonly models: readonly RankedModel[]
  readonly failed: readonly {readonly id: string; readonly because: string}[]
}

export interface RankedModel {
  readonly id: string
  readonly qlike: number
  readonly tick: number
  readonly tickRank: number
  /** Returns below the VaR forecast. */
  readonly hits: number
  readonly expectedHits: number
}

const LEAST_HISTORY = 200

/**
 * Judges one-bar forecasts on bars that no fit has seen. The squared return stands for the variance. A model that fails
 * to fit is listed with its reason and does not stop the others.
 * @throws VOLATILITY_TOO_SHORT when too little is left to fit on
 */
export function rankModels(
  history: History,
  candidates: readonly Candidate[],
  options: RankOptions = {},
): {readonly ranking: Ranking; readonly losses: readonly Losses[]} {
  const returns = usableReturns(history.returns, {purpose: 'A comparison', atLeast: LEAST_HISTORY + 20})
  const holdOut = options.holdOut ?? Math.min(500, Math.floor(returns.length / 4))
  const refitEvery = options.refitEvery ?? 50
  const tail = options.tail ?? 0.01
  checkTail(tail)
  if (!(holdOut >= 1 && refitEvery >= 1 && returns.length - holdOut >= LEAST_HISTORY)) {
    throw new PlimsollError(
      'VOLATILITY_TOO_SHORT',
      `A hold-out of ${holdOut} of ${returns.length} returns leaves fewer than ${LEAST_HISTORY} to fit on.`,
    )
  }
  const losses: Losses[] = []
  const failed: {id: string; because: string}[] = []
  for (const candidate of candidates) {
    try {
      losses.push(lossesOf(candidate, history, {holdOut, refitEvery, tail}))
    } catch (error) {
      if (!(error instanceof PlimsollError)) throw error
      failed.push({id: candidate.id, because: error.message})
    }
  }
  return {losses, ranking: {...{holdOut, refitEvery, tail, failed}, models: order(losses, holdOut * tail)}}
}

function lossesOf(candidate: Candidate, history: History, options: Required<RankOptions>): Losses {
  const {holdOut, refitEvery, tail} = options
  const {returns, realised} = history
  const first = returns.length - holdOut
  const qlike = new Float64Array(holdOut)
  const tick = new Float64Array(holdOut)
  const hits = new Uint8Array(holdOut)
  let model: Forecaster | undefined
  for (let i = 0; i < holdOut; i++) {
    const t = first + i
    if (!model || i % refitEvery === 0) {
      model = candidate.fit({returns: returns.subarray(0, t), realised: realised.subarray(0, t)})
    }
    const r = returns[t] as number
    const h = model.variance()
    const valueAtRisk = model.quantile(tail)
    qlike[i] = Math.log(h) + (r * r) / h
    hits[i] = r < valueAtRisk ? 1 : 0
    tick[i] = (tail - (hits[i] as number)) * (r - valueAtRisk)
    model.observe(r, realised[t] as number)
  }
  return {id: candidate.id, qlike, tick, hits}
}

function order(losses: readonly Losses[], expectedHits: number): RankedModel[] {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const ticks = losses.map(({tick}) => mean(tick))
  return losses
    .map(({id, qlike, tick, hits}) => ({
      id,
      qlike: mean(qlike),
      tick: mean(tick),
      tickRank: 1 + ticks.filter((other) => other < mean(tick)).length,
      hits: hits.reduce((count, hit) => count + hit, 0),
      expectedHits,
    }))
    .sort((a, b) => a.qlike - b.qlike)
}
