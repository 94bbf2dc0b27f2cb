import {PlimsollError} from '../../errors.js'
import type {History} from './candidates.js'
import {DAILY_LAMBDA, ewma} from './ewma.js'
import {conditionalTail, type Filter, filteredRisk, ewmaFilter} from './filtered.js'
import {type Convergence, fitGarch} from './garch.js'
import {fitHar} from './har.js'
import {lawQuantile, lawTailMean} from './law.js'
import type {Figure, GarchSpecification, ReturnUnit} from './model.js'
import {forecastVariance, type VarianceForecast, varianceStep} from './process.js'
import {checkTail} from './quantile-risk.js'

export type ModelName = GarchSpecification['model'] | 'ewma' | 'har'

/** What is to be fitted, and what is asked of the fit. */
export interface StudyOptions extends GarchSpecification {
  readonly horizon: number
  /** 0.01 at 99% confidence. */
  readonly tail: number
  readonly unit: ReturnUnit
  /** Unknown for a bare column of returns: then nothing is annualised. */
  readonly barsPerYear?: number
}

/** A fit in plain values: what `plimsoll volatility --json` prints. Variances are a bar, in the square of the unit. */
export interface ModelStudy {
  readonly model: ModelName
  readonly distribution: string
  readonly mean: 'constant' | 'zero'
  /** The presample or seeding rule. */
  readonly presample: string
  readonly unit: ReturnUnit
  readonly observations: number
  readonly params: Readonly<Record<string, number>>
  readonly standardErrors: Readonly<Record<string, Readonly<Record<string, number | null>>>>
  readonly standardErrorsMissing?: string
  readonly logLikelihood: number | null
  readonly aic: number | null
  readonly bic: number | null
  readonly persistence: number | null
  readonly halfLife: Figure
  readonly unconditionalVariance: Figure
  readonly constraints: readonly string[]
  readonly warnings: readonly string[]
  readonly convergence: Convergence | null
  readonly forecast: ForecastReport
  readonly risk: readonly RiskReport[]
}

export interface ForecastReport extends VarianceForecast {
  /** Standard deviation of the return over the whole horizon. */
  readonly volatility: Figure
  /** sqrt of the next bar's variance times the bars of a year. */
  readonly annualised: number | null
}

/** One-bar VaR and ES as returns, so usually negative. */
export interface RiskReport {
  readonly method: string
  readonly confidence: number
  readonly valueAtRisk: Figure
  readonly expectedShortfall: Figure
}

export interface Studied {
  readonly study: ModelStudy
  /** h of every bar of the sample from `first` on, for charts. */
  readonly variances: Float64Array
}

/** Fits one model and says what follows from it. */
export function studyModel(model: ModelName, history: History, options: StudyOptions): Studied {
  checkTail(options.tail)
  if (!Number.isInteger(options.horizon) || options.horizon < 1 || options.horizon > 10_000) {
    throw new PlimsollError('VOLATILITY_HORIZON', `A horizon of ${options.horizon} bars is none: give 1 to 10000.`)
  }
  if (model === 'ewma') return studyEwma(history, options)
  return model === 'har' ? studyHar(history, options) : studyGarch({...options, model}, history)
}

function studyGarch(options: StudyOptions, {returns}: History): Studied {
  const {model, distribution, mean, presample, unit, tail} = options
  const fit = fitGarch(returns, {model, distribution, mean, presample}, unit)
  const {parameters, standardErrors, observations, logLikelihood, aic, bic, nextVariance, residuals} = fit
  const {hessian, sandwich, opg, missing} = standardErrors
  const {mu = 0, nu = Infinity, lambda = 0} = parameters
  const law = {distribution, nu, lambda}
  const sigma = Math.sqrt(nextVariance)
  const filter: Filter = {residuals, nextVariance, mean: mu, update: varianceStep(fit)}
  return {
    variances: fit.variances,
    study: {
      ...{model, distribution, mean, presample, unit, observations, params: parameters},
      standardErrors: {hessian, sandwich, opg},
      ...(missing === undefined ? {} : {standardErrorsMissing: missing}),
      ...{logLikelihood, aic, bic, persistence: fit.persistence},
      ...{halfLife: fit.halfLife, unconditionalVariance: fit.unconditionalVariance},
      ...{constraints: fit.constraints, warnings: fit.warnings, convergence: fit.convergence},
      forecast: forecastReport(forecastVariance(fit, options.horizon), options),
      risk: [
        {
          method: `${distribution} law`,
          confidence: 1 - tail,
          valueAtRisk: {value: mu + sigma * lawQuantile(law, tail)},
          expectedShortfall: {value: mu + sigma * lawTailMean(law, tail)},
        },
        ...filterRisks(filter, tail),
      ],
    },
  }
}

const NO_LONG_RUN = 'the model has no long-run variance: its forecast is flat'

function studyEwma({returns}: History, options: StudyOptions): Studied {
  const fit = ewma(returns, DAILY_LAMBDA)
  const {lambda, seedVariance, nextVariance, observations, variances} = fit
  const flat = Array.from({length: options.horizon}, () => nextVariance)
  const total = {value: nextVariance * options.horizon}
  return {
    variances,
    study: {
      ...plain(options, observations),
      ...{model: 'ewma', presample: `mean square of the first ${fit.seedBars} returns`},
      params: {lambda, seedVariance},
      standardErrors: {},
      persistence: 1,
      halfLife: {value: null, because: 'the forecast is flat: a shock stays in it for good'},
      unconditionalVariance: {value: null, because: NO_LONG_RUN},
      constraints: ['lambda is given, not fitted'],
      forecast: forecastReport({horizon: options.horizon, kind: 'mean', variances: flat, total}, options),
      risk: filterRisks(ewmaFilter(fit), options.tail),
    },
  }
}

const NO_HALF_LIFE = 'a heterogeneous autoregression has several speeds of decay, not one half-life'

function studyHar({realised}: History, options: StudyOptions): Studied {
  const fit = fitHar(realised)
  const {lags, coefficients, standardErrors, observations, nextVariance} = fit
  const named = (values: readonly number[]): Record<string, number> =>
    Object.fromEntries(values.map((value, i) => [i === 0 ? 'constant' : `lag${lags[i - 1] as number}`, value]))
  const persistence = coefficients.slice(1).reduce((sum, value) => sum + value, 0)
  const variances = harPath(realised, fit, options.horizon)
  const total = {value: variances.reduce((sum, value) => sum + value, 0)}
  return {
    variances: fit.fitted,
    study: {
      ...plain(options, observations),
      ...{model: 'har', presample: `the first ${Math.max(...lags)} bars fill the longest average`},
      params: named(coefficients),
      standardErrors: {ols: named(standardErrors.ols), neweyWest: named(standardErrors.neweyWest)},
      ...{persistence, halfLife: {value: null, because: NO_HALF_LIFE}},
      unconditionalVariance:
        persistence < 1
          ? {value: (coefficients[0] as number) / (1 - persistence)}
          : {value: null, because: 'the coefficients add up to 1 or more'},
      constraints: ['least squares; a forecast is not let below the least variance of the sample'],
      warnings: fit.floored || !(nextVariance > 0) ? ['The regression gives no positive forecast.'] : [],
      forecast: forecastReport({horizon: options.horizon, kind: 'mean', variances, total}, options),
      risk: [],
    },
  }
}

/** Forecasts of forecasts: each step takes the earlier ones for what will have been realised. */
function harPath(
  realised: ArrayLike<number>,
  {lags, coefficients}: ReturnType<typeof fitHar>,
  horizon: number,
): number[] {
  const known = Array.from(realised)
  const least = known.reduce((low, value) => (value > 0 && value < low ? value : low), Infinity)
  for (let k = 0; k < horizon; k++) {
    const mean = (lag: number): number => known.slice(-lag).reduce((sum, value) => sum + value, 0) / lag
    const next = lags.reduce(
      (sum, lag, j) => sum + (coefficients[j + 1] as number) * mean(lag),
      coefficients[0] as number,
    )
    known.push(Math.max(next, least))
  }
  return known.slice(-horizon)
}

/** What models without a likelihood have in common. */
function plain({unit}: StudyOptions, observations: number) {
  return {
    ...{distribution: 'none', mean: 'zero' as const, unit, observations},
    ...{logLikelihood: null, aic: null, bic: null, convergence: null, warnings: []},
  }
}

function forecastReport(forecast: VarianceForecast, {barsPerYear}: StudyOptions): ForecastReport {
  const {total, variances} = forecast
  return {
    ...forecast,
    volatility: total.value === null ? total : {value: Math.sqrt(total.value)},
    annualised: barsPerYear === undefined ? null : Math.sqrt((variances[0] as number) * barsPerYear),
  }
}

/** VaR and ES from the residuals themselves, and from a generalised Pareto tail on them where there are enough. */
function filterRisks(filter: Filter, tail: number): RiskReport[] {
  const confidence = 1 - tail
  const simulated = filteredRisk(filter, tail)
  const both = (because: string): RiskReport => ({
    ...{method: 'conditional EVT', confidence},
    valueAtRisk: {value: null, because},
    expectedShortfall: {value: null, because},
  })
  const extreme = (): RiskReport => {
    try {
      const {valueAtRisk, expectedShortfall} = conditionalTail(filter).risk(tail)
      return {method: 'conditional EVT', confidence, valueAtRisk: {value: valueAtRisk}, expectedShortfall}
    } catch (error) {
      if (error instanceof PlimsollError) return both(error.message)
      throw error
    }
  }
  return [
    {
      ...{method: simulated.method, confidence},
      valueAtRisk: {value: simulated.valueAtRisk},
      expectedShortfall: {value: simulated.expectedShortfall as number},
    },
    extreme(),
  ]
}
