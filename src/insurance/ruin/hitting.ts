import {PlimsollError} from '../../errors.js'
import {normalCdf} from '../../numerics/special/normal.js'
import {brownianRuin} from './brownian.js'

/** A price as geometric Brownian motion, and the price at which an account is liquidated. Time in years. */
export interface BarrierSetting {
  readonly spot: number
  readonly barrier: number
  /** Drift of the price a year. */
  readonly drift: number
  /** Volatility a year. */
  readonly volatility: number
  readonly years: number
}

/**
 * Probability that the price touches the barrier, watched all the time: that of liquidation. The logarithm is a Brownian
 * motion with drift `nu = drift - v^2/2`, and the distance `|ln(H/S)|` is its capital; a barrier above is the mirror image.
 * Source: reflection principle; METHODS 5.
 * @throws RUIN_RANGE
 */
export function touchProbability({barrier, drift, spot, volatility, years}: BarrierSetting): number {
  if (!(spot > 0 && barrier > 0)) {
    throw new PlimsollError('RUIN_RANGE', `Spot and barrier must be above zero, not ${spot} and ${barrier}.`)
  }
  const distance = Math.log(barrier / spot)
  const nu = drift - (volatility * volatility) / 2
  return brownianRuin({drift: distance < 0 ? nu : -nu, sigma: volatility, u: Math.abs(distance)}, years)
}

/** Probability that the price is beyond the barrier at the end: what ignores the path, and halves the risk. */
export function terminalProbability({barrier, drift, spot, volatility, years}: BarrierSetting): number {
  const distance = Math.log(barrier / spot)
  const z = (distance - (drift - (volatility * volatility) / 2) * years) / (volatility * Math.sqrt(years))
  return distance < 0 ? normalCdf(z) : normalCdf(-z)
}

/** `-zeta(1/2) / sqrt(2 pi)`. */
const BETA = 0.582_597_157_939_010_7

/**
 * The barrier that, watched all the time, is touched about as likely as `barrier` watched `dates` times, evenly spaced: moved
 * away from the price by `exp(0.5826 v sqrt(T/m))`. Source: Broadie, Glasserman & Kou, Mathematical Finance 7 (1997) 325-349.
 */
export function discretelyWatched(setting: BarrierSetting, dates: number): BarrierSetting {
  const shift = BETA * setting.volatility * Math.sqrt(setting.years / dates)
  return {...setting, barrier: setting.barrier * Math.exp(setting.barrier < setting.spot ? -shift : shift)}
}
