import {normalSf} from '../../numerics/special/normal.js'
import {studentTSf} from '../../numerics/special/student-t.js'
import {automaticLags, longRunVariance} from '../lrv.js'
import {absent, computed, type Explanation, type TestResult} from '../var/result.js'

export const DIEBOLD_MARIANO: Explanation = {
  id: 'diebold-mariano',
  title: 'Diebold-Mariano',
  aliases: ['dm', 'equal-accuracy'],
  asks: 'Do two forecasts have the same expected loss?',
  formula:
    'DM = dbar / sqrt(LRV/T), d = loss A - loss B, Bartlett LRV; Harvey-Leybourne-Newbold factor sqrt((T+1-2h+h(h-1)/T)/T), then Student-t with T-1 df',
  source:
    'Diebold & Mariano, JBES 13 (1995) 253-263; Harvey, Leybourne & Newbold, Int. J. of Forecasting 13 (1997) 281-291',
  sign: 'Negative: A has the smaller loss. `pValue` is two-sided normal; `smallSamplePValue` two-sided with the HLN factor.',
  avoid:
    'Between models of which one contains the other, and on the sample the models were chosen on: see the model confidence set.',
}

export interface DieboldMarianoOptions {
  /** Horizon of the forecasts in observations, h; LRV lags are at least h - 1. */
  readonly horizonBars?: number
  /** Number of Bartlett lags; without it Newey and West's rule. */
  readonly lags?: number
}

/** DM statistic of two loss series of one length. */
export function dieboldMariano(
  lossA: Float64Array,
  lossB: Float64Array,
  {horizonBars = 1, lags = automaticLags(lossA.length, horizonBars - 1)}: DieboldMarianoOptions = {},
): TestResult {
  const n = lossA.length
  if (n !== lossB.length || n < 2)
    return absent(DIEBOLD_MARIANO, `two loss series of one length are needed, not ${n} and ${lossB.length}`)
  const difference = lossA.map((a, t) => a - (lossB[t] as number))
  const mean = difference.reduce((a, b) => a + b, 0) / n
  const lrv = longRunVariance(difference, lags)
  if (!(lrv > 1e-24 * mean * mean))
    return absent(DIEBOLD_MARIANO, 'the losses differ by a constant: their difference has no variance')
  const statistic = mean / Math.sqrt(lrv / n)
  const h = horizonBars
  const adjusted = statistic * Math.sqrt(Math.max(0, (n + 1 - 2 * h + (h * (h - 1)) / n) / n))
  return computed(DIEBOLD_MARIANO, {
    statistic,
    pValue: 2 * normalSf(Math.abs(statistic)),
    details: {
      meanDifference: mean,
      longRunVariance: lrv,
      lags,
      smallSampleStatistic: adjusted,
      smallSamplePValue: 2 * studentTSf(Math.abs(adjusted), n - 1),
    },
  })
}
