import {PlimsollError} from '../../errors.js'
import {normalCdf, normalQuantile} from '../../numerics/special/normal.js'
import {meanOf, varianceOf, type LossLaw} from './loss-law.js'

/**
 * How a risk is priced. Loads are fractions of what they load, or in the unit that the formula needs.
 * `expected-value`: E (1 + load). `standard-deviation`: E + load sd. `variance`: E + load Var (load per USD).
 * `exponential`: ln E exp(a X) / a. `esscher`: E X exp(h X) / E exp(h X) (a, h per USD). `wang`: distorts the survival function,
 * `g(p) = Phi(Phi^-1(p) + load)` (Wang 2000). `proportional-hazard`: g(p) = p^(1/rho) (Wang 1995). `cvar`:
 * E + load (ES_level - E).
 */
export type Principle =
  | {readonly name: 'cvar'; readonly level: number; readonly load: number}
  | {readonly name: 'esscher'; readonly h: number}
  | {readonly name: 'expected-value'; readonly load: number}
  | {readonly name: 'exponential'; readonly a: number}
  | {readonly name: 'proportional-hazard'; readonly rho: number}
  | {readonly name: 'standard-deviation'; readonly load: number}
  | {readonly name: 'variance'; readonly load: number}
  | {readonly name: 'wang'; readonly load: number}

/** The premium for a loss, USD. @throws PREMIUM_RANGE for a principle outside its range */
export function premiumFor(principle: Principle, law: LossLaw): number {
  switch (principle.name) {
    case 'expected-value':
      return meanOf(law) * (1 + principle.load)
    case 'standard-deviation':
      return meanOf(law) + principle.load * Math.sqrt(varianceOf(law))
    case 'variance':
      return meanOf(law) + principle.load * varianceOf(law)
    case 'exponential':
      return exponentialPremium(law, principle.a)
    case 'esscher':
      return esscherPremium(law, principle.h)
    default:
      return weighted(law.values, distortedWeights(principle, law.probabilities))
  }
}

/** Principles that weigh outcomes by their rank alone. */
export type Distortion = Extract<Principle, {name: 'cvar' | 'expected-value' | 'proportional-hazard' | 'wang'}>

/**
 * The weights that a distortion gives to ascending outcomes: `g(S before) - g(S after)` of the survival function S. The
 * premium is the weighted sum; they are what allots it to parts of the loss (Euler's principle).
 */
export function distortedWeights(principle: Distortion, probabilities: Float64Array): Float64Array {
  const g = distortion(principle)
  const weights = new Float64Array(probabilities.length)
  // From the top: the probability of a worse outcome, summed smallest part first.
  let [beyond, before] = [0, 0]
  for (let i = weights.length - 1; i >= 0; i--) {
    beyond = i === 0 ? 1 : Math.min(1, beyond + (probabilities[i] as number))
    const now = g(beyond)
    weights[i] = now - before
    before = now
  }
  return weights
}

function distortion(principle: Distortion): (survival: number) => number {
  switch (principle.name) {
    case 'wang':
      return (p) => (p <= 0 ? 0 : p >= 1 ? 1 : normalCdf(normalQuantile(p) + principle.load))
    case 'proportional-hazard':
      if (!(principle.rho >= 1)) throw outside('a rho of at least 1', principle.rho)
      return (p) => Math.pow(p, 1 / principle.rho)
    case 'cvar': {
      const {level, load} = principle
      if (!(level >= 0 && level < 1)) throw outside('a level below 100%', level)
      return (p) => (1 - load) * p + load * Math.min(1, p / (1 - level))
    }
    case 'expected-value':
      return (p) => (1 + principle.load) * p
  }
}

const outside = (need: string, value: number): PlimsollError =>
  new PlimsollError('PREMIUM_RANGE', `This premium principle needs ${need}, not ${value}.`)

function weighted(values: Float64Array, weights: Float64Array): number {
  return values.reduce((sum, value, i) => sum + value * (weights[i] as number), 0)
}

/** Shifted by the largest loss, so that no exponential overflows. */
function exponentialPremium({probabilities, values}: LossLaw, a: number): number {
  if (!(a > 0)) throw outside('a risk aversion above 0', a)
  const top = values.at(-1) as number
  const sum = values.reduce((total, value, i) => total + (probabilities[i] as number) * Math.exp(a * (value - top)), 0)
  return top + Math.log(sum) / a
}

function esscherPremium({probabilities, values}: LossLaw, h: number): number {
  if (!(h >= 0)) throw outside('an h of 0 or more', h)
  const top = values.at(-1) as number
  const weights = values.map((value, i) => (probabilities[i] as number) * Math.exp(h * (value - top)))
  return weighted(values, weights) / weights.reduce((sum, weight) => sum + weight, 0)
}

/** Wang's premium of a log-normal loss: `exp(mu + load sigma + sigma^2 / 2)`. */
export function wangLognormal(mu: number, sigma: number, load: number): number {
  return Math.exp(mu + load * sigma + (sigma * sigma) / 2)
}

/** Wang's premium of a normal loss: `mu + load sigma`. */
export function wangNormal(mu: number, sigma: number, load: number): number {
  return mu + load * sigma
}
