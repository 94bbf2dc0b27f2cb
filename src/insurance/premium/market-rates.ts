import {PlimsollError} from '../../errors.js'
import {argsortDescending} from '../../numerics/argsort.js'
import {distortedWeights, type Principle} from './principles.js'

/** Losses of several markets over one period, scenario by scenario, USD; all arrays are of one length. */
export interface MarketLosses {
  readonly name: string
  readonly losses: Float64Array
  /** Average open interest over the period, USD. */
  readonly openInterest: number
}

/** What one market should pay for being insured together with the others. */
export interface MarketPremium {
  readonly name: string
  /** USD for the period. */
  readonly expectedLoss: number
  readonly premium: number
  /** Premium over open interest, for the period. */
  readonly rate: number
}

/** Principles that can be split among markets. */
export type DivisiblePrinciple = Extract<
  Principle,
  {name: 'cvar' | 'expected-value' | 'proportional-hazard' | 'standard-deviation' | 'wang'}
>

/**
 * The premium of the whole, by the principle, split by what each market adds to it (Euler's principle): with a distortion
 * the market's loss under the weights of the whole's scenarios; with the standard deviation `E_m + load cov(L_m, L) / sd(L)`.
 * A market that pays when the others lose gets less than its expected loss. The premiums add up to that of the whole.
 * @throws PREMIUM_RANGE when lengths differ or open interest is not above zero
 */
export function marketPremiums(markets: readonly MarketLosses[], principle: DivisiblePrinciple): MarketPremium[] {
  const scenarios = markets[0]?.losses.length ?? 0
  if (scenarios < 2 || markets.some(({losses, openInterest}) => losses.length !== scenarios || !(openInterest > 0))) {
    throw new PlimsollError(
      'PREMIUM_RANGE',
      'Premiums of markets need open interest above zero and the same scenarios, at least two, for each.',
    )
  }
  const whole = new Float64Array(scenarios)
  for (const {losses} of markets)
    for (let s = 0; s < scenarios; s++) whole[s] = (whole[s] as number) + (losses[s] as number)
  const split =
    principle.name === 'standard-deviation' ? byCovariance(whole, principle.load) : byWeights(whole, principle)
  return markets.map(({losses, name, openInterest}) => {
    const premium = split(losses)
    return {expectedLoss: mean(losses), name, premium, rate: premium / openInterest}
  })
}

type Split = (losses: Float64Array) => number

function byWeights(whole: Float64Array, principle: Exclude<DivisiblePrinciple, {name: 'standard-deviation'}>): Split {
  const n = whole.length
  const order = argsortDescending(whole).reverse()
  const ranked = distortedWeights(principle, new Float64Array(n).fill(1 / n))
  const weights = shareTies(whole, order, ranked)
  return (losses) => losses.reduce((sum, loss, s) => sum + loss * (weights[s] as number), 0)
}

/** Scenarios whose whole is equal share their weights: their order is chance. */
function shareTies(whole: Float64Array, order: ArrayLike<number>, ranked: Float64Array): Float64Array {
  const weights = new Float64Array(whole.length)
  for (let from = 0; from < whole.length;) {
    let to = from + 1
    let sum = ranked[from] as number
    while (to < whole.length && whole[order[to] as number] === whole[order[from] as number])
      sum += ranked[to++] as number
    for (let i = from; i < to; i++) weights[order[i] as number] = sum / (to - from)
    from = to
  }
  return weights
}

function byCovariance(whole: Float64Array, load: number): Split {
  const n = whole.length
  const centre = mean(whole)
  const deviation = Math.sqrt(whole.reduce((sum, loss) => sum + (loss - centre) ** 2, 0) / n)
  return (losses) => {
    const covariance = losses.reduce((sum, loss, s) => sum + loss * ((whole[s] as number) - centre), 0) / n
    return mean(losses) + (deviation > 0 ? (load * covariance) / deviation : 0)
  }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
