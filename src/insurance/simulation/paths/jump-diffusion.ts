import {EXIT, PlimsollError} from '../../../errors.js'
import {nelderMead} from '../../../numerics/optimise/nelder-mead.js'
import {normal} from '../../../numerics/random/normal.js'
import {poisson} from '../../../numerics/random/poisson.js'
import type {Stream} from '../../../numerics/random/stream.js'
import {bridgeMaximum, bridgeMinimum} from './bridge.js'
import type {LogBars} from './log-bars.js'
import type {PathModel} from './model.js'

// Looked up once: inside a jest sandbox every use of the global `Math` is a slow call out of it.
const {exp, log, max, min, PI, sqrt} = Math

/** Merton's jump diffusion, a day: log return = mu + sigma Z + N jumps of law N(jumpMean, jumpSigma^2), N Poisson(intensity). */
export interface JumpDiffusion {
  readonly mu: number
  readonly sigma: number
  /** Jumps a day. */
  readonly intensity: number
  readonly jumpMean: number
  readonly jumpSigma: number
}

/** Jumps a day that the likelihood counts: with at most two a day expected, more have a chance below 1e-8. */
const MOST_JUMPS = 14
const MOST_INTENSITY = 2

/**
 * Fits by maximum likelihood on daily returns, each a Poisson mixture of normals (Merton, Journal of Financial Economics 3
 * (1976) 125-144). The likelihood has no bound where sigma goes to 0 (Honore 1998), so sigma is held above a tenth of the
 * sample's standard deviation.
 * @throws FUND_JUMPS (exit 3) when the search does not end
 */
export function fitJumpDiffusion(returns: Float64Array): JumpDiffusion {
  const n = returns.length
  const mean = returns.reduce((sum, r) => sum + r, 0) / n
  const deviation = sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / n)
  const read = (x: Float64Array): JumpDiffusion => ({
    mu: (x[0] as number) * deviation,
    sigma: exp(x[1] as number) * deviation,
    intensity: exp(x[2] as number),
    jumpMean: (x[3] as number) * deviation,
    jumpSigma: exp(x[4] as number) * deviation,
  })
  const objective = (x: Float64Array): number => {
    const parameters = read(x)
    if (parameters.sigma < 0.1 * deviation || parameters.intensity > MOST_INTENSITY) return Infinity
    return -logLikelihood(returns, parameters) / n
  }
  const start = [0, log(0.6), log(0.2), 0, log(1.6)]
  const first = nelderMead(objective, start, {maxEvaluations: 600, steps: [0.1, 0.2, 0.5, 0.3, 0.2], tolerance: 1e-6})
  const found = nelderMead(objective, first.x, {
    maxEvaluations: 400,
    steps: [0.05, 0.05, 0.1, 0.05, 0.05],
    tolerance: 1e-7,
  })
  if (!Number.isFinite(found.value)) {
    throw new PlimsollError('FUND_JUMPS', 'A jump diffusion cannot be fitted to these returns.', {
      exit: EXIT.cannotTell,
    })
  }
  return read(found.x)
}

function logLikelihood(returns: Float64Array, {intensity, jumpMean, jumpSigma, mu, sigma}: JumpDiffusion): number {
  const weights = new Float64Array(MOST_JUMPS)
  const means = new Float64Array(MOST_JUMPS)
  const rates = new Float64Array(MOST_JUMPS)
  let chance = exp(-intensity)
  let terms = 0
  for (let k = 0; k < MOST_JUMPS; k++) {
    const variance = sigma * sigma + k * jumpSigma * jumpSigma
    weights[k] = chance / sqrt(2 * PI * variance)
    means[k] = mu + k * jumpMean
    rates[k] = 0.5 / variance
    terms = k + 1
    chance *= intensity / (k + 1)
    if (k > intensity && chance < 1e-9) break
  }
  let sum = 0
  for (const r of returns) {
    let density = 0
    for (let k = 0; k < terms; k++) {
      const d = r - (means[k] as number)
      density += (weights[k] as number) * exp(-(rates[k] as number) * d * d)
    }
    sum += log(density)
  }
  return sum
}

/** The law with days independent of each other: jumps, but no clustering. Lows and highs by bridges between the jumps. */
export function jumpDiffusionModel(history: LogBars): PathModel {
  const law = fitJumpDiffusion(history.close)
  return {
    name: 'jump-diffusion',
    title: 'Merton jump diffusion',
    parameters: {...law},
    notes: ['days are independent: large days do not come in clusters'],
    draw(random, out) {
      for (let t = 0; t < out.close.length; t++) drawDay(random, law, out, t)
    },
  }
}

/** One day: jumps at uniform times of the day, Brownian pieces between them, each with its own extremes. */
function drawDay(random: Stream, {intensity, jumpMean, jumpSigma, mu, sigma}: JumpDiffusion, out: LogBars, t: number) {
  const jumps = poisson(random, intensity)
  const variance = sigma * sigma
  let [at, low, high, left] = [0, 0, 0, 1]
  for (let k = jumps; k >= 0; k--) {
    // The first of k uniform times on what is left of the day: its share is Beta(1, k).
    const share = k === 0 ? left : left * (1 - random.uniformOpen() ** (1 / k))
    const move = mu * share + sqrt(variance * share) * normal(random)
    low = min(low, at + bridgeMinimum(random, move, variance * share))
    high = max(high, at + bridgeMaximum(random, move, variance * share))
    at += move
    if (k > 0) at += jumpMean + jumpSigma * normal(random)
    low = min(low, at)
    high = max(high, at)
    left -= share
  }
  out.close[t] = at
  out.low[t] = low
  out.high[t] = high
}
