import {PlimsollError} from '../../errors.js'
import {stream} from '../../numerics/random/stream.js'
import {stationaryIndices} from '../resample.js'
import type {Explanation} from '../var/result.js'

export const MODEL_CONFIDENCE_SET: Explanation = {
  id: 'model-confidence-set',
  title: 'Model confidence set',
  aliases: ['mcs', 'hansen-lunde-nason'],
  asks: 'Which models cannot be told from the best one?',
  formula:
    'drop the worst model until equal predictive ability holds; R: max over pairs of dbar_ij/se, max: max over models of dbar_i/se; bootstrap p-values, made monotone along the elimination',
  source: 'Hansen, Lunde & Nason, The model confidence set, Econometrica 79 (2011) 453-497',
  sign: 'A model whose p-value is at or below the size is out; the last one has 1.',
  avoid: 'With so little data that nothing is eliminated; that is no proof of equality.',
}

export interface ModelConfidenceSet {
  /** In the order of elimination, the best model last. */
  readonly eliminated: readonly {readonly model: number; readonly pValue: number}[]
  /** p-value of each model, in the order of the losses. */
  readonly pValues: readonly number[]
}

export interface McsOptions {
  readonly statistic?: 'R' | 'max'
  /** Bootstrap indices, one array of T for each draw: then p-values are exactly reproducible elsewhere. */
  readonly indices?: readonly ArrayLike<number>[]
  /** Without indices: stationary bootstrap with this many draws, mean block length (default sqrt T) and seed. */
  readonly draws?: number
  readonly blockLength?: number
  readonly seed?: number
}

/** The models' bootstrap means less their sample means, one row a draw. */
interface Bootstrap {
  readonly means: Float64Array
  readonly deviations: readonly Float64Array[]
}

/**
 * Model confidence set over loss series of one length, one a model. Two models with the same losses count as equal; one
 * that is worse by a constant is worse with certainty.
 * @throws BACKTEST_SAMPLE with fewer than two models, or unequal lengths
 */
export function modelConfidenceSet(losses: readonly Float64Array[], options: McsOptions = {}): ModelConfidenceSet {
  const periods = losses[0]?.length ?? 0
  if (losses.length < 2 || periods === 0 || losses.some((loss) => loss.length !== periods)) {
    throw new PlimsollError(
      'BACKTEST_SAMPLE',
      'A model confidence set needs the losses of at least two models over the same days.',
    )
  }
  const bootstrap = resample(losses, options)
  const judge = options.statistic === 'max' ? byMaximum : pairwise(bootstrap)
  let included = losses.map((_, model) => model)
  const eliminated: {model: number; pValue: number}[] = []
  let pValue = 0
  while (included.length > 1) {
    const {worst, observed, simulated} = judge(bootstrap, included)
    const share = simulated.filter((value) => observed < value).length / simulated.length
    pValue = Math.max(pValue, share)
    eliminated.push({model: worst, pValue})
    included = included.filter((model) => model !== worst)
  }
  eliminated.push({model: included[0] as number, pValue: 1})
  const pValues = losses.map((_, model) => eliminated.find((entry) => entry.model === model)?.pValue ?? 1)
  return {eliminated, pValues}
}

function resample(
  losses: readonly Float64Array[],
  {indices, draws = 1000, blockLength, seed = 1}: McsOptions,
): Bootstrap {
  const periods = losses[0]?.length ?? 0
  const meanOver = (loss: Float64Array, rows?: ArrayLike<number>) => {
    let sum = 0
    for (let t = 0; t < periods; t++) sum += loss[rows ? (rows[t] as number) : t] as number
    return sum / periods
  }
  const means = Float64Array.from(losses, (loss) => meanOver(loss))
  const random = stream(seed)
  const length = blockLength ?? Math.floor(Math.sqrt(periods))
  const deviations = Array.from({length: indices?.length ?? draws}, (_, draw) => {
    const rows = indices?.[draw] ?? stationaryIndices(random, periods, length)
    return Float64Array.from(losses, (loss, model) => meanOver(loss, rows) - (means[model] as number))
  })
  return {means, deviations}
}

interface Judgement {
  readonly worst: number
  readonly observed: number
  readonly simulated: readonly number[]
}

/** value/se, where a difference that never varies counts as none (0/0) or as certain. */
const standardised = (value: number, se: number) =>
  se > 0 ? value / se : value === 0 ? 0 : Math.sign(value) * Infinity

/** T_R: the largest standardised difference of a pair; its worse model goes. */
function pairwise({deviations}: Bootstrap) {
  const cache = new Map<string, number>()
  const errorOf = (i: number, j: number): number => {
    const key = `${i},${j}`
    const known = cache.get(key)
    if (known !== undefined) return known
    const sum = deviations.reduce((total, row) => total + ((row[i] as number) - (row[j] as number)) ** 2, 0)
    const se = Math.sqrt(sum / deviations.length)
    cache.set(key, se)
    return se
  }
  return ({means}: Bootstrap, included: readonly number[]): Judgement => {
    const pairs = included.flatMap((i) => included.filter((j) => j !== i).map((j) => ({i, j, se: errorOf(i, j)})))
    let [worst, observed] = [included[0] as number, -Infinity]
    for (const {i, j, se} of pairs) {
      const value = standardised((means[i] as number) - (means[j] as number), se)
      if (value > observed) [worst, observed] = [i, value]
    }
    const simulated = deviations.map((row) =>
      pairs.reduce((most, {i, j, se}) => Math.max(most, standardised((row[i] as number) - (row[j] as number), se)), 0),
    )
    return {worst, observed, simulated}
  }
}

/** T_max: the largest standardised excess of a model over the mean of those left. */
function byMaximum({means, deviations}: Bootstrap, included: readonly number[]): Judgement {
  const excess = (row: Float64Array) => {
    const average = included.reduce((sum, model) => sum + (row[model] as number), 0) / included.length
    return included.map((model) => (row[model] as number) - average)
  }
  const rows = deviations.map(excess)
  const errors = included.map((_, k) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[k] as number) ** 2, 0) / rows.length),
  )
  const values = excess(means).map((value, k) => standardised(value, errors[k] as number))
  const observed = values.reduce((a, b) => Math.max(a, b), -Infinity)
  const worst = included[values.indexOf(observed)] as number
  const simulated = rows.map((row) =>
    row.reduce((most, value, k) => Math.max(most, standardised(value, errors[k] as number)), -Infinity),
  )
  return {worst, observed, simulated}
}
