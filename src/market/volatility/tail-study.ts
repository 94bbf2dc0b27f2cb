import {PlimsollError} from '../../errors.js'
import {sorted} from '../../numerics/quantile.js'
import {fitGpd, tailEs, tailVar} from './gpd.js'
import {checkTail} from './quantile-risk.js'

/** A generalised Pareto tail in plain values: what `plimsoll volatility --tail --json` prints. In the values' unit. */
export interface TailStudy {
  readonly threshold: number
  /** How the threshold was chosen. */
  readonly thresholdRule: string
  readonly observations: number
  readonly exceedances: number
  readonly xi: number
  readonly beta: number
  readonly standardErrors: {readonly xi: number | null; readonly beta: number | null}
  readonly expectedStandardErrors: {readonly xi: number | null; readonly beta: number | null}
  readonly standardErrorsMissing?: string
  readonly logLikelihood: number
  readonly confidence: number
  readonly var: number
  /** Null where the mean of the tail is infinite; `esMissing` says so. */
  readonly es: number | null
  readonly esMissing?: string
}

/** Fits the values above the threshold; without one, the largest tenth. */
export function studyTail(values: Float64Array, tail: number, threshold?: number): TailStudy {
  checkTail(tail)
  if (threshold !== undefined && !Number.isFinite(threshold)) {
    throw new PlimsollError('VOLATILITY_THRESHOLD', 'The threshold is not a number.')
  }
  const chosen = threshold ?? sorted(values)[values.length - Math.floor(values.length / 10) - 1] ?? Number.NaN
  const fit = fitGpd(values, chosen)
  const {observed, expected, missing} = fit.standardErrors
  const es = tailEs(fit, tail)
  const {observations, exceedances, xi, beta, logLikelihood} = fit
  return {
    ...{threshold: chosen, thresholdRule: threshold === undefined ? 'the largest tenth lies above' : 'given'},
    ...{observations, exceedances, xi, beta, logLikelihood, confidence: 1 - tail},
    standardErrors: observed ?? {xi: null, beta: null},
    expectedStandardErrors: expected ?? {xi: null, beta: null},
    ...(missing === undefined ? {} : {standardErrorsMissing: missing}),
    var: tailVar(fit, tail),
    es: es.value,
    ...(es.value === null ? {esMissing: es.because} : {}),
  }
}
