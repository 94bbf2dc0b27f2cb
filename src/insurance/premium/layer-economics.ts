import {PlimsollError} from '../../errors.js'
import {underwriterResult, type UnderwriterResult} from '../underwriters/performance.js'
import {meanOf, sampleLaw} from './loss-law.js'
import {premiumFor, type Principle} from './principles.js'

/** What one layer did on each path of a simulation, USD over the horizon. */
export interface LayerPaths {
  readonly name: string
  /** What it paid. */
  readonly paid: Float64Array
  /** What the protocol paid for it: premiums and rewards. */
  readonly cost: Float64Array
  /** What its underwriters have at stake, USD; 0 where there is nobody who could lose more than what was there anyway. */
  readonly capital: number
}

/** A premium by one principle. */
export interface PricedPremium {
  readonly principle: Principle
  /** USD for the horizon. */
  readonly premium: number
  /** A year, over average open interest. */
  readonly rate: number
  /** A year, over the capital at stake; NaN without capital. */
  readonly rateOnLine: number
}

/** What a layer is worth, and how it is for those who stand behind it. */
export interface LayerEconomics {
  readonly name: string
  readonly expectedLoss: number
  /** What the protocol pays for it, mean, USD for the horizon. */
  readonly cost: number
  /** Cost over expected loss: below 1 the underwriters lose on average. NaN for a layer that never paid. */
  readonly adequacy: number
  readonly premiums: readonly PricedPremium[]
  /** Absent without capital. Returns are for the horizon. */
  readonly underwriter?: UnderwriterResult
}

/**
 * Prices each layer from what it paid on simulated paths, next to what it costs now, and gives its underwriters' record. A
 * layer that no path reached is priced at zero by every principle here: say so, more paths or a closed form are needed.
 * @param years the horizon; `openInterest` its average, USD
 * @throws PREMIUM_RANGE
 */
export function layerEconomics(
  layers: readonly LayerPaths[],
  principles: readonly Principle[],
  {openInterest, years}: {readonly openInterest: number; readonly years: number},
): LayerEconomics[] {
  if (!(openInterest > 0 && years > 0)) {
    throw new PlimsollError(
      'PREMIUM_RANGE',
      `Rates need open interest and a horizon above zero, not ${openInterest} and ${years}.`,
    )
  }
  return layers.map(({capital, cost, name, paid}) => {
    const law = sampleLaw(paid)
    const expectedLoss = meanOf(law)
    const meanCost = meanOf(sampleLaw(cost))
    return {
      name,
      expectedLoss,
      cost: meanCost,
      adequacy: expectedLoss > 0 ? meanCost / expectedLoss : NaN,
      premiums: principles.map((principle) => {
        const premium = premiumFor(principle, law)
        const rateOnLine = capital > 0 ? premium / capital / years : NaN
        return {principle, premium, rate: premium / openInterest / years, rateOnLine}
      }),
      ...(capital > 0 && {underwriter: underwriterResult(cost, paid, capital)}),
    }
  })
}
