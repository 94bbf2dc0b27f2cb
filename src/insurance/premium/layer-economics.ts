import type {Figure} from '../../market/volatility/model.js'
import {PlimsollError} from '../../errors.js'
import {clopperPearsonUpper} from '../../numerics/special/binomial.js'
import {underwriterResult} from '../underwriters/performance.js'
import {lossLaw, meanOf, sampleLaw, varianceOf, type LossLaw} from './loss-law.js'
import {premiumFor, type Principle} from './principles.js'

/** What one layer did on each path of a simulation, USD over the horizon. */
export interface LayerPaths {
  /** What those behind the layer lost. */
  readonly losses: Float64Array
  /** What they were paid for it: premiums, rewards, fees. */
  readonly income: Float64Array
  /** What they have at stake, USD; 0 where nobody stands behind it, Infinity where nothing limits it. */
  readonly capital: number
  /** Why it can never pay, where that is so: then a loss of zero is the answer, not a lack of paths. */
  readonly degenerate?: string | undefined
}

/** A premium by one principle. */
export interface PricedPremium {
  readonly principle: Principle
  /** USD a year. */
  readonly premium: Figure
  /** A year, over open interest. */
  readonly rate: Figure
  /** A year, over the capital at stake. */
  readonly rateOnLine: Figure
}

/** How it is for those who stand behind a layer, over the capital at stake. */
export interface UnderwriterRow {
  /** Mean return a year after losses, and its standard deviation. */
  readonly yield: number
  readonly deviation: number
  /** (yield - riskless) / deviation. It flatters: rare losses are hardly in the deviation. */
  readonly sharpe: Figure
  /** Share of paths on which they lose more than they are paid. */
  readonly losing: number
  /** Mean return over the horizon on the worst hundredth of paths. */
  readonly worst: number
}

export interface LayerPrice {
  /** USD a year, with the standard error of the mean over paths. */
  readonly expectedLoss: Figure
  readonly standardError: number
  /** What is charged for it, mean, USD a year. */
  readonly charged: number
  /** Losses over what is charged: above 1 those who stand behind it lose on average. */
  readonly lossRatio: Figure
  readonly premiums: readonly PricedPremium[]
  readonly capital: Figure
  readonly underwriter: UnderwriterRow | {readonly because: string}
}

const none = (because: string): Figure => ({value: null, because})

/**
 * Prices a layer from what those behind it lost on simulated paths, next to what they are paid. Principles price the loss over
 * the whole horizon; figures are divided by its years. A layer that no path reached has no price: only a bound on its chance.
 * @param years the horizon; `openInterest` its average, USD; `riskless` what the capital earns elsewhere, a year
 * @throws PREMIUM_RANGE
 */
export function layerPrice(
  {capital, degenerate, income, losses}: LayerPaths,
  principles: readonly Principle[],
  {openInterest, riskless, years}: {readonly openInterest: number; readonly riskless: number; readonly years: number},
): LayerPrice {
  if (!(openInterest > 0 && years > 0)) {
    throw new PlimsollError(
      'PREMIUM_RANGE',
      `Rates need open interest and a horizon above zero, not ${openInterest} and ${years}.`,
    )
  }
  const law = sampleLaw(losses)
  const reached = losses.some((loss) => loss > 0) || degenerate !== undefined
  const bound = (clopperPearsonUpper(0, losses.length, 0.05) * 100).toPrecision(2)
  const unreached = `none of ${losses.length.toLocaleString('en-US')} paths reached it: its chance is at most ${bound}%`
  const figure = (value: number): Figure => (reached ? {value} : none(unreached))
  const mean = meanOf(law) / years
  const charged = meanOf(sampleLaw(income)) / years
  return {
    expectedLoss: figure(mean),
    standardError: Math.sqrt(varianceOf(law) / Math.max(1, losses.length - 1)) / years,
    charged,
    lossRatio: charged > 0 ? figure(mean / charged) : none('no premium is charged for it'),
    premiums: principles.map((principle) => {
      const priced = reached ? premiumOf(principle, law, losses.length) : none(unreached)
      const over = (base: number): Figure => (priced.value === null ? priced : {value: priced.value / years / base})
      return {
        principle,
        premium: over(1),
        rate: over(openInterest),
        rateOnLine: capital > 0 && capital < Infinity ? over(capital) : none(withoutCapital(capital)),
      }
    }),
    capital: capital > 0 && capital < Infinity ? {value: capital} : none(withoutCapital(capital)),
    underwriter: recordOf({capital, income, losses}, riskless, years, degenerate),
  }
}

/** Paths beyond a level without which no shortfall is priced. */
const LEAST_BEYOND = 10

/** The premium for a loss over the horizon, of a law that so many paths showed. */
export function premiumOf(principle: Principle, law: LossLaw, paths: number): Figure {
  if (principle.name === 'cvar' && paths * (1 - principle.level) < LEAST_BEYOND - 1e-9) {
    const needed = Math.ceil(LEAST_BEYOND / (1 - principle.level) - 1e-6)
    return none(`an expected shortfall at ${principle.level * 100}% needs at least ${needed} paths`)
  }
  return {value: premiumFor(principle, law)}
}

const withoutCapital = (capital: number): string =>
  capital === Infinity ? 'nothing limits what they may lose' : 'nobody has capital at stake in it'

function recordOf(
  {capital, income, losses}: LayerPaths,
  riskless: number,
  years: number,
  degenerate: string | undefined,
): LayerPrice['underwriter'] {
  if (degenerate !== undefined) return {because: degenerate}
  if (!(capital > 0 && capital < Infinity)) return {because: withoutCapital(capital)}
  const {deviation, expectedShortfall, losing, yield: earned} = underwriterResult(income, losses, capital)
  const [mean, spread] = [earned / years, deviation / Math.sqrt(years)]
  const sharpe =
    spread > 1e-9 * Math.abs(mean) ? {value: (mean - riskless) / spread} : none('its return is the same on every path')
  return {yield: mean, deviation: spread, sharpe, losing, worst: expectedShortfall}
}

/**
 * A sample of losses as if the chance of any were `probability`, and what it costs when it comes were the same. Undefined for a
 * sample without losses.
 */
export function withProbability(losses: Float64Array, probability: number): LossLaw | undefined {
  const hits = losses.filter((loss) => loss > 0)
  if (hits.length === 0) return undefined
  const each = probability / hits.length
  return lossLaw([0, ...hits], [1 - probability, ...hits.map(() => each)])
}
