import {quantileOfSorted, sorted} from '../../numerics/quantile.js'
import {DAILY_LAMBDA, ewma} from './ewma.js'
import {fitGarch} from './garch.js'
import {DEFAULT_HAR_LAGS, fitHar} from './har.js'
import {lawQuantile} from './law.js'
import type {Distribution, GarchSpecification, MeanModel, Presample, VarianceModel} from './model.js'
import {varianceStep} from './process.js'

/** What models may learn from: everything up to one bar, nothing after it. */
export interface History {
  readonly returns: Float64Array
  /** A variance a bar made from its range, or the squared return where there is none: what HAR works on. */
  readonly realised: Float64Array
}

/** A fitted model that is carried forward bar by bar: it forecasts, then sees what came. */
export interface Forecaster {
  /** h of the next bar. */
  variance(): number
  /** The `tail` quantile of the next return. */
  quantile(tail: number): number
  observe(returned: number, realised: number): void
}

/** A model that takes part in a comparison. */
export interface Candidate {
  readonly id: string
  fit(history: History): Forecaster
}

/** EWMA with the decay given; its quantile is that of its own past residuals. */
export function ewmaCandidate(lambda = DAILY_LAMBDA): Candidate {
  return {
    id: 'ewma',
    fit({returns}) {
      const {residuals, nextVariance} = ewma(returns, lambda)
      const ascending = sorted(residuals)
      let h = nextVariance
      return {
        variance: () => h,
        quantile: (tail) => Math.sqrt(h) * quantileOfSorted(ascending, tail, 1),
        observe(returned) {
          h = lambda * h + (1 - lambda) * returned * returned
        },
      }
    },
  }
}

/** HAR on realised variances, scaled to the variance of the returns; its quantile is that of its own past residuals. */
export function harCandidate(lags: readonly number[] = DEFAULT_HAR_LAGS): Candidate {
  const longest = Math.max(...lags)
  return {
    id: 'har',
    fit({returns, realised}) {
      const {coefficients, fitted} = fitHar(realised, {lags})
      const least = realised.reduce((low, value) => (value > 0 && value < low ? value : low), Infinity)
      const squares = returns.subarray(longest).map((r) => r * r)
      const positive = fitted.map((value) => Math.max(value, least))
      const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
      // A range misses part of a bar's variance (or all of a jump): one factor brings both to the same mean.
      const scale = sum(squares) / sum(positive)
      const residuals = positive.map((h, i) => (returns[longest + i] as number) / Math.sqrt(scale * h))
      const ascending = sorted(residuals)
      const recent = [...realised.subarray(realised.length - longest)]
      const variance = (): number => {
        const mean = (lag: number): number => recent.slice(-lag).reduce((total, value) => total + value, 0) / lag
        const raw = lags.reduce(
          (total, lag, j) => total + (coefficients[j + 1] as number) * mean(lag),
          coefficients[0] as number,
        )
        return scale * Math.max(raw, least)
      }
      return {
        variance,
        quantile: (tail) => Math.sqrt(variance()) * quantileOfSorted(ascending, tail, 1),
        observe(_, value) {
          recent.shift()
          recent.push(value)
        },
      }
    },
  }
}

/** A GARCH-family model; its quantile is that of its own law. */
export function garchCandidate(specification: GarchSpecification): Candidate {
  return {
    id: `${specification.model}-${specification.distribution}`,
    fit({returns}) {
      const {parameters, nextVariance} = fitGarch(returns, specification)
      const {mu = 0, nu = Infinity, lambda = 0} = parameters
      const step = varianceStep({specification, parameters})
      const law = {distribution: specification.distribution, nu, lambda}
      let h = nextVariance
      return {
        variance: () => h,
        quantile: (tail) => mu + Math.sqrt(h) * lawQuantile(law, tail),
        observe(returned) {
          h = step(h, (returned - mu) / Math.sqrt(h))
        },
      }
    },
  }
}

export interface CandidateOptions {
  readonly mean: MeanModel
  readonly presample: Presample
}

/** The models that are compared when none is asked for: each does something that the others cannot. */
export function sensibleCandidates(options: CandidateOptions): Candidate[] {
  const garch = (model: VarianceModel, distribution: Distribution): Candidate =>
    garchCandidate({model, distribution, ...options})
  return [
    ewmaCandidate(),
    harCandidate(),
    garch('garch', 'normal'),
    garch('garch', 't'),
    garch('gjr', 't'),
    garch('gjr', 'skew-t'),
    garch('egarch', 't'),
  ]
}
