import {integrate} from '../../numerics/quadrature.js'
import {normalCdf, normalQuantile} from '../../numerics/special/normal.js'
import {absent, computed, type Explanation, type Figures, type TestResult} from '../var/result.js'
import type {Stream} from '../../numerics/random/stream.js'
import {type NullLaw, simulateNull} from './critical-values.js'
import type {PredictiveLaw} from './law.js'
import {tailSampler} from './tail-sampler.js'
import {type Complete, complete, hitIndices, type ShortfallSample} from './sample.js'

// Looked up once: inside a jest sandbox every use of the global `Math` is a slow call out of it.
const {floor, log, log1p} = Math

export const Z1: Explanation = {
  id: 'z1',
  title: 'Acerbi-Szekely Z1, conditional',
  aliases: ['acerbi-szekely-1', 'conditional-es'],
  asks: 'On the days of hits, was the mean loss the ES?',
  formula: 'Z1 = 1 - sum(I_t r_t/ES_t) / sum(I_t); p-value by simulation under the predictive law',
  source: 'Acerbi & Szekely, Backtesting expected shortfall, Risk (December 2014)',
  size: '3.2% and 4.5% at T = 250 and 1000 for p = 1%, 5.5% and 5.5% for 5%; low at first because it takes a hit (8% of samples have none).',
  sign: 'Expected 0; negative: losses beyond the VaR were larger than the ES. One-sided.',
  avoid: 'Without a VaR that passes its own tests: it is blind to the number of hits. Overlapping windows.',
}

export const Z2: Explanation = {
  id: 'z2',
  title: 'Acerbi-Szekely Z2, unconditional',
  aliases: ['acerbi-szekely', 'acerbi-szekely-2', 'unconditional-es'],
  asks: 'Were hits as many, and together as large, as VaR and ES say?',
  formula: 'Z2 = 1 - sum(I_t r_t/ES_t) / (T p); p-value by simulation under the predictive law',
  source: 'Acerbi & Szekely, Backtesting expected shortfall, Risk (December 2014)',
  size: 'Right under the law that is simulated: 6.2% and 5.1% at T = 250 and 1000 for p = 1%, 4.4% and 5.6% for 5%.',
  sign: 'Expected 0; negative: ES too small, or hits too many. One-sided. -0.7 is the 5% point at T = 250 and 97.5% only.',
  avoid: 'As a test of ES alone: a VaR that is too low fails it as well. Overlapping windows.',
}

/** Z1 and Z2 of a path of returns against fixed forecasts; Z1 is NaN without a hit. */
export function shortfallRatios(
  returns: Float64Array,
  valueAtRisk: Float64Array,
  shortfall: Float64Array,
  p: number,
): {z1: number; z2: number} {
  let hits = 0
  let sum = 0
  for (let t = 0; t < returns.length; t++) {
    const r = returns[t] as number
    if (r < (valueAtRisk[t] as number)) {
      hits++
      sum += r / (shortfall[t] as number)
    }
  }
  return {z1: 1 - sum / hits, z2: 1 - sum / (returns.length * p)}
}

export interface Drawing {
  readonly law: PredictiveLaw
  /** 0 takes the central limit instead of a simulation. */
  readonly draws: number
  readonly seed: number
}

/**
 * The null law of Z1 or Z2 over T periods when returns follow a law that moves in scale only: both are then free of the
 * scale, and functions of the hits alone. Hits are drawn by the geometric times between them, their sizes from the tail.
 */
export function simulateRatio(which: 'z1' | 'z2', periods: number, p: number, {law, draws, seed}: Drawing): NullLaw {
  const tail = tailSampler(law, p)
  const shortfall = law.tailMean(p)
  const scale = 1 / log1p(-p)
  return simulateNull({
    draws,
    seed,
    draw: (random) => {
      let [hits, sum] = [0, 0]
      for (let t = floor(log(random.uniformOpen()) * scale); t < periods; t++) {
        hits++
        sum += tail(random)
        t += floor(log(random.uniformOpen()) * scale)
      }
      return 1 - sum / (shortfall * (which === 'z1' ? hits : periods * p))
    },
  })
}

export interface PathDrawing {
  /** Fills the path with returns drawn from the predictive laws of its days, however they move. */
  readonly sample: (random: Stream, path: Float64Array) => void
  readonly draws: number
  readonly seed: number
}

/** The null law of Z1 or Z2 against given forecasts for returns from any sampler: the general road, a path at a time. */
export function simulatePathRatio(
  which: 'z1' | 'z2',
  {valueAtRisk, shortfall, p}: Pick<Complete, 'p' | 'shortfall' | 'valueAtRisk'>,
  {sample, draws, seed}: PathDrawing,
): NullLaw {
  const path = new Float64Array(valueAtRisk.length)
  return simulateNull({
    draws,
    seed,
    draw: (random) => {
      sample(random, path)
      return shortfallRatios(path, valueAtRisk, shortfall, p)[which]
    },
  })
}

/**
 * Standard deviation of the statistic when T p is large and the central limit serves: by the second moment of r/ES
 * below the quantile. `undefined` for a law without a variance.
 */
function limitSpread(
  which: 'z1' | 'z2',
  periods: number,
  hits: number,
  p: number,
  law: PredictiveLaw,
): number | undefined {
  if (!law.finiteVariance) return undefined
  const second = integrate((u, fromEnd) => law.quantile(u < p / 2 ? fromEnd : u) ** 2, 0, p) / law.tailMean(p) ** 2
  return which === 'z1' ? Math.sqrt((second / p - 1) / hits) : Math.sqrt((second - p * p) / periods) / p
}

function judge(which: 'z1' | 'z2', statistic: number, sample: Complete, drawing: Drawing | undefined): Figures {
  if (!drawing) return {statistic}
  const {law, draws, seed} = drawing
  const {returns, p} = sample
  if (draws > 0) {
    const law_ = simulateRatio(which, returns.length, p, drawing)
    const [critical5, critical1] = [law_.criticalValue(0.05), law_.criticalValue(0.01)]
    return {statistic, pValue: law_.pValue(statistic), details: {law: law.title, critical5, critical1, draws, seed}}
  }
  const spread = limitSpread(which, returns.length, hitIndices(sample).length, p, law)
  if (spread === undefined) return {statistic, note: `${law.title} has no variance: no central limit, and no p-value`}
  const [critical5, critical1] = [normalQuantile(0.05) * spread, normalQuantile(0.01) * spread]
  return {
    statistic,
    pValue: normalCdf(statistic / spread),
    details: {law: law.title, critical5, critical1, method: 'central limit'},
  }
}

/** Mean relative loss on the days of hits; the p-value needs a law to draw from. */
export function z1(sample: ShortfallSample, drawing?: Drawing): TestResult {
  const whole = complete(sample)
  if (typeof whole === 'string') return absent(Z1, whole)
  const {returns, valueAtRisk, shortfall, p} = whole
  if (hitIndices(whole).length === 0)
    return absent(Z1, `no hit in ${returns.length} periods: there is no loss to compare`)
  const statistic = shortfallRatios(returns, valueAtRisk, shortfall, p).z1
  return computed(Z1, judge('z1', statistic, whole, drawing))
}

/** Number and size of the hits together; the p-value needs a law to draw from. */
export function z2(sample: ShortfallSample, drawing?: Drawing): TestResult {
  const whole = complete(sample)
  if (typeof whole === 'string') return absent(Z2, whole)
  const {returns, valueAtRisk, shortfall, p} = whole
  const statistic = shortfallRatios(returns, valueAtRisk, shortfall, p).z2
  return computed(Z2, judge('z2', statistic, whole, drawing))
}
