import {chiSquareSf} from '../../numerics/special/gamma.js'
import type {Hits} from './hits.js'
import {absent, computed, type Explanation, type TestResult} from './result.js'

export const DQ: Explanation = {
  id: 'dq',
  title: 'Engle-Manganelli dynamic quantile',
  aliases: ['dynamic-quantile', 'engle-manganelli', 'caviar'],
  asks: 'Can hits be foreseen from past hits or from the forecast itself?',
  formula:
    "regress Hit_t = I_t - p on a constant, Hit_(t-1)..Hit_(t-4) and VaR_t: DQ = Hit'X (X'X)^-1 X'Hit / (p(1-p)); chi-square with as many df as columns remain",
  source: 'Engle & Manganelli, CAViaR, J. of Business & Economic Statistics 22 (2004) 367-381',
  size: 'Too often where hits are few: 9.7% and 9.7% at T = 250 and 1000 for p = 1%, 5.9% and 4.8% for 5%.',
  sign: 'Large: the hits are too many, or foreseeable. Columns that others explain (a constant VaR) are dropped: `dropped` and `df` say so.',
  avoid: 'Overlapping windows; and with a handful of hits, where it rejects too often.',
}

const LAGS = 4
const DEPENDENT = 1e-10

/**
 * Out-of-sample DQ with four lags. Columns are centred and scaled before they are orthogonalised in the order constant,
 * lags, VaR; one whose remainder is below 1e-10 of its variance is dropped, and costs its degree of freedom.
 */
export function dq({periods, p, days}: Hits, valueAtRisk: ArrayLike<number>): TestResult {
  const rows = periods - LAGS
  if (rows <= LAGS + 2) {
    return absent(DQ, `${periods} periods leave ${Math.max(0, rows)} rows for ${LAGS + 2} columns`)
  }
  const hit = new Uint8Array(periods)
  for (const day of days) hit[day - 1] = 1
  const width = LAGS + 1
  const {mean, scale} = moments(hit, valueAtRisk, periods)
  const gram = new Float64Array(width * width)
  const right = new Float64Array(width)
  const row = new Float64Array(width)
  let total = 0
  for (let t = LAGS; t < periods; t++) {
    const isHit = hit[t] as number
    total += isHit
    for (let j = 0; j < LAGS; j++) row[j] = ((hit[t - 1 - j] as number) - (mean[j] as number)) * (scale[j] as number)
    row[LAGS] = ((valueAtRisk[t] as number) - (mean[LAGS] as number)) * (scale[LAGS] as number)
    for (let i = 0; i < width; i++) {
      const value = row[i] as number
      if (isHit === 1) right[i] = (right[i] as number) + value
      for (let j = 0; j <= i; j++) gram[i * width + j] = (gram[i * width + j] as number) + value * (row[j] as number)
    }
  }
  const names = [...Array.from({length: LAGS}, (_, j) => `hit lag ${j + 1}`), 'VaR']
  const {explained, slopes, dropped} = project(gram, right, scale)
  const average = total / rows - p
  const statistic = (rows * average * average + explained) / (p * (1 - p))
  const df = 1 + width - dropped.length
  // The lags enter as I - p: their means for the intercept are those of the hits, less p.
  const intercept = slopes.reduce((sum, slope, j) => sum - slope * ((mean[j] as number) - (j < LAGS ? p : 0)), average)
  const droppedNames = dropped.map((j) => names[j] as string)
  return computed(DQ, {
    statistic,
    pValue: chiSquareSf(statistic, df),
    df,
    details: {coefficients: [intercept, ...slopes], columns: ['constant', ...names], dropped: droppedNames, lags: LAGS},
    ...(dropped.length > 0
      ? {
          note: `dropped as a combination of the other columns: ${droppedNames.join(', ')}; ${df} df instead of ${width + 1}`,
        }
      : {}),
  })
}

/** Mean of each column, and one over the root of its centred sum of squares (0 for a constant column). */
function moments(hit: Uint8Array, valueAtRisk: ArrayLike<number>, periods: number) {
  const rows = periods - LAGS
  const mean = new Float64Array(LAGS + 1)
  const scale = new Float64Array(LAGS + 1)
  for (let j = 0; j < LAGS; j++) {
    let count = 0
    for (let t = LAGS; t < periods; t++) count += hit[t - 1 - j] as number
    mean[j] = count / rows
    const squares = (count * (rows - count)) / rows
    scale[j] = squares > 0 ? 1 / Math.sqrt(squares) : 0
  }
  let sum = 0
  for (let t = LAGS; t < periods; t++) sum += valueAtRisk[t] as number
  const centre = sum / rows
  let squares = 0
  for (let t = LAGS; t < periods; t++) squares += ((valueAtRisk[t] as number) - centre) ** 2
  mean[LAGS] = centre
  scale[LAGS] = squares > 1e-20 * rows * centre * centre ? 1 / Math.sqrt(squares) : 0
  return {mean, scale}
}

/** Cholesky of the correlation matrix that skips dependent columns; b' G^-1 b and the coefficients in their own units. */
function project(gram: Float64Array, right: Float64Array, scale: Float64Array) {
  const width = right.length
  const kept: number[] = []
  const dropped: number[] = []
  const lower: number[][] = []
  const z: number[] = []
  for (let i = 0; i < width; i++) {
    const entries: number[] = []
    for (const [k, column] of kept.entries()) {
      let sum = gram[i * width + column] as number
      for (let m = 0; m < k; m++) sum -= (entries[m] as number) * (lower[k]?.[m] as number)
      entries.push(sum / (lower[k]?.[k] as number))
    }
    const pivot = (gram[i * width + i] as number) - entries.reduce((sum, value) => sum + value * value, 0)
    if (scale[i] === 0 || !(pivot > DEPENDENT)) {
      dropped.push(i)
      continue
    }
    const root = Math.sqrt(pivot)
    z.push(entries.reduce((sum, value, m) => sum - value * (z[m] as number), right[i] as number) / root)
    lower.push([...entries, root])
    kept.push(i)
  }
  const slopes = new Array<number>(width).fill(0)
  const solution = [...z]
  for (let k = kept.length - 1; k >= 0; k--) {
    let sum = z[k] as number
    for (let m = k + 1; m < kept.length; m++) sum -= (lower[m]?.[k] as number) * (solution[m] as number)
    const column = kept[k] as number
    const value = sum / (lower[k]?.[k] as number)
    solution[k] = value
    slopes[column] = value * (scale[column] as number)
  }
  return {explained: z.reduce((sum, value) => sum + value * value, 0), slopes, dropped}
}
