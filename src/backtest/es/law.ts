import {quantile} from '../../numerics/quantile.js'
import {normalQuantile, normalTailMean} from '../../numerics/special/normal.js'
import {studentTQuantile, studentTTailMean} from '../../numerics/special/student-t.js'
import type {Complete} from './sample.js'

/** The shape of a predictive law that moves in scale only; its scale does not matter. */
export interface PredictiveLaw {
  readonly title: string
  readonly quantile: (u: number) => number
  /** Mean below the p-quantile. */
  readonly tailMean: (p: number) => number
  readonly finiteVariance: boolean
}

export const NORMAL: PredictiveLaw = {
  title: 'normal',
  quantile: normalQuantile,
  tailMean: normalTailMean,
  finiteVariance: true,
}

/** Student's t with `df` > 1 degrees of freedom. */
export function studentLaw(df: number): PredictiveLaw {
  return {
    title: `Student-t with ${df.toPrecision(3)} degrees of freedom`,
    quantile: (u) => studentTQuantile(u, df),
    tailMean: (p) => studentTTailMean(p, df),
    finiteVariance: df > 2,
  }
}

/**
 * The law that the forecasts themselves imply: the Student-t whose ratio ES/VaR at p is the median ratio of the
 * forecasts, or the normal where the ratio is not above the normal one. A stand-in for those who give no law.
 */
export function impliedLaw({valueAtRisk, shortfall, p}: Complete): PredictiveLaw {
  const ratios = shortfall.map((es, t) => es / (valueAtRisk[t] as number))
  const target = quantile(ratios, 0.5, 7)
  const ratio = (inverse: number) => studentTTailMean(p, 1 / inverse) / studentTQuantile(p, 1 / inverse)
  if (!(p < 0.5) || !(target > ratio(1 / 200))) return NORMAL
  let low = 1 / 200
  let high = 1 / 1.05
  for (let turn = 0; turn < 50; turn++) {
    const middle = (low + high) / 2
    if (ratio(middle) < target) low = middle
    else high = middle
  }
  return studentLaw(1 / low)
}
